import type { Actor } from "../context.ts";
import { leads } from "./rights.ts";

/**
 * Who may match history anew: managers and administrators all of it; everybody that of the addresses he may edit (the verb asks for the
 * customer). The preview, applying and taking back are for who started it, and for managers.
 */
export function mayRematch(actor: Actor, rematch: { everything: boolean } | { createdBy: string | null }): boolean {
  if (leads(actor)) return true;
  return "everything" in rematch ? !rematch.everything : actor.kind !== "system" && rematch.createdBy === actor.userId;
}
