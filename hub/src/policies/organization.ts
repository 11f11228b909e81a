import type { Actor } from "../context.ts";
import { isAdministrator } from "./roles.ts";

/** Everybody sees the organisation's settings, because they explain what is recorded; the administrator changes them. */
export function mayOrganization(actor: Actor, verb: "view" | "edit"): boolean {
  return verb === "view" || isAdministrator(actor);
}
