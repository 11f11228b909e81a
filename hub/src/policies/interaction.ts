import type { Actor } from "../context.ts";
import { leads, NOTHING_GRANTED, type GrantedVerbs } from "./rights.ts";

/**
 * What was written by hand may be changed by who wrote it, by managers, and by whom that was given to (on it, on its customer or its deal);
 * of these only by who sees it whole.
 * What a mailbox or calendar brought is a record and stays as it came.
 */
export function mayInteraction(
  actor: Actor,
  verb: "edit" | "delete",
  interaction: { kind: string; createdBy: string | null; byHand: boolean; private?: boolean; seesContent: boolean; granted?: GrantedVerbs },
): boolean {
  if (!interaction.byHand || interaction.kind === "email") return false;
  if (actor.kind === "system" || interaction.createdBy === actor.userId) return true;
  return interaction.seesContent && ((leads(actor) && !interaction.private) || (interaction.granted ?? NOTHING_GRANTED).has(verb));
}
