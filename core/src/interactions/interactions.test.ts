import { describe, expect, test } from "vitest";
import { interactionContentSchema, interactionKinds, summarise, type InteractionContent, type InteractionContentInput } from "./index.ts";
import { directionOf, initiatorAmong, initiatorOf, initiatorSideOf, participantsOf } from "./participants.ts";

const at = "2026-11-24T09:00:00Z";
const parse = (content: InteractionContentInput): InteractionContent => interactionContentSchema.parse(content);
const minimal: InteractionContentInput[] = [
  { kind: "email", occurredAt: at, from: { address: "Jana@X.sk" } },
  { kind: "call", occurredAt: at, direction: "incoming" },
  { kind: "meeting", occurredAt: at },
  { kind: "note", occurredAt: at, text: "x" },
  { kind: "other", occurredAt: at, otherKind: "sms" },
];

test("each kind needs little", () => {
  expect(minimal.map((content) => parse(content).kind)).toEqual([...interactionKinds]);
});

describe("bad input is refused with the field's name", () => {
  test.each<[string, object, (string | number)[]]>([
    ["NUL in a text", { kind: "note", occurredAt: at, text: "a\u0000b" }, ["text"]],
    ["half a character", { kind: "note", occurredAt: at, text: "a\ud800" }, ["text"]],
    ["half a character in a name", { kind: "email", occurredAt: at, from: { name: "\udc00", address: "a@x.sk" } }, ["from", "name"]],
    ["half a character in an address", { kind: "email", occurredAt: at, from: { address: "a\ud800@x.sk" } }, ["from", "address"]],
    [
      "a header in an address",
      { kind: "email", occurredAt: at, from: null, to: [{ address: "a@x.sk\r\nBcc: b@x.sk" }] },
      ["to", 0, "address"],
    ],
    ["a local time", { kind: "note", occurredAt: "2026-11-24T09:00:00", text: "x" }, ["occurredAt"]],
    ["the year 0", { kind: "note", occurredAt: "0000-01-01T00:00:00Z", text: "x" }, ["occurredAt"]],
    ["30 February", { kind: "note", occurredAt: "2026-02-30T00:00:00Z", text: "x" }, ["occurredAt"]],
    ["a call of 25 hours", { kind: "call", occurredAt: at, direction: "incoming", durationSeconds: 90_000 }, ["durationSeconds"]],
    [
      "nobody as participant",
      { kind: "other", occurredAt: at, otherKind: "visit", participants: [{ role: "attendee" }] },
      ["participants", 0],
    ],
    ["an unknown kind", { kind: "fax", occurredAt: at }, ["kind"]],
  ])("%s", (_case, content, path) => {
    const result = interactionContentSchema.safeParse(content);
    expect(result.error?.issues.map((issue) => issue.path)).toEqual([path]);
  });
});

describe("summarise: the words of a timeline line", () => {
  test.each<[InteractionContentInput, string, string]>([
    [{ kind: "email", occurredAt: at, from: null, subject: "Ponuka", text: "> staré\nnové", replyText: "nové" }, "Ponuka", "nové"],
    [{ kind: "email", occurredAt: at, from: null, subject: "Ponuka", text: "všetko", replyText: "" }, "Ponuka", "všetko"],
    [{ kind: "meeting", occurredAt: at, subject: "Stretnutie", location: "Žilina" }, "Stretnutie", "Žilina"],
    [{ kind: "call", occurredAt: at, direction: "outgoing", text: "Cena\nChce zľavu\n 5 %" }, "Cena", "Chce zľavu 5 %"],
    [{ kind: "note", occurredAt: at, text: "jedno" }, "jedno", ""],
    [{ kind: "other", occurredAt: at, otherKind: "visit" }, "", ""],
  ])("%j", (content, title, preview) => expect(summarise(parse(content))).toEqual({ title, preview }));
});

