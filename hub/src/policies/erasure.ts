import type { Actor } from "../context.ts";
import { isAdministrator } from "./roles.ts";

/** What goes for ever, what must stay, and what goes by itself after a time is the administrator's decision. */
export const mayErase = (actor: Actor): boolean => isAdministrator(actor);
