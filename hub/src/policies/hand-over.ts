import type { Actor } from "../context.ts";
import { isAdministrator } from "./roles.ts";
import { leads } from "./rights.ts";

/** Who may give everything of a person to another: the person himself, managers and administrators. Mail goes with it only as {@link mayShareMail} says. */
export function mayHandOver(actor: Actor, handOver: { fromId: string }): boolean {
  return leads(actor) || (actor.kind !== "system" && actor.userId === handOver.fromId);
}

/** Who may take a hand-over back: who made it, and administrators. */
export function mayUndoHandOver(actor: Actor, handOver: { createdBy: string | null }): boolean {
  return isAdministrator(actor) || (actor.kind !== "system" && actor.userId === handOver.createdBy);
}
