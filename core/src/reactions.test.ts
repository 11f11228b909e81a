import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { meetingAfter, reactionsOf, type Reaction, type ReactionFacts, type ReactionPerson, type Report } from "./reactions.ts";

const now = "2026-11-24T12:00:00Z";
const at = (hour: number) => `2026-11-20T${String(hour).padStart(2, "0")}:00:00Z`;
const person = (role: string, address: string | null, more: Partial<ReactionPerson> = {}): ReactionPerson => ({
  role,
  address,
  response: null,
  contactId: null,
  ours: address?.endsWith("@borovica.example") ?? false,
  ...more,
});
const base = { id: "x", state: "active", occurredAt: at(9), reports: [], answers: null, before: [] } as const;
const meeting = (more: Partial<ReactionFacts> = {}): ReactionFacts => ({
  ...base,
  kind: "meeting",
  direction: "outgoing",
  sequence: 1,
  people: [
    person("organizer", "peter@borovica.example"),
    person("attendee", "peter@borovica.example", { response: "accepted" }),
    person("attendee", "jana@alfa.example", { contactId: "jana" }),
    person("attendee", "eva@alfa.example"),
  ],
  ...more,
});
const mail = (more: Partial<ReactionFacts> = {}): ReactionFacts => ({
  ...base,
  kind: "email",
  direction: "outgoing",
  mailKind: "normal",
  people: [person("from", "peter@borovica.example"), person("to", "jana@alfa.example", { contactId: "jana" })],
  ...more,
});
const report = (kind: Report["kind"], address: string, hour: number, more: Partial<Report> = {}): Report => ({
  kind,
  address,
  sequence: 1,
  at: at(hour),
  ...more,
});
const reply = (response: NonNullable<Report["response"]>, hour: number, more: Partial<Report> = {}) =>
  report("reply", "jana@alfa.example", hour, { response, ...more });
const kinds = (facts: ReactionFacts) => reactionsOf(facts, now).map((one) => [one.kind, one.address, one.occurredAt]);

describe("of a mail", () => {
  test("an answer to one of ours points to it", () => {
    const incoming = mail({ direction: "incoming", people: [person("from", "jana@alfa.example", { contactId: "jana" })], answers: "ours" });
    expect(reactionsOf(incoming, now)).toEqual([
      { kind: "reply", toInteractionId: "ours", contactId: "jana", address: "jana@alfa.example", occurredAt: at(9) },
    ]);
    expect(kinds({ ...incoming, answers: null })).toEqual([]);
    expect(kinds({ ...incoming, mailKind: "out-of-office" })).toEqual([]);
  });

  test("bounces and out-of-office answers belong to the recipient whom they are about, and to nobody else", () => {
    const reports = [
      report("bounce", "jana@alfa.example", 10),
      report("out-of-office", "jana@alfa.example", 11),
      report("bounce", "never-written-to@alfa.example", 12),
      report("bounce", "peter@borovica.example", 12),
    ];
    expect(kinds(mail({ reports }))).toEqual([
      ["bounce", "jana@alfa.example", at(10)],
      ["out-of-office", "jana@alfa.example", at(11)],
    ]);
    expect(kinds(mail({ direction: "incoming", reports }))).toEqual([]);
  });
});

test.each([
  ["outgoing", "answered", ["answered"]],
  ["outgoing", "missed", []],
  ["incoming", "answered", []],
])("a call: %s, %s", (direction, outcome, expected) => {
  const call = { ...base, kind: "call", direction, outcome, people: [person("callee", "+421900", { contactId: "jana" })] };
  expect(reactionsOf(call, now).map(({ kind }) => kind)).toEqual(expected);
});

