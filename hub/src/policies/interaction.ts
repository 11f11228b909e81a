import type { Actor } from "../context.ts";

/** What was written by hand may be changed by who wrote it and by managers. What a mailbox or calendar brought is a record and stays as it came. */
export function mayInteraction(
  actor: Actor,
  _verb: "edit" | "delete",
  interaction: { kind: string; createdBy: string | null; byHand: boolean },
): boolean {
  if (!interaction.byHand || interaction.kind === "email") return false;
  return actor.kind === "system" || actor.role !== "rep" || interaction.createdBy === actor.userId;
}
