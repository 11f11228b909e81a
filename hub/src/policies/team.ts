import type { Actor } from "../context.ts";
import { isAdministrator } from "./roles.ts";

/** Everybody sees who works with whom; the administrator makes teams and says who is in them. */
export function mayTeam(actor: Actor, verb: "view" | "edit"): boolean {
  return verb === "view" || isAdministrator(actor);
}
