import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { fingerprintsAgree, mailFingerprint, type MailSighting } from "./mail-fingerprint.ts";
import { wildText } from "./testing/arbitraries.ts";

describe("mailFingerprint", () => {
  test("is the same for what a page and what a mailbox shows", () => {
    expect(mailFingerprint({ from: "Jana@X.sk", subject: "Re: Cenová  ponuka" })).toBe("jana@x.sk|cenova ponuka");
    expect(mailFingerprint({ from: " jana@x.sk", subject: "cenová ponuka" })).toBe("jana@x.sk|cenova ponuka");
  });

  test("of long subjects stays short and keeps them apart", () => {
    const long = "ž".repeat(5000);
    const [a, b] = [mailFingerprint({ from: "a@x.sk", subject: `${long}1` }), mailFingerprint({ from: "a@x.sk", subject: `${long}2` })];
    expect(a).toHaveLength(200);
    expect(a).not.toBe(b);
  });

  test("is at most 200 well-formed characters, whatever comes", () => {
    fc.assert(
      fc.property(wildText(), wildText(), fc.nat(30), (from, word, times) => {
        const subject = word.repeat(times);
        const key = mailFingerprint({ from, subject });
        expect(key.length).toBeLessThanOrEqual(200);
        expect(mailFingerprint({ from, subject: `Re: ${subject}` })).toBe(key);
      }),
    );
  });
});

describe("fingerprintsAgree: does the page show the mail that the mailbox holds?", () => {
  const page: MailSighting = {
    from: "jana@x.sk",
    subject: "Ponuka",
    date: "2026-11-24T09:00:00Z",
    recipients: ["peter@borovica.sk"],
    text: "Dobrý deň, posielam ponuku na 40 paliet. S pozdravom Jana",
    identities: [
      { scheme: "provider:gmail", value: "18c1" },
      { scheme: "client-id", value: "c1" },
    ],
  };
  const mailbox: MailSighting = {
    from: "Jana@X.SK",
    subject: "Re: Ponuka",
    date: "2026-11-24T10:00:41+01:00",
    recipients: ["eva@borovica.sk", "Peter@Borovica.sk"],
    text: "Dobrý deň,\r\n\r\nposielam ponuku na 40 paliet.\r\n\r\nS pozdravom\r\nJana Nováková\r\n+421 900 000 000",
    identities: [
      { scheme: "message-id", value: "<1@x.sk>" },
      { scheme: "client-id", value: "c2" },
    ],
  };

  const id = (scheme: "message-id" | "provider:gmail" | "mail-hash", value: string) => [{ scheme, value }];
  test.each<[string, Partial<MailSighting>, boolean]>([
    ["the same mail", {}, true],
    ["dates 2 minutes apart", { date: "2026-11-24T09:02:00Z" }, true],
    ["dates 2 minutes and a second apart", { date: "2026-11-24T09:02:01Z" }, false],
    ["an unknown date", { date: undefined }, false],
    ["another sender", { from: "eva@x.sk" }, false],
    ["another subject", { subject: "Ponuka 2" }, false],
    ["no recipient in common", { recipients: ["eva@borovica.sk"] }, false],
    ["unknown recipients", { recipients: [] }, true],
    ["another text", { text: "Ďakujem, ozvem sa zajtra po porade s vedením firmy." }, false],
    ["an unknown text", { text: undefined }, true],
    ["the same provider with another id", { identities: id("provider:gmail", "18c2") }, false],
    [
      "the same provider with the same id, and nothing else alike",
      { identities: id("provider:gmail", "18c1"), subject: "X", date: undefined },
      true,
    ],
    ["another canonical hash, which is no contradiction", { identities: id("mail-hash", "ff") }, true],
  ])("%s", (_case, change, expected) => {
    expect(fingerprintsAgree(page, { ...mailbox, ...change })).toBe(expected);
    expect(fingerprintsAgree({ ...mailbox, ...change }, page)).toBe(expected);
  });

  test("two Message-IDs that differ are two mails, even if all else is alike", () => {
    expect(fingerprintsAgree(mailbox, { ...mailbox, identities: id("message-id", "<2@x.sk>") })).toBe(false);
  });

  test("two short answers within a minute are two mails", () => {
    expect(fingerprintsAgree({ ...page, text: "Áno" }, { ...mailbox, text: "Nie" })).toBe(false);
    expect(fingerprintsAgree({ ...page, text: "Áno." }, { ...mailbox, text: "áno" })).toBe(true);
  });
});