describe("of a meeting", () => {
  test("who came, and who did not", () => {
    expect(kinds(meeting({ outcome: "held" }))).toEqual([["attended", null, at(9)]]);
    expect(kinds(meeting({ outcome: "no-show" }))).toEqual([["no-show", null, at(9)]]);
    expect(kinds(meeting({ outcome: "held", state: "merged" }))).toEqual([]);
  });

  test("what the calendar says of the guests counts from the day it was first seen; our own people and the organizer give no answer", () => {
    const facts = meeting();
    const people = facts.people.map((one) => ({ ...one, response: "accepted" }));
    const first = reactionsOf({ ...facts, people }, now);
    expect(first.map((one) => [one.kind, one.address, one.occurredAt])).toEqual([
      ["accepted", "jana@alfa.example", now],
      ["accepted", "eva@alfa.example", now],
    ]);
    expect(reactionsOf({ ...facts, people, before: first }, "2027-01-01T00:00:00Z")).toEqual(first);
    const theirs = [person("organizer", "jana@alfa.example"), person("attendee", "jana@alfa.example", { response: "accepted" })];
    expect(kinds(meeting({ people: theirs }))).toEqual([]);
  });

  test("an older answer after a newer one changes nothing; SEQUENCE goes before the time", () => {
    const all = [reply("declined", 12), reply("accepted", 10), reply("tentative", 23, { sequence: 0 })];
    for (const reports of [all, all.toReversed()]) expect(kinds(meeting({ reports }))).toEqual([["declined", "jana@alfa.example", at(12)]]);
  });

  test("an answer to the version before says nothing about this one", () => {
    expect(meetingAfter(meeting({ reports: [reply("accepted", 12, { sequence: 0 })] })).responses.size).toBe(0);
    expect(meetingAfter(meeting({ reports: [reply("accepted", 12, { sequence: 2 })] })).responses.size).toBe(1);
  });

  test("only an attendee answers", () => {
    const stranger = report("reply", "eve@evil.example", 12, { response: "declined" });
    expect(kinds(meeting({ reports: [stranger] }))).toEqual([]);
  });

  test("another time is proposed beside an answer", () => {
    const reports = [reply("tentative", 11), report("counter", "jana@alfa.example", 12)];
    expect(kinds(meeting({ reports })).map(([kind]) => kind)).toEqual(["tentative", "countered"]);
  });

  test.each<[string, Report[], boolean]>([
    ["the organizer", [report("cancel", "peter@borovica.example", 12)], true],
    ["somebody else", [report("cancel", "jana@alfa.example", 12)], false],
    ["the organizer, of an older version", [report("cancel", "peter@borovica.example", 12, { sequence: 0 })], false],
    [
      "the organizer, who then invited anew",
      [report("cancel", "peter@borovica.example", 12), report("request", "peter@borovica.example", 13)],
      false,
    ],
    [
      "the organizer, after inviting",
      [report("request", "peter@borovica.example", 11), report("cancel", "peter@borovica.example", 12)],
      true,
    ],
  ])("cancelled by %s", (_case, reports, cancelled) => {
    expect(meetingAfter(meeting({ reports })).cancelledBy !== null).toBe(cancelled);
    expect(meetingAfter(meeting({ reports: reports.toReversed() })).cancelledBy !== null).toBe(cancelled);
  });

  const cancel = (guests: string[], hour = 12) => report("cancel", "peter@borovica.example", hour, { guests });
  test("a cancellation that names some guests takes these off the list; naming all of them, one after the other, it is the meeting's", () => {
    const [jana, eva] = ["jana@alfa.example", "eva@alfa.example"];
    const facts = meeting({ reports: [reply("accepted", 10), report("reply", eva, 11, { response: "declined" }), cancel([jana])] });
    expect(meetingAfter(facts)).toMatchObject({ cancelledBy: null, uninvited: new Set([jana]) });
    expect(kinds(facts)).toEqual([["declined", eva, at(11)]]);
    expect(meetingAfter(meeting({ reports: [cancel([jana]), cancel([eva], 13)] })).cancelledBy).toEqual(cancel([eva], 13));
    expect(meetingAfter(meeting({ reports: [cancel([jana, eva])] })).cancelledBy).not.toBeNull();
    expect(meetingAfter(meeting({ reports: [cancel([jana]), report("request", "peter@borovica.example", 14)] })).uninvited.size).toBe(0);
  });

  test("a foreign meeting to which nobody of ours is asked any more is off for us", () => {
    const people = [
      person("organizer", "jana@alfa.example"),
      person("attendee", "peter@borovica.example"),
      person("attendee", "eva@alfa.example"),
    ];
    const reports = [report("cancel", "jana@alfa.example", 12, { guests: ["peter@borovica.example"] })];
    expect(meetingAfter(meeting({ people, reports })).cancelledBy).not.toBeNull();
    people.push(person("attendee", "anna@borovica.example"));
    expect(meetingAfter(meeting({ people, reports })).cancelledBy).toBeNull();
  });

  test("an answer from another address of the same contact is his; of somebody else it is none", () => {
    const alias = (contactIds: string[], answersFor?: string) =>
      report("reply", "j.nova@alfa.example", 12, { response: "declined", contactIds, answersFor });
    expect(kinds(meeting({ reports: [alias(["jana"])] }))).toEqual([["declined", "jana@alfa.example", at(12)]]);
    expect(kinds(meeting({ reports: [alias(["jana"], "jana@alfa.example")] }))).toHaveLength(1);
    expect(kinds(meeting({ reports: [alias(["jana"], "eva@alfa.example")] }))).toEqual([]);
    expect(kinds(meeting({ reports: [alias(["other"], "jana@alfa.example")] }))).toEqual([]);
    expect(kinds(meeting({ reports: [reply("accepted", 10), alias(["jana"])] }))).toEqual([["declined", "jana@alfa.example", at(12)]]);
  });

  test("who goes instead of a guest answers too, and whom he sends in turn; in a circle each once", () => {
    const by = (address: string, delegatedTo: string[], response?: Report["response"]) =>
      report("reply", address, 12, { delegatedTo, response: response ?? "none", contactIds: [address] });
    const chain = [
      by("jana@alfa.example", ["a@alfa.example"]),
      by("a@alfa.example", ["b@alfa.example"]),
      by("b@alfa.example", [], "accepted"),
    ];
    for (const reports of [chain, chain.toReversed()])
      expect(reactionsOf(meeting({ reports }), now)).toMatchObject([
        { kind: "accepted", address: "b@alfa.example", contactId: "b@alfa.example" },
      ]);
    const circle = [by("jana@alfa.example", ["a@alfa.example"]), by("a@alfa.example", ["jana@alfa.example"])];
    expect(meetingAfter(meeting({ reports: circle })).delegates).toHaveLength(1);
    expect(kinds(meeting({ reports: chain.slice(1) }))).toEqual([]);
  });

  test("what is said from one instance on holds for it and for later ones", () => {
    const reports = [reply("accepted", 10), reply("declined", 12, { from: "2026-12-08T09:00:00Z" })];
    const on = (instance: string) => kinds(meeting({ reports, instance }))[0]?.[0];
    expect(["2026-12-01T09:00:00Z", "2026-12-08T09:00:00Z", "2026-12-15T09:00:00Z"].map(on)).toEqual(["accepted", "declined", "declined"]);
  });

  test("that the customer cancelled is a reaction, that we did is none", () => {
    const people = [person("organizer", "jana@alfa.example"), person("attendee", "peter@borovica.example")];
    const reports = [report("cancel", "jana@alfa.example", 12)];
    expect(kinds(meeting({ people, reports }))).toEqual([["cancelled", "jana@alfa.example", at(12)]]);
    expect(kinds(meeting({ reports: [report("cancel", "peter@borovica.example", 12)] }))).toEqual([]);
  });
});

