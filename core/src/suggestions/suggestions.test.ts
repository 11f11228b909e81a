import { describe, expect, test } from "vitest";
import { workingDaysBetween, type MeetingFacts, type SuggestionFacts, type TheirMail } from "./facts.ts";
import { suggestNextSteps } from "./index.ts";

/** A Tuesday. */
const now = "2026-11-24T12:00:00Z";
const ago = (days: number) => new Date(Date.parse(now) - days * 86_400_000).toISOString();
const day = (days: number) => ago(days).slice(0, 10);
/** A customer with whom all is well. */
const well = (more: Partial<SuggestionFacts> = {}): SuggestionFacts => ({
  now,
  today: "2026-11-24",
  engagement: { now: 40, before: 40 },
  openDeals: 1,
  wonDeals: 0,
  lastContactAt: ago(3),
  lastTheirsAt: ago(3),
  intervalDays: 60,
  theirMails: [],
  unansweredMails: 0,
  reachedCalls: [],
  meetings: [],
  documents: [],
  openReminders: 0,
  ...more,
});
const theirs = (days: number, text: string, more: Partial<TheirMail> = {}): TheirMail => ({
  id: `mail-${days}`,
  occurredAt: ago(days),
  day: day(days),
  text,
  answeredAt: now,
  ...more,
});
const meeting = (days: number, more: Partial<MeetingFacts> = {}): MeetingFacts => ({
  id: `meeting-${days}`,
  startsAt: ago(days),
  endsAt: ago(days - 0.05),
  outcome: null,
  ours: true,
  guests: 2,
  silentGuests: 2,
  ...more,
});
const quote = (days: number, more: object = {}) => ({
  id: "q",
  kind: "quote",
  number: "CP-7",
  state: "sent",
  issuedOn: day(days),
  dueOn: null,
  ...more,
});
const invoice = (more: object = {}) => ({
  id: "i",
  kind: "invoice",
  number: "FV-1",
  state: "issued",
  issuedOn: day(30),
  dueOn: day(10),
  ...more,
});
const rules = (more: Partial<SuggestionFacts>) => suggestNextSteps(well(more)).map(({ rule }) => rule);

test("where all is well nothing is suggested", () => expect(rules({})).toEqual([]));

