import type { DealEvidence } from "./evidence.ts";
import type { AttributionWeights } from "./weights.ts";

/** A deal with the chance that a mail belongs to it, 0 to 1, and why. */
export interface AttributedDeal {
  id: string;
  /** 0 to 1, three decimals. */
  chance: number;
  evidence: DealEvidence[];
}

/** The conditional logit of `weights.ts`: the likeliest first, each with its evidence in the order of its weight. */
export function chances(evidence: ReadonlyMap<string, readonly DealEvidence[]>, weights: AttributionWeights): AttributedDeal[] {
  const scores = [...evidence].map(([id, pieces]) => ({
    id,
    pieces: [...pieces],
    score: pieces.reduce((sum, { code, strength }) => sum + weights.evidence[code] * strength, continues(pieces) ? 0 : weights.base),
  }));
  const total = 1 + scores.reduce((sum, { score }) => sum + Math.exp(score), 0);
  const influence = ({ code, strength }: DealEvidence) => Math.abs(weights.evidence[code] * strength);
  return scores
    .map(({ id, pieces, score }) => ({
      id,
      chance: Math.exp(score) / total,
      evidence: pieces.toSorted((a, b) => influence(b) - influence(a) || (a.code < b.code ? -1 : 1)),
    }))
    .filter(({ evidence: pieces }) => pieces.length > 0)
    .toSorted((a, b) => b.chance - a.chance || (a.id < b.id ? -1 : 1));
}

/** Whether a mail goes on with a matter: then it starts from what was known of it. */
export const continues = (pieces: readonly DealEvidence[]): boolean =>
  pieces.some(({ code }) => code === "deal-thread" || code === "deal-thread-person");