test("what somebody stated stays through every change", () => {
  const stated: Reaction = { kind: "opt-out", toInteractionId: "x", contactId: "jana", address: "jana@alfa.example", occurredAt: at(20) };
  expect(reactionsOf(mail({ before: [stated] }), now)).toEqual([stated]);
});

test("the order of the reports says nothing", () => {
  const anyReport = fc.record({
    kind: fc.constantFrom<Report["kind"]>("request", "cancel", "reply", "counter"),
    address: fc.constantFrom("jana@alfa.example", "eva@alfa.example", "peter@borovica.example"),
    sequence: fc.nat(2),
    at: fc.integer({ min: 0, max: 23 }).map(at),
    response: fc.constantFrom("accepted" as const, "declined" as const, "tentative" as const),
    guests: fc.subarray(["jana@alfa.example", "eva@alfa.example"]),
    delegatedTo: fc.subarray(["dana@alfa.example", "jana@alfa.example"]),
    from: fc.constantFrom(null, "2026-12-01T09:00:00Z", "2026-12-08T09:00:00Z"),
  });
  // Of each kind, sender, version and time one: two that differ in nothing but the answer have no order.
  const reports = fc.uniqueArray(anyReport, { selector: (one) => `${one.kind}|${one.address}|${one.sequence}|${one.at}` });
  fc.assert(
    fc.property(reports, fc.infiniteStream(fc.nat()), (list, random) => {
      const shuffled = list.map((one) => ({ one, key: random.next().value })).toSorted((a, b) => a.key - b.key);
      const facts = meeting({ reports: list, instance: "2026-12-01T09:00:00Z" });
      expect(reactionsOf({ ...facts, reports: shuffled.map(({ one }) => one) }, now)).toEqual(reactionsOf(facts, now));
      expect(meetingAfter({ ...facts, reports: shuffled.map(({ one }) => one) }).cancelledBy).toEqual(meetingAfter(facts).cancelledBy);
    }),
  );
});
