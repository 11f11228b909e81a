import type { Actor } from "../context.ts";

/** A mailbox or calendar is its person's. Administrators see its state and may pause or remove it, but never see the credential. */
export function mayConnection(actor: Actor, verb: "view" | "create" | "edit", connection: { userId: string }): boolean {
  if (actor.kind === "system" || actor.userId === connection.userId) return true;
  return verb !== "create" && actor.role === "admin";
}
