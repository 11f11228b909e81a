import { daysBetween, type Finding, type SuggestionFacts } from "./facts.ts";

/** Engagement fell by so much against 90 days before. */
const FALL = 0.3;
/** Below this a fall is noise: a single old mail. */
const WORTH_LOSING = 10;

/** Contact them more: engagement fell while a deal is open, or it is longer since the last contact than this customer may wait. */
export function contactMore(facts: SuggestionFacts): Finding | null {
  const { engagement, openDeals, lastContactAt, intervalDays, now } = facts;
  const reasons: Finding["reasons"] = [];
  const fell = engagement.before >= WORTH_LOSING ? 1 - engagement.now / engagement.before : 0;
  if (openDeals > 0 && fell >= FALL) reasons.push({ code: "engagement-fell", count: Math.round(fell * 100), rests: lastContactAt ?? "" });
  const days = lastContactAt === null ? 0 : daysBetween(lastContactAt, now);
  if (days > intervalDays) reasons.push({ code: "interval-exceeded", count: days, rests: lastContactAt ?? "" });
  return reasons.length > 0 ? { reasons, action: { kind: "call" } } : null;
}
