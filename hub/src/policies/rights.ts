import type { Actor } from "../context.ts";
import { isAdministrator } from "./roles.ts";

/** What somebody holds on one thing by grants: the verbs that were given to him, his teams, his role or everybody. */
export type GrantedVerbs = ReadonlySet<string>;
export const NOTHING_GRANTED: GrantedVerbs = new Set();

/** Whether the actor is a manager or an administrator. */
export const leads = (actor: Actor): boolean => actor.kind === "system" || actor.role !== "rep";

/** Who may give and take rights on a customer or a deal: its owner (of a deal the customer's too), managers and administrators who see it. */
export function mayShare(actor: Actor, owned: { ownerId: string | null; customerOwnerId?: string | null }): boolean {
  return leads(actor) || (actor.kind !== "system" && [owned.ownerId, owned.customerOwnerId].includes(actor.userId));
}

/**
 * Who may give rights on one interaction, or make it private: mail is its owners' affair alone; what is written into Kronika also the
 * managers', as long as it is not private and they see it whole: nobody gives what he has not got.
 */
export function mayShareInteraction(actor: Actor, interaction: SharedFacts): boolean {
  if (actor.kind === "system" || interaction.owners.includes(actor.userId)) return true;
  return !interaction.mail && !interaction.private && interaction.seesContent && leads(actor);
}

/** What decides who may share an interaction. */
export interface SharedFacts {
  mail: boolean;
  private: boolean;
  owners: readonly string[];
  /** Whether the actor sees all of it. */
  seesContent: boolean;
}

/** Who may open a person's mail to others: the person, and an administrator (which the person sees, and the trail keeps). */
export function mayShareMail(actor: Actor, userId: string): boolean {
  return isAdministrator(actor) || (actor.kind !== "system" && actor.userId === userId);
}