describe("participants of every kind", () => {
  const own = { addresses: [], domains: ["borovica.sk"] };
  const mail = (from: string, ...to: string[]): InteractionContentInput => ({
    kind: "email",
    occurredAt: at,
    from: { address: from },
    to: to.map((address) => ({ address })),
  });

  test("a mail names each person once per role, addresses normalised", () => {
    const content = parse({
      kind: "email",
      occurredAt: at,
      from: { address: "Jana@X.sk" },
      to: [{ address: "peter@borovica.sk" }, { address: "Peter@Borovica.sk" }],
      cc: [{ address: "peter@borovica.sk" }],
    });
    expect(participantsOf(content).map(({ role, address }) => `${role} ${address}`)).toEqual([
      "from jana@x.sk",
      "to peter@borovica.sk",
      "cc peter@borovica.sk",
    ]);
  });

  test("a call names the number on the other side, once", () => {
    const call = { kind: "call", occurredAt: at, phoneNumber: "+421900" } as const;
    expect(participantsOf(parse({ ...call, direction: "incoming" }))).toEqual([{ role: "caller", phone: "+421900" }]);
    expect(participantsOf(parse({ ...call, direction: "outgoing" }))).toEqual([{ role: "callee", phone: "+421900" }]);
    const named = [{ role: "caller", name: "Jana", phone: "+421900" }] as const;
    expect(participantsOf(parse({ ...call, direction: "incoming", participants: [...named] }))).toEqual(named);
  });

  test("a meeting keeps who answered what", () => {
    const content = parse({
      kind: "meeting",
      occurredAt: at,
      organizer: { address: "peter@borovica.sk" },
      attendees: [{ address: "jana@x.sk", response: "accepted" }],
    });
    expect(participantsOf(content)[1]).toEqual({ role: "attendee", address: "jana@x.sk", response: "accepted" });
    expect(initiatorOf(content)?.address).toBe("peter@borovica.sk");
    expect(directionOf(content, own)).toBe("outgoing");
  });

  test.each<[string, InteractionContentInput, string]>([
    ["from a customer", mail("jana@x.sk", "peter@borovica.sk"), "incoming"],
    ["to a customer", mail("peter@borovica.sk", "eva@borovica.sk", "jana@x.sk"), "outgoing"],
    ["among us", mail("peter@borovica.sk", "eva@mail.borovica.sk"), "internal"],
    ["a mail without sender", { kind: "email", occurredAt: at, from: null }, "none"],
    ["a note", { kind: "note", occurredAt: at, text: "x" }, "none"],
    ["a call", { kind: "call", occurredAt: at, direction: "outgoing" }, "outgoing"],
    ["a meeting that they wanted", { kind: "meeting", occurredAt: at, initiatedBy: "them" }, "incoming"],
    [
      "a meeting whose organizer says more than the word",
      {
        kind: "meeting",
        occurredAt: at,
        initiatedBy: "them",
        organizer: { address: "peter@borovica.sk" },
        attendees: [{ address: "jana@x.sk" }],
      },
      "outgoing",
    ],
    ["a meeting of which nothing is known", { kind: "meeting", occurredAt: at }, "none"],
  ])("direction: %s", (_case, content, direction) => expect(directionOf(parse(content), own)).toBe(direction));
});

describe("who began, of every kind", () => {
  const person = (role: string, name: string, userId: string | null = null) => ({ role, name, userId });
  const jana = person("from", "Jana");
  test.each<
    [string, Parameters<typeof initiatorSideOf>[0], { role: string; name: string; userId: string | null }[], string, string | null]
  >([
    ["their mail", { kind: "email", direction: "incoming" }, [jana, person("to", "Peter", "u1")], "them", "Jana"],
    ["our mail", { kind: "email", direction: "outgoing" }, [person("from", "Peter", "u1"), person("to", "Jana")], "us", "Peter"],
    ["mail among us", { kind: "email", direction: "internal" }, [person("from", "Peter", "u1")], "us", "Peter"],
    ["their call", { kind: "call", direction: "incoming" }, [person("caller", "+421905111222")], "them", "+421905111222"],
    ["our call", { kind: "call", direction: "outgoing" }, [person("callee", "+421905111222")], "us", null],
    [
      "their meeting",
      { kind: "meeting", direction: "incoming" },
      [person("organizer", "Jana"), person("attendee", "Peter", "u1")],
      "them",
      "Jana",
    ],
    ["a meeting with one, who wanted it", { kind: "meeting", direction: "incoming" }, [person("attendee", "Jana")], "them", "Jana"],
    [
      "a meeting with two, one of whom wanted it",
      { kind: "meeting", direction: "incoming" },
      [person("attendee", "Jana"), person("attendee", "Eva")],
      "them",
      null,
    ],
    ["a note", { kind: "note", direction: "none" }, [], "us", null],
    ["an SMS", { kind: "other", direction: "incoming" }, [person("to", "Peter", "u1"), person("from", "Jana")], "them", "Jana"],
    ["a chance meeting at a fair", { kind: "other", direction: "none" }, [person("attendee", "Jana")], "unknown", null],
  ])("%s", (_case, interaction, people, side, name) => {
    expect(initiatorSideOf(interaction)).toBe(side);
    expect(initiatorAmong(initiatorSideOf(interaction), people)?.name ?? null).toBe(name);
  });
});
