import type { DealEvidenceCode } from "./evidence.ts";

/**
 * What one piece of evidence says, in log-odds against "belongs to no deal" (which scores 0). The chance of a deal is
 * exp(score) / (1 + sum of exp(score) of all candidates): a conditional logit, so that candidates compete and the chances add up.
 * `base` counts for what begins a matter; what continues one starts from the chances of the mail it answers.
 *
 * Fitted on four seeds of two generated companies (test/company/fit.ts prints this table), the threshold set on four more, measured on others and on a third company that
 * neither has seen (test/company/company.test.ts). A person's word and rules are set by judgement: no example holds them. A change of a weight is
 * a new version.
 */
export const attributionWeights = {
  version: 2,
  base: -0.91,
  evidence: {
    "deal-thread": 5.15,
    "deal-thread-person": 9,
    "deal-thread-doubted": 1.55,
    "deal-document": 5.34,
    "deal-document-digits": 2.24,
    "deal-code": 5.62,
    "deal-name": 4.11,
    "deal-name-text": 4.9,
    "deal-subject": 0.07,
    "deal-words": 1,
    "deal-reference": 1.27,
    "deal-other-matter": -2.35,
    "deal-quoted": 2.92,
    "deal-document-kind": 0.98,
    "deal-inquiry": -2.66,
    "deal-role": 0.04,
    "deal-people": 0,
    "deal-strangers": -2.2,
    "deal-owner": 2.75,
    "deal-only-open": 0,
    "deal-active": 0.17,
    "deal-new": 1.13,
    "deal-closed": -6.33,
    "deal-future": 0,
    "deal-rule": 9,
  },
  choose: 0.88,
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
