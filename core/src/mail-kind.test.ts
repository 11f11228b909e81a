import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { classifyMail, type MailFacts } from "./mail-kind.ts";
import { wildText } from "./testing/arbitraries.ts";

const mail = (change: Partial<Omit<MailFacts, "headers">> & { headers?: Record<string, string> } = {}): MailFacts => {
  const { headers = { "message-id": "<1@x.sk>" }, ...rest } = change;
  return {
    subject: "Ponuka",
    from: { name: "Jana Nováková", address: "jana@x.sk" },
    text: "Dobrý deň,\nposielam ponuku.",
    contentTypes: ["text/plain"],
    ...rest,
    headers: new Map(Object.entries(headers).map(([name, value]) => [name, [value]])),
  };
};

describe("mail of a person", () => {
  test.each<[string, Parameters<typeof mail>[0]]>([
    ["with ordinary headers", {}],
    ["on a page, without headers", { headers: {} }],
    ["Auto-Submitted: no (RFC 3834)", { headers: { "auto-submitted": "no" } }],
    ["X-Auto-Response-Suppress proves nothing", { headers: { "x-auto-response-suppress": "All" } }],
    ["from a shared address", { from: { address: "faktury@x.sk" } }],
    ["from a no-reply address, but to us", { from: { address: "noreply@x.sk" } }],
    ["Precedence: normal", { headers: { precedence: "normal" } }],
    ["about a bounce", { subject: "Re: Undelivered Mail Returned to Sender", text: "Pozrite, mailbox is full, 550 5.1.1." }],
    ["forwarding a bounce", { subject: "Fwd: Mail delivery failed", text: "550 5.1.1 user unknown", contentTypes: ["message/rfc822"] }],
    ["with a mail attached", { contentTypes: ["multipart/mixed", "text/plain", "message/rfc822"], enclosedHeaders: ["To: a@x.sk"] }],
    ["about a parcel that was not delivered", { subject: "Zásielka nedoručená", text: "Kuriér zásielku nedoručil, prosím o pomoc." }],
    [
      "through our own group",
      {
        headers: { "list-id": "Info <info.borovica.sk>", precedence: "list", "list-unsubscribe": "<mailto:x>" },
        ownDomains: ["borovica.sk"],
      },
    ],
    ["with a ticket as calendar (METHOD:PUBLISH)", { contentTypes: ["text/calendar; method=PUBLISH"] }],
    ["with a calendar file without method", { contentTypes: ["text/calendar"], calendars: ["BEGIN:VCALENDAR\r\nEND:VCALENDAR"] }],
  ])("%s", (_case, change) => expect(classifyMail(mail(change))).toEqual({ kind: "normal", reasons: [] }));
});

describe("bulk mail", () => {
  test.each<[Record<string, string>, string]>([
    [{ "list-unsubscribe": "<https://x.sk/u>" }, "List-Unsubscribe: <https://x.sk/u>"],
    [{ "list-id": "News <news.x.sk>" }, "List-Id: News <news.x.sk>"],
    [{ precedence: "bulk" }, "Precedence: bulk"],
    [{ precedence: "List" }, "Precedence: List"],
    [{ precedence: "junk" }, "Precedence: junk"],
    [{ "list-unsubscribe": "<https://x.sk/u>", "auto-submitted": "auto-generated" }, "List-Unsubscribe: <https://x.sk/u>"],
  ])("%j", (headers, reason) => expect(classifyMail(mail({ headers }))).toEqual({ kind: "bulk", reasons: [reason] }));

  test("another organisation's list is bulk, whatever our domain", () =>
    expect(classifyMail(mail({ headers: { "list-id": "<news.x.sk>" }, ownDomains: ["borovica.sk"] })).kind).toBe("bulk"));
});

