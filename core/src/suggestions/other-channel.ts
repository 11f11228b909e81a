import type { Finding, SuggestionFacts } from "./facts.ts";

const ENOUGH = 4;

/** Another channel: four of our mails in 30 days without a word from them. */
export function otherChannel({ unansweredMails, lastTheirsAt }: SuggestionFacts): Finding | null {
  if (unansweredMails < ENOUGH) return null;
  return {
    reasons: [{ code: "mails-unanswered", count: unansweredMails, rests: `${lastTheirsAt ?? ""}|${Math.floor(unansweredMails / ENOUGH)}` }],
    action: { kind: "call" },
  };
}
