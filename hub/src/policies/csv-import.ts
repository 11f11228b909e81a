import type { Actor } from "../context.ts";
import { leads } from "./rights.ts";

/** Many rows at once are brought in by those who answer for them: managers and administrators. Each row then asks its own policy. */
export const mayImport = (actor: Actor): boolean => leads(actor);