describe("automatic mail", () => {
  test.each<[Record<string, string>, string]>([
    [{ "auto-submitted": "auto-replied" }, "Auto-Submitted: auto-replied"],
    [{ "auto-submitted": "Auto-Generated; type=x" }, "Auto-Submitted: Auto-Generated; type=x"],
    [{ "x-autoreply": "yes" }, "X-Autoreply: yes"],
    [{ "x-autorespond": "" }, "X-Autorespond:"],
    [{ precedence: "auto_reply" }, "Precedence: auto_reply"],
    [{ "x-precedence": "auto-reply" }, "X-Precedence: auto-reply"],
    [{ "return-path": "<>" }, "Return-Path: <>"],
  ])("%j", (headers, reason) => expect(classifyMail(mail({ headers }))).toEqual({ kind: "auto-reply", reasons: [reason.trimEnd()] }));

  test.each<[string, Parameters<typeof mail>[0]]>([
    ["a read receipt", { headers: { "content-type": "multipart/report; report-type=disposition-notification" } }],
    ["a complaint about spam", { reports: [{ contentType: "message/feedback-report", text: "Feedback-Type: abuse" }] }],
    ["a report that the mail arrived", dsn("Final-Recipient: rfc822; a@x.sk\nAction: delivered\nStatus: 2.0.0")],
  ])("%s", (_case, change) => expect(classifyMail(mail(change)).kind).toBe("auto-reply"));
});

describe("invitations (iTIP)", () => {
  test.each([
    ["text/calendar; charset=utf-8; method=REQUEST", "invitation", "METHOD: REQUEST"],
    ['text/calendar; method="cancel"', "invitation", "METHOD: CANCEL"],
    ["TEXT/CALENDAR;\r\n\tmethod=REPLY", "invitation-reply", "METHOD: REPLY"],
    ["text/calendar; method=COUNTER", "invitation-reply", "METHOD: COUNTER"],
  ])("%j is an %s", (type, kind, reason) => {
    expect(classifyMail(mail({ contentTypes: ["multipart/alternative", type] }))).toEqual({ kind, reasons: [reason] });
  });

  test("the method stands in the calendar itself", () => {
    expect(classifyMail(mail({ calendars: ["BEGIN:VCALENDAR\r\nMETHOD:REPLY\r\n"] })).kind).toBe("invitation-reply");
  });

  test("an automatic acceptance is an answer to the invitation", () => {
    expect(classifyMail(mail({ contentTypes: ["text/calendar; method=REPLY"], headers: { "auto-submitted": "auto-replied" } })).kind).toBe(
      "invitation-reply",
    );
  });
});

/** A report in the standard form (RFC 3464). */
function dsn(fields: string, text = "Správu sa nepodarilo doručiť.") {
  return {
    subject: "Delivery Status Notification",
    from: { address: "mailer-daemon@x.sk" },
    text,
    headers: { "content-type": "multipart/report; report-type=delivery-status" },
    reports: [{ contentType: "message/delivery-status", text: `Reporting-MTA: dns; mx.x.sk\n\n${fields}` }],
    enclosedHeaders: ["Message-ID: <Offer.1@Borovica.SK>\nTo: peter@x.sk"],
  };
}

