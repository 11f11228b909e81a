import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { canonicalMailHash, identitiesOf, meetingIdentity, normaliseMessageId, parseMessageIds, sha256Hex } from "./identities.ts";
import { interactionContentSchema, type InteractionContentInput } from "./interactions/index.ts";
import { wildText } from "./testing/arbitraries.ts";

describe("normaliseMessageId: copies that went through different systems compare equal", () => {
  test.each([
    ["<AbC@Example.COM>", "<AbC@example.com>"],
    ["AbC@Example.COM", "<AbC@example.com>"],
    [" <a\r\n b@x.sk> ", "<ab@x.sk>"],
    ["Message of Monday <a@x.sk> (comment)", "<a@x.sk>"],
    ["<no-at-sign>", "<no-at-sign>"],
    ["<a\u0000b@x.sk>", "<ab@x.sk>"],
    ["<a\ud800@x.sk>", "<a\ufffd@x.sk>"],
    ["", null],
    ["<>", null],
    ["<<>>", null],
    [null, null],
    [`<${"a".repeat(1000)}@x.sk>`, null],
  ])("%j is %j", (text, expected) => expect(normaliseMessageId(text)).toBe(expected));

  test("normalising twice changes nothing", () => {
    fc.assert(
      fc.property(wildText(), (text) => {
        const id = normaliseMessageId(text);
        expect(normaliseMessageId(id)).toBe(id);
      }),
    );
  });
});

test.each([
  ["<a@x.sk> <b@X.sk>\r\n <a@x.sk>", ["<a@x.sk>", "<b@x.sk>"]],
  ["a@x.sk, b@x.sk", ["<a@x.sk>", "<b@x.sk>"]],
  ["Your message of 1 May", []],
  ["<unclosed", []],
  [undefined, []],
])("References %j are %j", (header, expected) => expect(parseMessageIds(header)).toEqual(expected));

describe("canonicalMailHash", () => {
  const mail = { from: "jana@x.sk", recipients: ["b@x.sk", "a@x.sk"], date: "2026-11-24T09:00:31Z", subject: "Ponuka", text: "Dobrý deň" };

  test("stays the same for another order, zone, seconds and blanks", async () => {
    const same = {
      from: " Jana@X.sk",
      recipients: ["A@x.sk", "b@x.sk"],
      date: "2026-11-24T10:00:02+01:00",
      subject: " Ponuka",
      text: "Dobrý\r\n deň ",
    };
    expect(await canonicalMailHash(same)).toBe(await canonicalMailHash(mail));
  });

  test.each([
    { from: "eva@x.sk" },
    { recipients: ["a@x.sk"] },
    { date: "2026-11-24T09:01:00Z" },
    { subject: "Ponuka 2" },
    { text: "Dobrý večer" },
    { subject: "Ponuka Dobrý", text: "deň" },
  ])("changes with %j", async (change) => {
    expect(await canonicalMailHash({ ...mail, ...change })).not.toBe(await canonicalMailHash(mail));
  });
});

test("sha256Hex answers the published test vector (FIPS 180-2)", async () => {
  expect(await sha256Hex("abc")).toBe("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
});

describe("meetingIdentity: one real meeting, one value", () => {
  test.each([
    ["uid@google.com", null, "uid@google.com|master"],
    ["uid@google.com", "2026-11-24T10:00:00+01:00", "uid@google.com|2026-11-24T09:00:00Z"],
    [" uid@google.com\r\n", "20261124T090000Z", "uid@google.com|2026-11-24T09:00:00Z"],
    ["u", "20261124", "u|2026-11-24"],
    ["u", "2026-11-24", "u|2026-11-24"],
    ["u", "20261124T090000", "u|2026-11-24T09:00:00"],
    [
      "040000008200e00074c5b7101a82e00807ea0b18a0b1c2d3e4f5da01000000000000000010000000aabbccdd",
      null,
      "040000008200E00074C5B7101A82E00800000000A0B1C2D3E4F5DA01000000000000000010000000AABBCCDD|master",
    ],
  ])("%s at %s", (uid, start, value) => expect(meetingIdentity(uid, start)).toEqual({ scheme: "ical", value }));
});

describe("identitiesOf", () => {
  const of = async (content: InteractionContentInput, known = {}) => identitiesOf(interactionContentSchema.parse(content), known);
  const mail = { kind: "email", occurredAt: "2026-11-24T09:00:00Z", from: { address: "jana@x.sk" }, text: "Dobrý deň" } as const;

  test("a mail with Message-ID has it, the provider's ids and the client's, each once", async () => {
    const gmail = { scheme: "provider:gmail", value: "18c" } as const;
    expect(await of({ ...mail, messageId: "A@X.sk" }, { provider: [gmail, gmail], clientId: "c1" })).toEqual([
      { scheme: "message-id", value: "<A@x.sk>" },
      gmail,
      { scheme: "client-id", value: "c1" },
    ]);
  });

  test("a mail without Message-ID has a hash, equal for the sender's copy with Bcc", async () => {
    const [hash] = await of(mail);
    expect(hash?.scheme).toBe("mail-hash");
    expect(await of({ ...mail, bcc: [{ address: "boss@x.sk" }] })).toEqual([hash]);
  });

  test("a mail whose text was left out has no hash", async () => expect(await of({ ...mail, text: null })).toEqual([]));

  test.each<[string, InteractionContentInput, string[]]>([
    ["meeting", { kind: "meeting", occurredAt: "2026-11-24T09:00:00Z", iCalUid: "u" }, ["ical:u|master"]],
    ["meeting without UID", { kind: "meeting", occurredAt: "2026-11-24T09:00:00Z" }, []],
    ["call", { kind: "call", occurredAt: "2026-11-24T09:00:00Z", direction: "incoming", callId: " 7 " }, ["call-id:7"]],
    ["note", { kind: "note", occurredAt: "2026-11-24T09:00:00Z", text: "x" }, []],
    ["other", { kind: "other", occurredAt: "2026-11-24T09:00:00Z", otherKind: "sms" }, []],
  ])("%s", async (_name, content, expected) => {
    expect((await of(content)).map(({ scheme, value }) => `${scheme}:${value}`)).toEqual(expected);
  });
});
