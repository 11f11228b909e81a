import type { Evidence } from "../../api/types.ts";

/** Fields of a reason or a piece of evidence that say something to a reader; ids, roles and scores do not. */
const TELLING = ["address", "domain", "folder", "label", "number"] as const;
const LONGEST = 200;

/** What a rule looked at, as short words: addresses, domains, folders. */
export function evidenceDetails(evidence: Evidence): string[] {
  const words = Array.isArray(evidence["words"]) ? evidence["words"].slice(0, 5) : [];
  return [...TELLING.map((field) => evidence[field]), ...words]
    .filter((value): value is string => typeof value === "string" && value !== "")
    .map((value) => value.slice(0, LONGEST));
}

/** The code under which a piece of evidence is spoken of: a thread that hardly belongs to a deal speaks against it. */
export function evidenceCode({ code, strength }: Evidence): string {
  return code === "deal-thread" && typeof strength === "number" && strength < 0 ? "deal-thread-unlikely" : code;
}

/** Why a thread is doubted, as codes. */
export function threadDoubts({ doubts }: Evidence): string[] {
  return Array.isArray(doubts) ? doubts.filter((doubt) => typeof doubt === "string") : [];
}
