import type { Finding, SuggestionFacts } from "./facts.ts";

/** Close the loop: a meeting is over and nobody said how it went, or it was held and nothing follows from it. */
export function closeTheLoop({ meetings, now, openReminders }: SuggestionFacts): Finding | null {
  const over = meetings.filter(({ endsAt }) => Date.parse(endsAt) <= Date.parse(now));
  const open = over.find(({ outcome }) => outcome === null);
  if (open)
    return {
      reasons: [{ code: "outcome-missing", interactionId: open.id, rests: open.id }],
      action: { kind: "outcome", interactionId: open.id },
    };
  const [last] = over.filter(({ outcome }) => outcome === "held");
  const planned = meetings.some(({ startsAt }) => Date.parse(startsAt) > Date.parse(now));
  if (!last || openReminders > 0 || planned) return null;
  return {
    reasons: [{ code: "next-step-missing", interactionId: last.id, rests: last.id }],
    action: { kind: "reminder", interactionId: last.id },
  };
}