describe.each<[string, [string, Partial<SuggestionFacts>, boolean][]]>([
  [
    "contact-more",
    [
      ["engagement fell by 30 % with an open deal", { engagement: { now: 28, before: 40 } }, true],
      ["it fell by less", { engagement: { now: 28.1, before: 40 } }, false],
      ["it fell, but no deal is open", { engagement: { now: 10, before: 40 }, openDeals: 0 }, false],
      ["next to nothing fell", { engagement: { now: 0, before: 5 } }, false],
      ["61 of 60 days without contact", { lastContactAt: ago(61) }, true],
      ["60 of 60 days", { lastContactAt: ago(60) }, false],
      ["there never was any contact", { lastContactAt: null, lastTheirsAt: null }, false],
    ],
  ],
  [
    "send-offer",
    [
      ["they ask for a price", { theirMails: [theirs(3, "Prosím o cenovú ponuku.")] }, true],
      ["they ask for a date", { theirMails: [theirs(3, "Prosím o termín.")] }, false],
      ["a quote was sent since", { theirMails: [theirs(3, "Prosím o cenovú ponuku.")], documents: [quote(1)] }, false],
      [
        "the last quote is too old",
        { theirMails: [theirs(3, "Prosím o cenovú ponuku.")], documents: [quote(31, { state: "rejected" })] },
        true,
      ],
      [
        "we met once and spoke once",
        { meetings: [meeting(5, { outcome: "held" })], reachedCalls: [{ id: "c", occurredAt: ago(2) }], openReminders: 1 },
        true,
      ],
      ["we only spoke once", { reachedCalls: [{ id: "c", occurredAt: ago(2) }] }, false],
    ],
  ],
  [
    "ask-about-offer",
    [
      ["five working days without a word", { documents: [quote(7)], lastTheirsAt: ago(10) }, true],
      ["four working days", { documents: [quote(6, { issuedOn: "2026-11-18" })], lastTheirsAt: ago(10) }, false],
      ["they wrote since", { documents: [quote(7)], lastTheirsAt: ago(2) }, false],
      ["it was accepted", { documents: [quote(7, { state: "accepted" })], lastTheirsAt: ago(10) }, false],
    ],
  ],
  [
    "take-better-care",
    [
      ["they complain", { theirMails: [theirs(2, "Tovar prišiel poškodený.")] }, true],
      ["they complained long ago", { theirMails: [theirs(20, "Tovar prišiel poškodený.")] }, false],
      [
        "our answer is three working days late",
        { theirMails: [theirs(5, "Kedy prídete?", { answeredAt: null, day: "2026-11-19" })] },
        true,
      ],
      ["the weekend is no working day", { theirMails: [theirs(4, "Kedy prídete?", { answeredAt: null, day: "2026-11-20" })] }, false],
      ["an invoice is overdue while they turn away", { documents: [invoice()], engagement: { now: 39, before: 40 } }, true],
      ["an invoice is overdue and nothing else is wrong", { documents: [invoice()] }, false],
      ["it is paid", { documents: [invoice({ state: "paid" })], engagement: { now: 39, before: 40 } }, false],
    ],
  ],
  [
    "other-channel",
    [
      ["four mails without a word", { unansweredMails: 4 }, true],
      ["three", { unansweredMails: 3 }, false],
    ],
  ],
  [
    "revive",
    [
      ["bought before, silent for 180 days", { wonDeals: 1, openDeals: 0, lastTheirsAt: ago(180), lastContactAt: ago(5) }, true],
      ["179 days", { wonDeals: 1, openDeals: 0, lastTheirsAt: ago(179), lastContactAt: ago(5) }, false],
      ["never bought", { openDeals: 0, lastTheirsAt: ago(180) }, false],
      ["a deal is open", { wonDeals: 1, lastTheirsAt: ago(180) }, false],
    ],
  ],
  [
    "confirm-meeting",
    [
      ["tomorrow, nobody has answered", { meetings: [meeting(-1)] }, true],
      ["tomorrow, one is coming", { meetings: [meeting(-1, { silentGuests: 1 })] }, false],
      ["in three days", { meetings: [meeting(-3)] }, false],
      ["they invited us", { meetings: [meeting(-1, { ours: false })] }, false],
      ["a meeting among us", { meetings: [meeting(-1, { guests: 0, silentGuests: 0 })] }, false],
    ],
  ],
  [
    "close-the-loop",
    [
      ["over, and nobody said how it went", { meetings: [meeting(1)] }, true],
      ["held, and nothing follows", { meetings: [meeting(1, { outcome: "held" })] }, true],
      ["held, and there is a reminder", { meetings: [meeting(1, { outcome: "held" })], openReminders: 1 }, false],
      ["held, and the next one is planned", { meetings: [meeting(-1, { silentGuests: 0 }), meeting(1, { outcome: "held" })] }, false],
      ["nobody came", { meetings: [meeting(1, { outcome: "no-show" })] }, false],
    ],
  ],
])("%s", (rule, cases) => {
  test.each(cases)("%s", (_case, facts, expected) => expect(rules(facts).includes(rule as never)).toBe(expected));
});

test("reasons say what, how much and where", () => {
  const [first] = suggestNextSteps(well({ theirMails: [theirs(5, "Tovar prišiel poškodený.", { answeredAt: null })] }));
  expect(first).toMatchObject({
    rule: "take-better-care",
    reasons: [
      { code: "complaint", interactionId: "mail-5" },
      { code: "answer-overdue", count: 3, interactionId: "mail-5" },
    ],
    action: { kind: "call", interactionId: "mail-5" },
  });
});

test("what was dismissed comes back only on other facts", () => {
  const facts = { documents: [quote(7)], lastTheirsAt: ago(10) };
  const [found] = suggestNextSteps(well(facts));
  const dismissed = new Map([[found!.rule as string, found!.factsKey]]);
  expect(suggestNextSteps(well(facts), dismissed)).toEqual([]);
  // A day later it is the same quote, unanswered for a day more.
  expect(suggestNextSteps(well({ ...facts, today: "2026-11-25" }), dismissed)).toEqual([]);
  expect(suggestNextSteps(well({ ...facts, documents: [quote(8, { id: "another" })] }), dismissed)).toHaveLength(1);
});

test("one who is to be revived is not to be contacted more as well", () => {
  expect(rules({ wonDeals: 1, openDeals: 0, lastTheirsAt: ago(200), lastContactAt: ago(200) })).toEqual(["revive"]);
});

test.each([
  ["2026-11-20", "2026-11-23", 1],
  ["2026-11-20", "2026-11-22", 0],
  ["2026-11-16", "2026-11-23", 5],
  ["2026-11-21", "2026-11-24", 2],
  ["2026-11-24", "2026-11-24", 0],
  ["2026-11-24", "2026-11-20", 0],
])("working days from %s to %s: %i", (from, to, days) => expect(workingDaysBetween(from, to)).toBe(days));
