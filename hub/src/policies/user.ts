import type { Actor } from "../context.ts";
import { isAdministrator } from "./roles.ts";

/**
 * Who may do what with the people of the organisation. Everybody sees who they are (owners, participants); the administrator adds and
 * changes them. `edit-own` is what everybody may change of themselves: name and language, never e-mail address or role.
 */
export function mayUser(actor: Actor, verb: "view" | "create" | "edit" | "edit-own"): boolean {
  if (verb === "view") return true;
  return verb === "edit-own" ? actor.kind !== "system" : isAdministrator(actor);
}
