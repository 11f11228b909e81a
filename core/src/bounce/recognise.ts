import { header, type MailFacts } from "../mail-facts.ts";
import { anyOf } from "../patterns.ts";
import { fold, parseSubject } from "../text-folding.ts";
import { saysFailure } from "./report-text.ts";

const r = String.raw;

const DAEMON = new RegExp(
  anyOf(
    r`(?:^|[\s<"])(?:mailer-?daemon|mail-daemon|po+st_?master)`,
    r`mail[. -]delivery?[. -](?:sub)?system`,
    r`mail delivery`,
    r`mmsc ndr`,
    r`system administrator`,
  ),
  "i",
);

/** Subjects of bounces, folded. */
const SUBJECT = new RegExp(
  anyOf(
    r`undeliver|not deliverable|non-?deliver|not delivered|could not be delivered`,
    r`delivery (?:status )?(?:notification|failure|failed|problem|report|error|has failed)`,
    r`failure (?:notice|delivery)|deliver\w* (?:failed|failure)`,
    r`returned mail|return(?:ed)? to sender`,
    r`mail (?:system )?(?:error|failed|failure)|(?:message|mail) (?:delivery )?(?:has )?(?:failed|delayed)`,
    r`delayed mail|message .{1,40} delayed|warning: (?:could not|message)`,
    r`error sending your mail|smtp server: errors`,
    r`nedorucit|nedorucen|vratena (?:posta|sprava)|vracena posta|vraceny e-?mail|stave dorucenia|stavu doruceni`,
    r`unzustellbar|nicht zugestellt|zustell(?:ungs)?fehler|ubermittlungsfehler`,
    r`kezbesithetetlen|kezbesitesi (?:hiba|jelentes)|nem kezbesitheto`,
    r`niedostarcz|nie mozna dostarczyc|zwrot wiadomosci`,
    r`не доставлено|недоставлен`,
  ),
);

/** Complaints about spam (RFC 5965) and receipts (RFC 8098) come from mail systems, too. */
const OTHER_REPORT = /feedback-report|disposition-notification/i;

const DELIVERED: ReadonlySet<string> = new Set(["delivered", "relayed", "expanded"]);

/** Whether a report of delivery says only that a mail arrived (RFC 3464 section 2.3.3). */
export function isSuccess(actions: readonly (string | null)[]): boolean {
  return actions.length > 0 && actions.every((action) => action !== null && DELIVERED.has(action));
}

/**
 * Why a mail is believed to be a report of failed or late delivery; null when it is not. An answer to such a report, or one that a person
 * forwards, is none.
 */
export function bounceReason(facts: MailFacts): string | null {
  const type = header(facts, "content-type") ?? facts.contentTypes[0] ?? "";
  if (OTHER_REPORT.test(type) || facts.reports?.some(({ contentType }) => OTHER_REPORT.test(contentType))) return null;
  if (/multipart\/report/i.test(type) && /report-type\s*=\s*"?delivery-status/i.test(type))
    return "Content-Type: multipart/report; report-type=delivery-status";
  if (facts.reports?.some(({ contentType }) => /delivery-status/i.test(contentType)) && /^multipart\/report/i.test(type))
    return "message/delivery-status";
  if (/^\s{0,10}\{"notificationType"\s?:\s?"Bounce"/.test(facts.text)) return "notificationType: Bounce";
  if (header(facts, "x-failed-recipients") !== null) return "X-Failed-Recipients";
  const { subject, prefix } = parseSubject(facts.subject);
  const sender = `${facts.from?.name ?? ""} ${facts.from?.address ?? ""} ${facts.from === null ? (header(facts, "from") ?? "") : ""}`;
  const returnPath = header(facts, "return-path") ?? "";
  const daemon = DAEMON.test(sender);
  const nullSender = /^<\s*>$/.test(returnPath) || DAEMON.test(returnPath);
  const bySubject = SUBJECT.test(fold(subject.slice(0, 500)));
  const byText = saysFailure(facts.text);
  const status = facts.reports?.some(({ contentType }) => /delivery-status/i.test(contentType)) === true;
  const enclosed =
    status ||
    (facts.enclosedHeaders?.length ?? 0) > 0 ||
    facts.contentTypes.some((each) => /^(?:message\/rfc822|text\/rfc822-headers)/i.test(each));
  if (prefix !== null && !daemon) return null;
  if (daemon && (bySubject || byText || enclosed)) return "From: mail system";
  if (nullSender && bySubject) return "Return-Path: <>, Subject of a delivery report";
  if (nullSender && byText && enclosed) return "Return-Path: <>, returned mail";
  if (bySubject && byText && (enclosed || header(facts, "auto-submitted") !== null)) return "Subject and text of a delivery report";
  if (enclosed && byText && /^(?:no-?reply|do-?not-?reply)/i.test(facts.from?.address ?? ""))
    return "Text of a delivery report, returned mail";
  return null;
}
