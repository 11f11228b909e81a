import type { Actor } from "../context.ts";

/** True for the system, an administrator, and a token of an administrator that was given the scope `admin`. */
export function isAdministrator(actor: Actor): boolean {
  if (actor.kind === "system") return true;
  return actor.role === "admin" && (actor.kind === "user" || actor.scopes.includes("admin"));
}
