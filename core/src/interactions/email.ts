import { z } from "zod";
import { attachmentInfoSchema, instantSchema, mailAddressSchema, safeText } from "./common.ts";
import { summary, type Summary } from "./summary.ts";

export const mailKindSchema = z.enum(["normal", "bulk", "auto-reply", "out-of-office", "bounce", "invitation", "invitation-reply"]);
export type MailKind = z.infer<typeof mailKindSchema>;

/** A message, as a page or a mailbox shows it. What is not known is absent. */
export const emailSchema = z.object({
  kind: z.literal("email"),
  /** Sent, as the sender's Date header says; the provider's time of receipt when there is none. */
  occurredAt: instantSchema,
  messageId: safeText(1000).nullish(),
  inReplyTo: safeText(1000).nullish(),
  references: z.array(safeText(1000)).max(200).default([]),
  /** The provider's thread, e.g. Gmail's hexadecimal id. Joins only within one mailbox. */
  providerThreadId: safeText(500).nullish(),
  subject: safeText(2000).default(""),
  from: mailAddressSchema.nullable(),
  to: z.array(mailAddressSchema).max(2000).default([]),
  cc: z.array(mailAddressSchema).max(2000).default([]),
  bcc: z.array(mailAddressSchema).max(2000).default([]),
  replyTo: z.array(mailAddressSchema).max(100).default([]),
  text: safeText(5_000_000).nullish(),
  html: safeText(10_000_000).nullish(),
  /** Only what is new: without quotes and signatures. */
  replyText: safeText(5_000_000).nullish(),
  mailKind: mailKindSchema.default("normal"),
  attachments: z.array(attachmentInfoSchema).max(500).default([]),
});
export type Email = z.infer<typeof emailSchema>;

/** Words of a timeline line: what is new in the mail, not what it quotes. */
export function summariseEmail(email: Pick<Email, "subject" | "replyText" | "text">): Summary {
  return summary(email.subject, email.replyText || email.text);
}
