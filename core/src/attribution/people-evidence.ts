import type { FoundEvidence } from "./evidence.ts";
import type { AttributionInput, CandidateDeal } from "./input.ts";

/** A deal in which so few mails were written has no people of its own yet. */
const FEW = 3;

type Share = { address: string | null; strength: number };

/** Who takes part: people with a role in a deal, those who wrote about it before, and its owner. */
export function peopleEvidence({ participants, deals }: AttributionInput): FoundEvidence[] {
  const outside = participants.filter(({ own }) => !own);
  const ours = new Set(participants.flatMap(({ own, userId }) => (own && userId ? [userId] : [])));
  const shares = new PeopleShares(deals);
  const roles = (contactId: string) => deals.filter(({ contactIds }) => contactIds.includes(contactId)).length;
  return deals.flatMap((deal): FoundEvidence[] => {
    const { id, contactIds, ownerId } = deal;
    const best = strongest(outside.map(({ address }) => ({ address, strength: shares.of(deal, address) })));
    const inRole = strongest(
      outside.flatMap(({ contactId, address }) =>
        contactId && contactIds.includes(contactId) ? [{ address, strength: 1 / roles(contactId) }] : [],
      ),
    );
    const withAddress = (address: string | null) => (address === null ? {} : { address });
    const known = outside.some(({ address }) => shares.count(deal, address) > 0);
    const said = shares.interactions(deal);
    const strange = Math.max(said < FEW ? 0 : said / (said + 5), contactIds.length > 0 ? 0.4 : 0);
    return [
      ...(best && best.strength > 0
        ? [{ id, evidence: { code: "deal-people" as const, strength: best.strength, ...withAddress(best.address) } }]
        : []),
      ...(inRole ? [{ id, evidence: { code: "deal-role" as const, strength: inRole.strength, ...withAddress(inRole.address) } }] : []),
      ...(ownerId !== null && ours.has(ownerId) ? [{ id, evidence: { code: "deal-owner" as const, strength: 1 } }] : []),
      ...(!known && !inRole && outside.length > 0 && strange > 0
        ? [{ id, evidence: { code: "deal-strangers" as const, strength: strange } }]
        : []),
    ];
  });
}

function strongest(list: readonly Share[]): Share | undefined {
  return list.toSorted((a, b) => b.strength - a.strength || ((a.address ?? "") < (b.address ?? "") ? -1 : 1))[0];
}

/** How often each address took part in each deal, of all these deals. */
class PeopleShares {
  readonly #totals = new Map<string, number>();
  readonly #counts = new Map<CandidateDeal, Map<string, number>>();

  constructor(deals: readonly CandidateDeal[]) {
    for (const deal of deals) {
      this.#counts.set(deal, new Map(deal.people.map(({ address, count }) => [address, count])));
      for (const { address, count } of deal.people) this.#totals.set(address, (this.#totals.get(address) ?? 0) + count);
    }
  }

  count(deal: CandidateDeal, address: string | null): number {
    return address === null ? 0 : (this.#counts.get(deal)?.get(address) ?? 0);
  }

  /** The deal's share of what the address took part in. Two earlier mails say less than twenty. */
  of(deal: CandidateDeal, address: string | null): number {
    const total = address === null ? 0 : (this.#totals.get(address) ?? 0);
    return total === 0 ? 0 : (this.count(deal, address) / total) * (total / (total + 2));
  }

  /** At least so many interactions the deal has had lately. */
  interactions(deal: CandidateDeal): number {
    return Math.max(0, ...deal.people.map(({ count }) => count));
  }
}
