import { workingDaysBetween, type Finding, type SuggestionFacts } from "./facts.ts";

const PATIENCE = 5;

/** Ask about the offer: a quote was sent five working days ago or earlier, and they have done nothing since. */
export function askAboutOffer({ documents, lastTheirsAt, today }: SuggestionFacts): Finding | null {
  const quote = documents.find(
    ({ kind, state, issuedOn }) =>
      kind === "quote" &&
      state === "sent" &&
      workingDaysBetween(issuedOn, today) >= PATIENCE &&
      // What they did on the day itself was mostly to ask for it.
      (lastTheirsAt === null || lastTheirsAt.slice(0, 10) <= issuedOn),
  );
  if (!quote) return null;
  const count = workingDaysBetween(quote.issuedOn, today);
  return { reasons: [{ code: "offer-unanswered", count, document: quote.number, rests: quote.id }], action: { kind: "call" } };
}
