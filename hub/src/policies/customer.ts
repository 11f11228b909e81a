import type { Actor } from "../context.ts";
import { leads, NOTHING_GRANTED, type GrantedVerbs } from "./rights.ts";

/** What a policy must know of a customer. `granted`: see services/customers/customer-rights.ts. */
export interface CustomerFacts {
  ownerId: string | null;
  restricted?: boolean;
  granted?: GrantedVerbs;
}

/**
 * Who may do what with a customer, its people, documents and deals. Whether somebody sees it at all is decided by row security: a customer
 * that is hidden does not exist for him.
 * - edit: everybody; of a restricted customer its owner, administrators, and who was given `edit`
 * - archive (put away, merge): its owner, managers, and who was given `delete`
 * - export: its owner, managers, and who was given `export`
 */
export function mayCustomer(actor: Actor, verb: "view" | "create" | "edit" | "archive" | "export", customer?: CustomerFacts): boolean {
  if (actor.kind === "system" || verb === "view" || verb === "create") return true;
  const { ownerId = null, restricted = false, granted = NOTHING_GRANTED } = customer ?? {};
  if (ownerId === actor.userId) return true;
  if (verb === "edit") return !restricted || actor.role === "admin" || granted.has("edit");
  return (leads(actor) && !restricted) || actor.role === "admin" || granted.has(verb === "archive" ? "delete" : verb);
}