describe("bounces", () => {
  test("the standard form: recipient, status, diagnostic, which mail", () => {
    const fields =
      "Original-Recipient: rfc822;peter@x.sk\nFinal-Recipient: RFC822; <Peter.Kovac@x.sk>\nAction: failed\nStatus: 5.1.1\nDiagnostic-Code: smtp; 550 5.1.1\n <peter.kovac@x.sk>: User unknown";
    expect(classifyMail(mail(dsn(fields)))).toEqual({
      kind: "bounce",
      reasons: ["Content-Type: multipart/report; report-type=delivery-status"],
      bounce: {
        recipient: "peter.kovac@x.sk",
        originalRecipient: "peter@x.sk",
        status: "5.1.1",
        permanent: true,
        diagnostic: "550 5.1.1 <peter.kovac@x.sk>: User unknown",
        others: [],
        originalMessageId: "<Offer.1@borovica.sk>",
      },
    });
  });

  test("a code of another class in the words does not replace what the fields state", () => {
    const report = dsn("Final-Recipient: rfc822; a@x.sk\nAction: failed\nStatus: 5.0.0", "<a@x.sk>: 450 4.2.2 try later");
    expect(classifyMail(mail(report)).bounce).toMatchObject({ status: "5.0.0", permanent: true });
  });

  test.each<[string, string, object]>([
    ["delayed, though the status is permanent", "Final-Recipient: rfc822; a@x.sk\nAction: delayed\nStatus: 5.0.0", { permanent: false }],
    [
      "the refusing server knows better",
      "Final-Recipient: rfc822; a@x.sk\nAction: failed\nStatus: 5.1.1\nDiagnostic-Code: smtp; 550 5.7.1 blacklisted",
      { status: "5.7.1" },
    ],
    [
      "an exact code instead of a vague one",
      "Final-Recipient: rfc822; a@x.sk\nAction: failed\nStatus: 5.0.0\nDiagnostic-Code: smtp; 552 5.2.2 full",
      { status: "5.2.2" },
    ],
    [
      "no address in the type",
      "Final-Recipient: a@x.sk\nAction: failed\nStatus: 4.4.1 (timeout)",
      { recipient: "a@x.sk", status: "4.4.1", permanent: false },
    ],
    [
      "one that arrived, one that did not",
      "Final-Recipient: rfc822; a@x.sk\nAction: relayed\n\nFinal-Recipient: rfc822; b@x.sk\nAction: failed\nStatus: 5.1.1",
      { recipient: "b@x.sk", others: [] },
    ],
    [
      "two that failed",
      "Final-Recipient: rfc822; a@x.sk\nAction: failed\nStatus: 5.1.1\n\nFinal-Recipient: rfc822; b@x.sk\nAction: failed\nStatus: 5.2.2",
      { recipient: "a@x.sk", others: [expect.objectContaining({ recipient: "b@x.sk", status: "5.2.2" })] },
    ],
    ["no recipient in the fields", "Final-Recipient: rfc822;\nAction: failed\nStatus: 5.1.1", { recipient: "peter@x.sk", status: "5.1.1" }],
  ])("%s", (_case, fields, expected) => expect(classifyMail(mail(dsn(fields))).bounce).toMatchObject(expected));

  const report = (text: string, subject = "Mail delivery failed: returning message to sender") =>
    mail({
      subject,
      text,
      from: { name: "Mail Delivery System", address: "mailer-daemon@mx.x.sk" },
      headers: { "return-path": "<>", to: "jana@borovica.sk" },
    });

  test.each<[string, string, object]>([
    [
      "an address on a line of its own",
      "The following address failed:\n\n  peter@x.sk\n    550 5.1.1 User unknown",
      { recipient: "peter@x.sk", status: "5.1.1", permanent: true },
    ],
    [
      "a code without enhanced status: none is made up",
      "<peter@x.sk>:\nRemote host said: 550 no such user",
      { recipient: "peter@x.sk", status: null, permanent: true },
    ],
    ["a temporary code", "<peter@x.sk>: 451 try again later", { status: null, permanent: false }],
    ["only words: late", "Delivery to peter@x.sk is delayed, we will keep trying.", { recipient: "peter@x.sk", permanent: false }],
    [
      "only words: refused",
      "Unable to deliver message to: <peter@x.sk>\nThe mailbox is full.",
      {
        recipient: "peter@x.sk",
        status: null,
        permanent: true,
        diagnostic: "Unable to deliver message to: <peter@x.sk> The mailbox is full.",
      },
    ],
    ["an IP address is no status", "<peter@x.sk>: host mx[5.1.1.1] said: 550 unknown", { status: null }],
    ["the reader is greeted", "Hello jana@borovica.sk,\nyour mail to peter@x.sk could not be delivered.", { recipient: "peter@x.sk" }],
    [
      "fields in the text",
      "Action: failed\nFinal-Recipient: rfc822; peter@x.sk\nStatus: 5.1.1",
      { recipient: "peter@x.sk", status: "5.1.1" },
    ],
    [
      "the returned mail is not read",
      "<peter@x.sk>:\nUser unknown\n\n------ This is a copy of the message, including all the headers. ------\n\nReceived: from x\nTo: eva@y.sk\nSubject: 421 4.7.0",
      { recipient: "peter@x.sk", status: null, permanent: true },
    ],
    [
      "only the returned mail names the recipient",
      "Delivery failed.\n\n--- Original message follows.\n\nMessage-Id: <2@b.sk>\nTo: Peter <peter@x.sk>\n",
      { recipient: "peter@x.sk", originalMessageId: "<2@b.sk>" },
    ],
    ["nobody is named", "Delivery failed.", { recipient: null, status: null, originalMessageId: null }],
  ])("in words: %s", (_case, text, expected) => expect(classifyMail(report(text)).bounce).toMatchObject(expected));

  test.each([
    "Nedoručiteľné: Ponuka",
    "Nedoručitelné: Nabídka",
    "Unzustellbar: Angebot",
    "Kézbesíthetetlen: Ajánlat",
    "Niedostarczalne: Oferta",
    "Undeliverable: Offer",
  ])("%s", (subject) => expect(classifyMail(report("<peter@x.sk>: 550 5.1.1", subject)).kind).toBe("bounce"));
});

