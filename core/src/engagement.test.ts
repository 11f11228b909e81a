import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { bandOf, engagementAt, engagementKinds, engagementWeights, type EngagementEvent, type EngagementKind } from "./engagement.ts";

const DAY_MS = 86_400_000;
const now = "2026-11-24T12:00:00.000Z";
const ago = (days: number) => new Date(Date.parse(now) - days * DAY_MS).toISOString();
const did = (kind: EngagementKind, days: number, interactionId = `${kind}-${days}`): EngagementEvent => ({
  kind,
  interactionId,
  occurredAt: ago(days),
});

describe("the formula, worked out by hand", () => {
  test.each<[string, EngagementEvent[], number, string]>([
    ["nothing", [], 0, "cold"],
    // 100 x (1 - e^-0.25)
    ["a mail of theirs just now", [did("own-mail", 0)], 22.1, "cool"],
    // Half of .5 after 30 days: the same
    ["a meeting a month ago", [did("meeting-held", 30)], 22.1, "cool"],
    // .5 + .2 + .25 + .3 + .1 = 1.35
    ["a good day", [did("meeting-held", 0), did("reply", 0), did("answered-call", 0), did("own-call", 0), did("accepted", 0)], 74.1, "hot"],
    // .5 - .2 - .05 = .25
    ["came once, missed once, declined once", [did("meeting-held", 0), did("no-show", 0), did("declined", 0)], 22.1, "cool"],
    ["wants no more", [did("own-mail", 0), did("opt-out", 0), did("hard-bounce", 0)], 0, "cold"],
  ])("%s", (_case, events, score, band) => expect(engagementAt(events, now)).toMatchObject({ version: 1, at: now, score, band }));
});

test("each contribution is shown with its weight, its age and its part, the weightiest first", () => {
  const { contributions, sum } = engagementAt([did("declined", 0), did("meeting-held", 60), did("reply", 0)], now);
  expect(contributions.map(({ kind, weight, ageDays, value }) => [kind, weight, ageDays, value])).toEqual([
    ["reply", 0.2, 0, 0.2],
    ["meeting-held", 0.5, 60, 0.125],
    ["declined", -0.05, 0, -0.05],
  ]);
  expect(sum).toBeCloseTo(0.275, 12);
});

test.each([
  [0, "cold"],
  [14.9, "cold"],
  [15, "cool"],
  [39.9, "cool"],
  [40, "warm"],
  [69.9, "warm"],
  [70, "hot"],
  [100, "hot"],
] as const)("%d is %s", (score, band) => expect(bandOf(score)).toBe(band));

const anyEvents = fc.array(
  fc
    .record({ kind: fc.constantFrom(...engagementKinds), days: fc.double({ min: -30, max: 900, noNaN: true }), n: fc.nat(5) })
    .map(({ kind, days, n }) => did(kind, days, String(n))),
  { maxLength: 40 },
);

test("on any history: recomputed the plain way it is the same, the order says nothing, the future does not count", () => {
  fc.assert(
    fc.property(anyEvents, (events) => {
      const given = engagementAt(events, now);
      let sum = 0;
      for (const { kind, occurredAt } of events) {
        const age = (Date.parse(now) - Date.parse(occurredAt)) / DAY_MS;
        if (age >= 0) sum += engagementWeights[kind] * Math.pow(2, -age / 30);
      }
      expect(given.sum).toBeCloseTo(sum, 5);
      expect(given.score).toBeGreaterThanOrEqual(0);
      expect(given.score).toBeLessThanOrEqual(100);
      expect(engagementAt(events.toReversed(), now)).toEqual(given);
      expect(
        engagementAt(
          events.filter(({ occurredAt }) => occurredAt <= now),
          now,
        ),
      ).toEqual(given);
    }),
  );
});

test("a day in the past is what it was then, whatever has happened since", () => {
  const then = ago(90);
  const before = [did("meeting-held", 95), did("own-mail", 100)];
  expect(engagementAt([...before, did("opt-out", 10), did("reply", 89)], then)).toEqual(engagementAt(before, then));
});
