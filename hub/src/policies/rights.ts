import type { Actor } from "../context.ts";
import { isAdministrator } from "./roles.ts";

/** What somebody holds on one thing by grants: the verbs that were given to him, his teams, his role or everybody. */
export type GrantedVerbs = ReadonlySet<string>;
export const NOTHING_GRANTED: GrantedVerbs = new Set();

/** Whether the actor is a manager or an administrator. */
export const leads = (actor: Actor): boolean => actor.kind === "system" || actor.role !== "rep";

/** Who may give and take rights on a customer or a deal: its owner, managers and administrators who see it. */
export function mayShare(actor: Actor, owned: { ownerId: string | null }): boolean {
  return leads(actor) || (actor.kind !== "system" && owned.ownerId === actor.userId);
}

/**
 * Who may give rights on one interaction, or make it private: mail is its owners' affair alone; what is written into Kronika also the
 * managers', as long as it is not private.
 */
export function mayShareInteraction(actor: Actor, interaction: { mail: boolean; private: boolean; owners: readonly string[] }): boolean {
  if (actor.kind === "system" || interaction.owners.includes(actor.userId)) return true;
  return !interaction.mail && !interaction.private && leads(actor);
}

/** Who may open a person's mail to others: the person, and an administrator (which the person sees, and the trail keeps). */
export function mayShareMail(actor: Actor, userId: string): boolean {
  return isAdministrator(actor) || (actor.kind !== "system" && actor.userId === userId);
}
