import type { Finding, SuggestionFacts } from "./facts.ts";

const AHEAD_MS = 2 * 24 * 60 * 60 * 1000;

/** Confirm: a meeting of ours within two days to which no guest has said yes or no. */
export function confirmMeeting({ meetings, now }: SuggestionFacts): Finding | null {
  const ahead = (startsAt: string) => Date.parse(startsAt) - Date.parse(now);
  const meeting = meetings.find(
    ({ ours, guests, silentGuests, startsAt }) =>
      ours && guests > 0 && silentGuests === guests && ahead(startsAt) > 0 && ahead(startsAt) <= AHEAD_MS,
  );
  if (!meeting) return null;
  return {
    reasons: [
      { code: "guests-silent", count: meeting.silentGuests, interactionId: meeting.id, rests: `${meeting.id}|${meeting.startsAt}` },
    ],
    action: { kind: "call", interactionId: meeting.id },
  };
}
