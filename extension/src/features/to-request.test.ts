import { emailSchema } from "@kronika/core/interactions/email.ts";
import { describe, expect, test } from "vitest";
import type { PageMessage } from "../hosts/host.ts";
import { isComplete, toRequest } from "./to-request.ts";

const message: PageMessage & { date: string; from: { address: string } } = {
  element: document.body,
  providerId: "18852539450983a9",
  threadId: "18852539450983a0",
  subject: "Ponuka",
  from: { name: "Jana", address: "jana@orava.example" },
  to: [{ address: "martin@borovica.example" }],
  cc: [],
  bcc: [],
  date: "2026-11-24T09:00:00Z",
  text: "Dobrý deň",
  attachments: [{ filename: "ponuka.pdf" }],
  collapsed: false,
  missing: [],
};
const options = { clientId: "0190f000-0000-4000-8000-000000000000", account: "martin@borovica.example", remindInDays: undefined };

describe("what is sent of a message", () => {
  test("is what the hub takes", () => {
    const { interaction, identities, source } = toRequest(message, { ...options, level: "content" });
    expect(emailSchema.parse(interaction)).toMatchObject({
      kind: "email",
      subject: "Ponuka",
      text: "Dobrý deň",
      attachments: [{ filename: "ponuka.pdf" }],
    });
    expect(identities).toEqual([{ scheme: "provider:gmail", value: "18852539450983a9" }]);
    expect(source).toEqual({
      host: "gmail",
      providerId: "18852539450983a9",
      threadId: "18852539450983a0",
      account: "martin@borovica.example",
    });
  });

  test("is cut down to its level before it goes anywhere", () => {
    const subject = JSON.stringify(toRequest(message, { ...options, level: "subject" }));
    expect(subject).toContain("Ponuka");
    expect(subject).not.toMatch(/Dobrý|ponuka\.pdf/);
    expect(JSON.stringify(toRequest(message, { ...options, level: "metadata" }))).not.toMatch(/Dobrý|onuka/);
  });

  test("can be stored, whatever the page holds", () => {
    const hostile = {
      ...message,
      subject: `a\u0000b\ud800${"x".repeat(5000)}`,
      text: "\u0000\udfff",
      from: { name: "N\u0000", address: "jana@orava.example" },
    };
    expect(emailSchema.safeParse(toRequest(hostile, { ...options, level: "content" }).interaction).success).toBe(true);
  });

  test("a reminder goes with it", () => {
    expect(toRequest(message, { ...options, level: "content", remindInDays: 3 }).remind).toEqual({ noReplyWithinDays: 3 });
  });

  test("nothing is sent of a message with a hole in it that matters", () => {
    expect(isComplete(message)).toBe(true);
    expect(isComplete({ ...message, providerId: null, missing: ["providerId"] })).toBe(true);
    for (const missing of ["date", "from", "to", "recipients", "text"]) expect(isComplete({ ...message, missing: [missing] })).toBe(false);
    expect(isComplete({ ...message, date: "2026-11-24" })).toBe(false);
  });
});
