import { type Finding, type SuggestionFacts } from "./facts.ts";
import { asksForPrice } from "./words.ts";

/** So many meetings and calls in 30 days speak for an offer. */
const ENOUGH = 2;
const QUOTE_DAYS = 30;
const DAY_MS = 24 * 60 * 60 * 1000;

/** Send an offer: they ask for a price, or we met and spoke enough, and there was no quote in 30 days. */
export function sendOffer(facts: SuggestionFacts): Finding | null {
  const { documents, meetings, reachedCalls, theirMails, today } = facts;
  const since = new Date(Date.parse(`${today}T00:00:00Z`) - QUOTE_DAYS * DAY_MS).toISOString().slice(0, 10);
  if (documents.some(({ kind, issuedOn }) => kind === "quote" && issuedOn >= since)) return null;
  const reasons: Finding["reasons"] = [];
  const asked = theirMails.find(({ text }) => asksForPrice(text));
  if (asked) reasons.push({ code: "asked-for-price", interactionId: asked.id, rests: asked.id });
  const met = [...meetings.filter(({ outcome }) => outcome === "held"), ...reachedCalls];
  if (met.length >= ENOUGH) reasons.push({ code: "met-or-spoke", count: met.length, rests: met.map(({ id }) => id).join() });
  return reasons.length > 0 ? { reasons, action: { kind: "reminder", ...(asked && { interactionId: asked.id }) } } : null;
}
