import { randomUUID } from "node:crypto";

export interface TestMail {
  from: string;
  to: string;
  subject: string;
  text: string;
  messageId?: string;
  inReplyTo?: string;
  date?: Date;
  headers?: string[];
}

/** A message as it lies in a mailbox (RFC 5322), UTF-8. */
export function rawMail(mail: TestMail): { raw: string; messageId: string } {
  const messageId = mail.messageId ?? `<${randomUUID()}@${mail.from.split("@")[1]}>`;
  const lines = [
    `From: ${mail.from}`,
    `To: ${mail.to}`,
    `Subject: =?utf-8?B?${Buffer.from(mail.subject).toString("base64")}?=`,
    `Date: ${(mail.date ?? new Date()).toUTCString().replace("GMT", "+0000")}`,
    `Message-ID: ${messageId}`,
    ...(mail.inReplyTo ? [`In-Reply-To: ${mail.inReplyTo}`, `References: ${mail.inReplyTo}`] : []),
    ...(mail.headers ?? []),
    "MIME-Version: 1.0",
    "Content-Type: text/plain; charset=utf-8",
    "Content-Transfer-Encoding: 8bit",
    "",
    mail.text,
    "",
  ];
  return { raw: lines.join("\r\n"), messageId };
}
