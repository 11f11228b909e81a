import fc from "fast-check";
import PostalMime, { type Email as PostalMessage } from "postal-mime";
import { describe, expect, test } from "vitest";
import { emailSchema } from "@kronika/core/interactions/email.ts";
import { corpusFile, corpusFiles, corpusIsMissing } from "@kronika/core/testing/corpus.ts";
import { toEmail } from "./mapper.ts";
import type { ParsedMessage } from "./message.ts";
import { parseMessageNow } from "./parse.ts";
import { multipartMail } from "./samples.testing.ts";

const CORPORA = ["mime4j", "ruby-mail", "mailparser", "bounces"];
const skip = CORPORA.some(corpusIsMissing);
const messages = () =>
  CORPORA.flatMap((corpus) =>
    corpusFiles(corpus)
      .filter((file) => /\.(?:eml|msg)$/.test(file))
      .map((file) => ({ name: `${corpus}/${file}`, raw: corpusFile(corpus, file) })),
  );

/** Where we read otherwise than postal-mime, and why. */
const DEVIATIONS: Readonly<Record<string, string>> = {
  "core_src_test_resources_mimetools-testmsgs_infinite.msg":
    "8-bit text without a character set: it replaces what is not UTF-8, we read windows-1252",
  "spec_fixtures_emails_plain_emails_raw_email6.eml": "UTF-8 declared as US-ASCII: it reads windows-1252, we UTF-8",
};

/** What must hold of every message, however broken. */
function expectSound(message: ParsedMessage): void {
  const { headers, ...rest } = message;
  const stored = JSON.stringify([rest, [...headers]]);
  expect(stored).not.toContain(String.raw`\u0000`);
  expect(stored.isWellFormed()).toBe(true);
  expect(stored).not.toMatch(/\\ud[89a-f]/i);
  expect(emailSchema.safeParse(toEmail(message, { receivedAt: "2026-11-24T09:00:00Z" })).error).toBeUndefined();
}

describe.skipIf(skip)("real mail of two decades", () => {
  test("every message is read, and what is read can be stored", () => {
    const all = messages();
    expect(all.length).toBeGreaterThan(500);
    for (const { name, raw } of all) {
      const message = parseMessageNow(raw);
      expectSound(message);
      expect([name, message.rawOnly]).toEqual([name, false]);
    }
  });

  // Another parser by other hands: whatever it finds, we find.
  test("no subject, sender, text or attachment is missed that postal-mime finds", async () => {
    for (const { name, raw } of messages()) {
      if (Object.keys(DEVIATIONS).some((file) => name.endsWith(file))) continue;
      const theirs = await PostalMime.parse(raw);
      expect({ name, missed: differences(parseMessageNow(raw), theirs) }).toEqual({ name, missed: [] });
    }
  });
});

const squeeze = (text: string | undefined | null) => (text ?? "").replace(/[\s\0\ufffd]+/g, "");

function differences(ours: ParsedMessage, theirs: PostalMessage): string[] {
  const found: string[] = [];
  if (theirs.subject !== undefined && squeeze(theirs.subject) !== squeeze(ours.subject)) found.push("subject");
  const from = theirs.from?.address?.toLowerCase();
  if (from && /^[\x21-\x7e]+@/.test(from) && from !== ours.from?.address?.toLowerCase()) found.push(`from ${from}`);
  // It writes a heading of its own above a forwarded message, and takes the original of a bounce for text.
  const encloses = ours.attachments.some(({ contentType }) => contentType === "message/rfc822");
  const words = squeeze(ours.text);
  const lost = encloses ? [] : (theirs.text ?? "").split("\n").filter((line) => !words.includes(squeeze(line)));
  found.push(...lost.slice(0, 1).map((line) => `text ${line}`));
  const files = ours.attachments.map(({ contentType, filename }) => `${contentType} ${filename}`);
  for (const { mimeType, filename } of theirs.attachments) {
    // What it calls an attachment because the type is malformed is text to us; of a path in a file name we keep the name.
    if (!/^[\w.+-]+\/[\w.+-]+$/.test(mimeType)) continue;
    const name = filename?.split("/").at(-1) ?? null;
    if (!files.includes(`${mimeType} ${name}`)) found.push(`attachment ${mimeType} ${name}`);
  }
  return found;
}

// oxlint-disable vitest/expect-expect -- expectSound expects
describe("any bytes at all", () => {
  test("are read without an error", () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 2_000 }), (bytes) => expectSound(parseMessageNow(bytes))));
  });

  test("in place of parts of a real message are read without an error", () => {
    const pdf = {
      headers: ["Content-Type: application/pdf; name*0*=utf-8''%C5%BD; name*1=.pdf", "Content-Transfer-Encoding: base64"],
      body: "JVBERi0=",
    };
    const html = {
      headers: ["Content-Type: text/html; charset=windows-1250", "Content-Transfer-Encoding: quoted-printable"],
      body: "<p>=9Elt=FD</p>",
    };
    const inner = { headers: ["Content-Type: message/rfc822"], body: "Subject: =?cp852?Q?=A6?=\r\n\r\nx" };
    const whole = multipartMail(
      "mixed",
      [html, pdf, inner],
      ["Subject: =?utf-8?B?xb1pYWRvc8WlCg==?=", 'To: "a, b" <c@d.example>, e:f@g.example;'],
    );
    const splice = fc.tuple(fc.nat(whole.length), fc.nat(60), fc.uint8Array({ maxLength: 60 }));
    fc.assert(
      fc.property(fc.array(splice, { minLength: 1, maxLength: 8 }), (splices) => {
        let raw: Uint8Array = whole;
        for (const [at, removed, added] of splices) raw = Buffer.concat([raw.subarray(0, at), added, raw.subarray(at + removed)]);
        expectSound(parseMessageNow(raw));
      }),
    );
  });

  test("of header-like text are read without an error", () => {
    const piece = fc.constantFrom(
      ...'Content-Type: multipart/mixed; boundary=b|--b|--b--|Content-Type: text/html|Content-Type: message/rfc822|Content-Transfer-Encoding: base64|=?utf-8?B?|?=|(|)|"|;|=|:|<|>|@|From |charset=utf-7|+AGE-|format=flowed|\0|\u{d800}|&#0;|\r\n|\r\n\r\n| |>'.split(
        "|",
      ),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 80 }), (pieces) => expectSound(parseMessageNow(Buffer.from(pieces.join(""), "latin1")))),
    );
  });
});
