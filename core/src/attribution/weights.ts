import type { DealEvidenceCode } from "./evidence.ts";

/**
 * What one piece of evidence says, in log-odds against "belongs to no deal" (which scores 0). The chance of a deal is
 * exp(score) / (1 + sum of exp(score) of all candidates): a conditional logit, so that candidates compete and the chances add up.
 * `base` counts for what begins a matter; what continues one starts from the chances of the mail it answers.
 *
 * Fitted on four seeds of a generated company (test/company/fit.ts prints this table), the threshold set on two more, measured on others and on a company of another
 * kind (test/company/company.test.ts). By judgement, because that company has no example of it or too regular ones: a person's word, rules, codes
 * of the customer, quoted parts, and that talk comes in bursts (`deal-active`). A change of a weight is a new version.
 */
export const attributionWeights = {
  version: 2,
  base: -1.79,
  evidence: {
    "deal-thread": 5.38,
    "deal-thread-person": 9,
    "deal-thread-doubted": 2.51,
    "deal-document": 5.88,
    "deal-document-digits": 2.05,
    "deal-name": 4.69,
    "deal-name-text": 5.88,
    "deal-subject": 0,
    "deal-words": 1.01,
    "deal-reference": 2,
    "deal-other-matter": -2.06,
    "deal-quoted": 2.5,
    "deal-document-kind": 2.18,
    "deal-inquiry": -2.11,
    "deal-role": 0.31,
    "deal-people": 0.12,
    "deal-strangers": -2.47,
    "deal-owner": 3.12,
    "deal-only-open": 0,
    "deal-active": 0.5,
    "deal-new": 2.08,
    "deal-closed": -5.57,
    "deal-future": 0,
    "deal-rule": 9,
  },
  choose: 0.84,
  ask: 0.3,
} as const satisfies AttributionWeights;

export interface AttributionWeights {
  version: number;
  base: number;
  evidence: Readonly<Record<DealEvidenceCode, number>>;
  /** A deal is chosen from that chance on. Below, a person is asked. */
  choose: number;
  /** With less than that for all deals together nobody is asked. */
  ask: number;
}