describe("hostile mail", () => {
  test("is classified whatever it holds", () => {
    const text = wildText();
    const value = fc.oneof(
      text,
      fc.constantFrom("auto-replied", "<>", "bulk", "multipart/report; report-type=delivery-status", "MAILER-DAEMON"),
    );
    const name = fc.constantFrom(
      "auto-submitted",
      "precedence",
      "list-id",
      "return-path",
      "content-type",
      "from",
      "to",
      "x-failed-recipients",
      "__proto__",
      "constructor",
    );
    const fields = fc.array(
      fc.constantFrom("Final-Recipient: rfc822; a@x.sk\n", "Action: failed\n", "Status: 5.1.1\n", "\n", " 5.1.1 <a@x.sk>\n", "@"),
    );
    const facts = fc.record({
      headers: fc.array(fc.tuple(name, fc.array(value, { maxLength: 2 }))).map((entries) => new Map(entries)),
      subject: fc.oneof(text, fc.constantFrom("Undeliverable: x", "Automatic reply: x")),
      from: fc.option(fc.record({ address: text })),
      text: fc.oneof(
        text,
        fields.map((parts) => parts.join("")),
      ),
      contentTypes: fc.array(value),
      reports: fc.array(fc.record({ contentType: fc.constant("message/delivery-status"), text: fields.map((parts) => parts.join("")) })),
      enclosedHeaders: fc.array(text),
      calendars: fc.array(text),
    });
    fc.assert(
      fc.property(facts, (hostile) => {
        const verdict = classifyMail(hostile);
        expect(verdict.reasons.length > 0).toBe(verdict.kind !== "normal");
        expect(JSON.stringify(verdict).isWellFormed()).toBe(true);
      }),
      { numRuns: 300 },
    );
  });

  const MB = 1_000_000;
  const repeated = (unit: string) => unit.repeat(Math.ceil(MB / unit.length));
  test.for<[string, string]>([
    ["addresses", repeated("a@b ")],
    ["half addresses", repeated("a@")],
    ["codes", repeated("550 5.1.1 ")],
    ["words of absence", repeated("som mimo od ")],
    ["words of failure", repeated("could not be ")],
    ["dates", repeated("do 1. 1. 2026 ")],
    ["fields", repeated("Final-Recipient: rfc822; a@x.sk\n")],
    ["one word", repeated("a")],
    ["blanks", repeated(" ")],
  ])("a megabyte of %s costs little", async ([, text], { annotate }) => {
    const from = { address: "mailer-daemon@x.sk" };
    const started = performance.now();
    classifyMail(
      mail({ text, subject: text, from, headers: { "return-path": "<>" }, reports: [{ contentType: "message/delivery-status", text }] }),
    );
    const { kind } = classifyMail(mail({ text, headers: { "auto-submitted": "auto-replied" } }));
    await annotate(`${(performance.now() - started).toFixed(1)} ms for both readings of 1 MB`);
    expect(["auto-reply", "out-of-office"]).toContain(kind);
  });
});
