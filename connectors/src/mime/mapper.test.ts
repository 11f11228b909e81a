import { describe, expect, test } from "vitest";
import { emailSchema } from "@kronika/core/interactions/email.ts";
import { toEmail } from "./mapper.ts";
import { parseMessageNow } from "./parse.ts";
import { mail } from "./samples.testing.ts";

const receipt = { receivedAt: "2026-11-24T09:05:00+00:00", providerThreadId: "1194e9c7de1efa90" };
const map = (headers: string[], body = "Dobrý deň") => toEmail(parseMessageNow(mail({ headers, body })), receipt);

describe("a message as an interaction", () => {
  test("carries who, when, what and in which thread", () => {
    const email = map(["To: Rep <Rep@Firma.SK>, info@firma.sk", "In-Reply-To: <a@b.example>"]);
    expect(email).toMatchObject({
      kind: "email",
      occurredAt: "2026-11-24T09:00:00Z",
      messageId: "<abc@zakaznik.example>",
      inReplyTo: "<a@b.example>",
      providerThreadId: "1194e9c7de1efa90",
      subject: "Ponuka",
      from: { name: "Jana Nováková", address: "jana@zakaznik.example" },
      to: [{ name: "Rep", address: "rep@firma.sk" }, { address: "info@firma.sk" }],
      text: "Dobrý deň",
      replyText: "Dobrý deň",
      mailKind: "normal",
    });
    expect(emailSchema.parse(email)).toEqual(email);
  });

  test("is dated by its sender, unless the date is missing, unreadable or after its arrival", () => {
    expect(map(["Date: Mon, 23 Nov 2026 23:00:00 +0100"]).occurredAt).toBe("2026-11-23T22:00:00Z");
    for (const date of ["", "neviem", "Fri, 01 Jan 2038 00:00:00 +0000"])
      expect(map([`Date: ${date}`]).occurredAt).toBe("2026-11-24T09:05:00Z");
    expect(map(["Date: Tue, 24 Nov 2026 12:00:00 +0000"]).occurredAt).toBe("2026-11-24T12:00:00Z");
  });

  test("knows people by address only, and each once", () => {
    const email = map(["From: MAILER-DAEMON", 'To: undisclosed-recipients:;, A <a@x.example>, "a b"@x.example, B <A@X.example>']);
    expect(email.from).toBeNull();
    expect(email.to).toEqual([{ name: "A", address: "a@x.example" }]);
  });

  test("of any size fits what is stored", () => {
    const many = Array.from({ length: 5_000 }, (_, index) => `p${index}@x.example`).join(", ");
    const ids = Array.from({ length: 900 }, (_, index) => `<${index}@x.example>`).join(" ");
    const email = map([`Subject: ${"ž".repeat(3_000)}`, `Cc: ${many}`, `References: ${ids}`], "slovo ".repeat(1_000_000));
    expect(emailSchema.safeParse(email).error).toBeUndefined();
    expect([email.subject.length, email.cc.length, email.references.length, email.text?.length]).toEqual([2_000, 2_000, 200, 5_000_000]);
    expect([email.references[0], email.references.at(-1)]).toEqual(["<0@x.example>", "<899@x.example>"]);
  });

  test("of which only the header is known has no text", () => {
    const email = map([`X-Long: ${"x".repeat(600_000)}`]);
    expect(email).toMatchObject({ subject: "Ponuka", text: null, html: null, replyText: null, attachments: [] });
  });
});
