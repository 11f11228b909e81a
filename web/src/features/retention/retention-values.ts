import type { RetentionInput } from "../../api/retention.ts";

export const KINDS = ["email", "call", "meeting", "note", "other"] as const satisfies readonly RetentionInput["kind"][];
export const STATES = ["active", "archived", "none"] as const satisfies readonly RetentionInput["customerState"][];
export const ACTIONS = ["drop-body", "erase"] as const satisfies readonly RetentionInput["action"][];
/** A hundred years, as the hub allows. */
export const MOST_MONTHS = 1200;
