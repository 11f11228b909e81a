import type { Evidence } from "../../api/types.ts";

/** Fields of a reason or a piece of evidence that say something to a reader; ids, roles and scores do not. */
const TELLING = ["address", "domain", "folder", "label"] as const;
const LONGEST = 200;

/** What a rule looked at, as short words: addresses, domains, folders. */
export function evidenceDetails(evidence: Evidence): string[] {
  return TELLING.map((field) => evidence[field])
    .filter((value): value is string => typeof value === "string" && value !== "")
    .map((value) => value.slice(0, LONGEST));
}
