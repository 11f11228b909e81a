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
  version: 2,
  base: -1.91,
  evidence: {
    "deal-thread": 5.31,
    "deal-thread-person": 9,
    "deal-thread-doubted": 2.34,
    "deal-document": 5.93,
    "deal-document-digits": 2.1,
    "deal-name": 4.91,
    "deal-name-text": 6.35,
    "deal-subject": 0,
    "deal-words": 1.33,
    "deal-reference": 2,
    "deal-other-matter": -1.85,
    "deal-quoted": 2.5,
    "deal-document-kind": 2.18,
    "deal-inquiry": -2.15,
    "deal-role": 0.27,
    "deal-people": 0.06,
    "deal-strangers": -2.46,
    "deal-owner": 3.11,
    "deal-only-open": 0,
    "deal-active": 0,
    "deal-new": 2.12,
    "deal-closed": -5.61,
    "deal-future": 0,
    "deal-rule": 9,
  },
  choose: 0.82,
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
