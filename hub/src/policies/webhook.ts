import type { Actor } from "../context.ts";
import { isAdministrator } from "./roles.ts";

/** Webhooks carry data out of the house: the administrator makes them, sees their log, and may send an event again. */
export const mayWebhook = (actor: Actor): boolean => isAdministrator(actor);
