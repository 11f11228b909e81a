import type { DealEvidenceCode } from "./evidence.ts";

/**
 * What one piece of evidence says, in log-odds against "belongs to no deal" (which scores 0). The chance of a deal is
 * exp(score) / (1 + sum of exp(score) of all candidates): a conditional logit, so that candidates compete and the chances add up.
 * `base` counts for what begins a matter; what continues one starts from the chances of the mail it answers.
 *
 * Fitted on three seeds of the generated company (test/company/fit.ts prints this table), measured on others. A change of a weight is a
 * new version.
 */
export const attributionWeights = {
  version: 1,
  base: -3.28,
  evidence: {
    "deal-thread": 5.39,
    "deal-thread-person": 9,
    "deal-thread-doubted": 2.59,
    "deal-document": 6.95,
    "deal-document-digits": 2.71,
    "deal-name": 6.09,
    "deal-name-text": 6.1,
    "deal-subject": 0.25,
    "deal-inquiry": -1.52,
    "deal-role": 0.82,
    "deal-people": 1.29,
    "deal-owner": 3.22,
    "deal-only-open": 0,
    "deal-active": 0,
    "deal-new": 2.71,
    "deal-closed": -6.07,
    "deal-future": 0,
    "deal-rule": 9,
  },
} as const satisfies { version: number; base: number; evidence: Record<DealEvidenceCode, number> };

export type AttributionWeights = { version: number; base: number; evidence: Readonly<Record<DealEvidenceCode, number>> };

/** A deal is chosen from that chance on. Below, a person is asked; with less than {@link askThreshold} for all deals together nobody is. */
export const chooseThreshold = 0.85;
export const askThreshold = 0.3;
