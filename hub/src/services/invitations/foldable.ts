import { readInvitation, type Invitation } from "@kronika/connectors/mime/invitation.ts";
import type { ParsedMessage } from "@kronika/connectors/mime/message.ts";
import type { MailKind } from "@kronika/core/interactions/email.ts";
import type { IncomingReport } from "../reactions/reports.ts";

/** What a message says about something else. */
export type Foldable =
  | { kind: "invitation"; invitation: Invitation; rule: string }
  | { kind: "reports"; mailKind: "bounce" | "out-of-office"; by: string; rule: string; reports: IncomingReport[] };

/**
 * What a message is to be recorded as, and what it says about something else. An invitation that is not its sender's to make (a forwarded
 * one, a newsletter's) is a mail like others.
 * @param receivedAt ISO instant
 * @param timeZone IANA zone of dates and floating times
 */
export function readFoldable(
  message: ParsedMessage,
  receivedAt: string,
  timeZone: string,
): { mailKind: MailKind; foldable: Foldable | null } {
  const { kind } = message;
  if (kind === "invitation" || kind === "invitation-reply") {
    const invitation = readInvitation(message, receivedAt, timeZone);
    if (typeof invitation !== "string") return { mailKind: kind, foldable: { kind: "invitation", invitation, rule: ruleOf(message) } };
    return { mailKind: invitation === "bulk" ? "bulk" : invitation === "unreadable" ? kind : notByHand(message), foldable: null };
  }
  if (kind === "bounce" || kind === "out-of-office") return { mailKind: kind, foldable: readReport(message, receivedAt) };
  return { mailKind: kind, foldable: null };
}

/** A program that sends somebody else's invitation is no person who writes. */
const notByHand = ({ headers }: ParsedMessage): MailKind =>
  /^auto-/i.test(headers.get("auto-submitted")?.[0] ?? "") ? "auto-reply" : "normal";

const ruleOf = (message: ParsedMessage) => message.reasons[0] ?? "";

function readReport(message: ParsedMessage, receivedAt: string): Foldable | null {
  const at = message.date ?? receivedAt;
  const rule = ruleOf(message);
  const by = message.from?.address ?? "";
  const about = { scheme: "message-id", sequence: 0, at } as const;
  if (message.kind === "bounce") {
    const value = message.bounce?.originalMessageId;
    if (!message.bounce || !value) return null;
    const reports = [message.bounce, ...message.bounce.others].flatMap((failed): IncomingReport[] => {
      const address = failed.originalRecipient ?? failed.recipient;
      if (address === null) return [];
      return [
        {
          ...about,
          value,
          kind: failed.permanent ? "bounce" : "soft-bounce",
          address,
          detail: failed.status ? { status: failed.status } : {},
        },
      ];
    });
    return { kind: "reports", mailKind: "bounce", by, rule, reports };
  }
  const value = message.inReplyTo ?? message.references.at(-1);
  if (value === undefined || by === "") return null;
  const until = message.outOfOffice?.until;
  return {
    kind: "reports",
    mailKind: "out-of-office",
    by,
    rule,
    reports: [{ ...about, value, kind: "out-of-office", address: by, detail: until ? { until } : {} }],
  };
}
