import { normaliseAddress } from "./addresses.ts";

/**
 * A name under which the outside world knows an interaction. Two interactions of one organisation that share an identity are the
 * same interaction.
 * - `message-id`: RFC 5322 Message-ID, see {@link normaliseMessageId}
 * - `mail-hash`: canonical hash of a mail without Message-ID
 * - `ical`: iCalUID + original start of the instance (RFC 5545 RECURRENCE-ID)
 * - `call-id`: the phone system's id
 * - `client-id`: made by the client that recorded it
 * - `provider:<provider>`: an id of the provider, e.g. `provider:gmail` with the hexadecimal message id
 */
export interface Identity {
  scheme: "message-id" | "mail-hash" | "ical" | "call-id" | "client-id" | `provider:${string}`;
  value: string;
}

/**
 * Normalises a Message-ID so that copies which passed through different systems compare equal: outer blanks, angle brackets and
 * folded blanks removed, the domain lower-cased; the left side stays as it is (RFC 5322 section 3.6.4: it is case-sensitive).
 * @returns `<left@right>`, or null when the header holds no id
 */
export function normaliseMessageId(text: string | null | undefined): string | null {
  if (text == null) return null;
  const bracketed = /<([^<>]+)>/.exec(text);
  const id = (bracketed?.[1] ?? text).replace(/\s+/g, "");
  if (id === "" || id.length > 995) return null;
  const at = id.lastIndexOf("@");
  return at < 0 ? `<${id}>` : `<${id.slice(0, at)}@${id.slice(at + 1).toLowerCase()}>`;
}

/** All Message-IDs of a References or In-Reply-To header, normalised, in order, each once. */
export function parseMessageIds(header: string | null | undefined): string[] {
  if (!header) return [];
  const parts = header.match(/<[^<>]+>/g) ?? header.split(/[\s,]+/);
  const ids = parts.map(normaliseMessageId).filter((id) => id !== null && id.includes("@"));
  return [...new Set(ids as string[])];
}

/** What the canonical hash of a mail is made of. `date` is an ISO instant; `text` the plain text of the body. */
export interface MailFingerprint {
  from: string;
  recipients: string[];
  date: string;
  subject: string;
  text: string;
}

/**
 * Identity of a mail without Message-ID: SHA-256 over sender, sorted recipients, date (to the minute, because pages show no
 * seconds), subject and body with blanks collapsed.
 * @returns 64 hexadecimal digits
 */
export async function canonicalMailHash(mail: MailFingerprint): Promise<string> {
  const collapse = (text: string) => text.normalize("NFKC").replace(/\s+/g, " ").trim();
  const address = (text: string) => normaliseAddress(text) ?? collapse(text).toLowerCase();
  const parts = [
    address(mail.from),
    mail.recipients.map(address).toSorted().join(","),
    mail.date.slice(0, 16),
    collapse(mail.subject),
    collapse(mail.text),
  ];
  return sha256Hex(parts.join("\u001f"));
}

/** SHA-256 of a text (UTF-8) in hexadecimal, in browsers and Node alike. */
export async function sha256Hex(text: string): Promise<string> {
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/**
 * Identity of one real meeting, equal across colleagues and providers: iCalUID + original start of the instance in UTC
 * (RFC 5545 section 3.8.4.4; `master` for a single event).
 * @param originalStart ISO instant or date of RECURRENCE-ID, null for an event that does not recur
 */
export function meetingIdentity(iCalUid: string, originalStart: string | null): Identity {
  return { scheme: "ical", value: `${iCalUid.trim()}|${originalStart ?? "master"}` };
}
