import type { Actor } from "../context.ts";

/** A reminder is its person's; managers and administrators may see and move those of others. */
export function mayReminder(actor: Actor, _verb: "view" | "create" | "edit", reminder: { userId: string }): boolean {
  return actor.kind === "system" || actor.userId === reminder.userId || actor.role !== "rep";
}
