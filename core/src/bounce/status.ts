/**
 * Enhanced status codes (RFC 3463): class, subject, detail. Subjects go from 0 to 7, which keeps versions and IP addresses out.
 */
const CODE = String.raw`([45])\.([0-7])\.(\d{1,3})`;
const NOT_BEFORE = String.raw`(?<![\d.])`;
const NOT_AFTER = String.raw`(?!\d|\.\d)`;

/** From the surest place to the least sure: behind a reply code, marked as a status, standing alone. */
const PLACES = [
  new RegExp(String.raw`\b[45]\d\d[ -]{1,3}[(#<']{0,2}${CODE}${NOT_AFTER}`),
  new RegExp(String.raw`(?:#|dsn\s?=\s?|status(?: code)?\s?[:=]\s?|code\s?[:=]\s?)${CODE}${NOT_AFTER}`, "i"),
  new RegExp(NOT_BEFORE + CODE + NOT_AFTER),
];

/** The first status code in a text, written in the normal form `5.1.1`; null when it holds none. */
export function findStatus(text: string): string | null {
  for (const place of PLACES) {
    const [, kind, subject, detail] = place.exec(text) ?? [];
    if (kind !== undefined) return `${kind}.${subject}.${Number(detail)}`;
  }
  return null;
}

/** Reply codes of SMTP (RFC 5321 section 4.2.3 and extensions) that refuse or postpone a mail. */
const REPLY = /(?<![\d.:/-])(4[2357]\d|5[0-7]\d)(?=[ \-)\]:;,.'"]|$)(?!\.\d)/;

/** The first SMTP reply code of a refusal, e.g. 550; null when the text holds none. */
export function findReplyCode(text: string): number | null {
  const [, code] = REPLY.exec(text) ?? [];
  return code === undefined ? null : Number(code);
}

/** The status behind the reply code at the very beginning: what the server that refused has said itself. */
export function leadingStatus(diagnostic: string): string | null {
  return /^\W{0,3}[45]\d\d[ -]/.test(diagnostic) ? findStatus(diagnostic.slice(0, 30)) : null;
}

/** `5.0.0`, `4.0.0` and no status at all say no more than that it failed. */
export function isVague(status: string | null): boolean {
  return status === null || status.endsWith(".0.0");
}

/** Of two codes of one class the one that says more; of equals the first. */
export function moreExact(status: string | null, other: string | null): string | null {
  if (status === null || other === null) return status ?? other;
  const exactness = (code: string) => (isVague(code) ? 0 : code.endsWith(".0") ? 1 : 2);
  return exactness(other) > exactness(status) && other[0] === status[0] ? other : status;
}
