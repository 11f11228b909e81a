import type { FoundEvidence, ThreadDoubt } from "./evidence.ts";
import { daysBetween, type AttributionInput } from "./input.ts";
import { breaksThread, threadDoubts } from "./thread.ts";

/**
 * What the thread says of each deal. `known`: the deals that were weighed for the mail it answers, as long as the thread holds; nothing that
 * its mails have in common is counted again for them.
 * @param numbered deals of which the mail itself names a document
 * @param names words of deals' names in the mail
 */
export function threadEvidence(
  input: AttributionInput,
  numbered: ReadonlySet<string>,
  names: readonly FoundEvidence[],
): { known: ReadonlySet<string>; found: FoundEvidence[] } {
  const { parent } = input;
  if (!parent || parent.deals.length === 0) return { known: new Set(), found: [] };
  const outside = input.participants.flatMap(({ address, own }) => (own || address === null ? [] : [address]));
  const chosen = parent.deals.filter((deal) => deal.chosen);
  const isOther = (found: ReadonlySet<string>) => found.size > 0 && chosen.length > 0 && !chosen.some(({ id }) => found.has(id));
  const inText = names.filter(
    ({ evidence }) => (evidence.code === "deal-name-text" || evidence.code === "deal-code") && evidence.strength >= 0.5,
  );
  const isNamed = names.some(({ id }) => chosen.some((deal) => deal.id === id));
  const closed = input.deals.filter(
    ({ id, closedAt }) => chosen.some((deal) => deal.id === id) && closedAt !== null && daysBetween(closedAt, input.at) > 14,
  );
  const doubts: ThreadDoubt[] = [
    ...threadDoubts({ at: input.at, subject: input.subject, outsideAddresses: outside }, parent),
    ...(isOther(numbered) ? (["other-number"] as const) : []),
    ...(!isNamed && isOther(new Set(inText.map(({ id }) => id))) ? (["other-name"] as const) : []),
    ...(closed.length > 0 ? (["deal-closed"] as const) : []),
  ];
  const said = { parentId: parent.id, ...(doubts.length > 0 && { doubts }) };
  if (breaksThread(doubts)) {
    const found = chosen.map(({ id }): FoundEvidence => ({
      id,
      evidence: { code: "deal-thread-doubted", strength: 1 / chosen.length, ...said },
    }));
    return { known: new Set(), found };
  }
  const none = Math.max(0, 1 - parent.deals.reduce((sum, { chance }) => sum + chance, 0));
  // A deal that was opened since, mostly because of this very thread, has not been weighed yet.
  const weighed = input.deals.filter(
    ({ id, createdAt }) => createdBefore(createdAt, parent.at) || parent.deals.some((deal) => deal.id === id),
  );
  const found = weighed.map(({ id }): FoundEvidence => {
    const before = parent.deals.find((deal) => deal.id === id);
    if (before?.chosen && before.decidedBy === "person") return { id, evidence: { code: "deal-thread-person", strength: 1, ...said } };
    return { id, evidence: { code: "deal-thread", strength: inherited(before?.chance ?? 0, none), ...said } };
  });
  return { known: new Set(weighed.map(({ id }) => id)), found };
}

const createdBefore = (createdAt: string, at: string) => Date.parse(createdAt) <= Date.parse(at);

/** How sure nobody ever is: no chance is taken for 0 or 1. */
const DOUBT = 0.01;
/** The log-odds of a chance against that of no deal, scaled to -1 ... 1. */
const inherited = (chance: number, none: number) => Math.log((chance + DOUBT) / (none + DOUBT)) / Math.log((1 + DOUBT) / DOUBT);
