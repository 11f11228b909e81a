import type { Actor } from "../context.ts";

/** Who may do what with customers, their people and their opportunities. Levels and grants on single customers come on top of this. */
export function mayCustomer(actor: Actor, verb: "view" | "create" | "edit" | "archive", customer?: { ownerId: string | null }): boolean {
  if (actor.kind === "system") return true;
  return verb !== "archive" || actor.role !== "rep" || customer?.ownerId === actor.userId;
}
