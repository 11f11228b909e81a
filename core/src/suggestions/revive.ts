import { daysBetween, type Finding, type SuggestionFacts } from "./facts.ts";

const SILENT_DAYS = 180;

/** Revive: they bought before and have been silent for half a year. */
export function revive({ wonDeals, openDeals, lastTheirsAt, lastContactAt, now }: SuggestionFacts): Finding | null {
  const last = lastTheirsAt ?? lastContactAt;
  if (wonDeals === 0 || openDeals > 0 || last === null) return null;
  const count = daysBetween(last, now);
  return count >= SILENT_DAYS ? { reasons: [{ code: "silent-since-won", count, rests: last }], action: { kind: "call" } } : null;
}
