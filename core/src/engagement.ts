/**
 * How warm a customer or contact is, by a formula that anybody can recompute: 100 x (1 - exp(-S)), where S is the sum over what they did
 * of weight x 0.5^(age in days / 30). Pure: what was done is handed in, and so is the moment, which may be any in the past.
 */

/** Of the weights and the formula. A change of either is a new version, so that an old figure stays what it was. */
export const ENGAGEMENT_VERSION = 1;
/** After so many days a contribution counts half. */
export const HALF_LIFE_DAYS = 30;
/** What is older is left out: 24 half-lives leave less than 0.00001 points of the strongest contribution. */
export const HORIZON_DAYS = 720;

/** What counts, version 1. Our own mail and calls without an answer are worth nothing and do not appear. */
export const engagementWeights = {
  /** A mail of theirs that answers none of ours. */
  "own-mail": 0.25,
  /** A mail of theirs that answers one of ours. */
  reply: 0.2,
  /** They took our call. */
  "answered-call": 0.25,
  /** They called, whether or not we took it. */
  "own-call": 0.3,
  "meeting-held": 0.5,
  /** Each person's answer to an invitation. */
  accepted: 0.1,
  declined: -0.05,
  "no-show": -0.2,
  "opt-out": -1,
  /** A mail of ours that can never be delivered. */
  "hard-bounce": -0.1,
} as const;
export type EngagementKind = keyof typeof engagementWeights;
export const engagementKinds = Object.keys(engagementWeights) as EngagementKind[];

/** One thing that they did. `id` says where it can be looked at. */
export interface EngagementEvent {
  kind: EngagementKind;
  /** The interaction in which it shows. */
  interactionId: string;
  /** ISO instant. */
  occurredAt: string;
}

export interface Contribution extends EngagementEvent {
  weight: number;
  ageDays: number;
  /** weight x decay: its part of S. */
  value: number;
}

export const engagementBands = ["cold", "cool", "warm", "hot"] as const;
export type EngagementBand = (typeof engagementBands)[number];

export interface Engagement {
  version: number;
  /** The moment for which it holds, ISO instant. */
  at: string;
  /** 0 to 100, one decimal. More against them than for them is 0, too. */
  score: number;
  band: EngagementBand;
  /** S of the formula. */
  sum: number;
  /** Everything that counted, the weightiest first. */
  contributions: Contribution[];
}

const DAY_MS = 24 * 60 * 60 * 1000;

/** The figure at a moment; what happened after it does not count. @param at ISO instant */
export function engagementAt(events: readonly EngagementEvent[], at: string): Engagement {
  const moment = Date.parse(at);
  const contributions = events
    .map((event) => ({ event, ageDays: (moment - Date.parse(event.occurredAt)) / DAY_MS }))
    .filter(({ ageDays }) => ageDays >= 0 && ageDays <= HORIZON_DAYS)
    .map(({ event, ageDays }): Contribution => {
      const weight = engagementWeights[event.kind];
      return { ...event, weight, ageDays, value: weight * 0.5 ** (ageDays / HALF_LIFE_DAYS) };
    })
    .toSorted(byWeightiness);
  // Smallest first, so that the sum does not depend on the order in which the database gives the events.
  const sum = contributions.reduceRight((total, { value }) => total + value, 0);
  const score = Math.round(Math.max(0, 100 * (1 - Math.exp(-sum))) * 10) / 10;
  return { version: ENGAGEMENT_VERSION, at, score, band: bandOf(score), sum, contributions };
}

function byWeightiness(a: Contribution, b: Contribution): number {
  return (
    Math.abs(b.value) - Math.abs(a.value) ||
    compare(b.occurredAt, a.occurredAt) ||
    compare(a.interactionId, b.interactionId) ||
    compare(a.kind, b.kind)
  );
}

const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);

/** cold below 15, cool below 40, warm below 70, else hot. */
export function bandOf(score: number): EngagementBand {
  return score < 15 ? "cold" : score < 40 ? "cool" : score < 70 ? "warm" : "hot";
}
