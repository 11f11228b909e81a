import { normaliseAddress } from "./addresses.ts";
import { toUtcInstant } from "./instants.ts";
import type { Email } from "./interactions/email.ts";
import type { InteractionContent } from "./interactions/index.ts";

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
  const id = (bracketed?.[1] ?? text).replace(BLANK_OR_CONTROL, "").toWellFormed();
  if (id === "" || id.length > 995 || /[<>]/.test(id)) return null;
  const at = id.lastIndexOf("@");
  return at < 0 ? `<${id}>` : `<${id.slice(0, at)}@${id.slice(at + 1).toLowerCase()}>`;
}

// oxlint-disable-next-line no-control-regex -- folded headers leave blanks, broken mailers leave controls
const BLANK_OR_CONTROL = /[\s\u0000-\u001f\u007f]+/g;

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
    (toUtcInstant(mail.date) ?? mail.date).slice(0, 16),
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
 * @param originalStart ISO instant or date, or the iCalendar form, of RECURRENCE-ID; null for an event that does not recur. A local
 * time without zone stays as it is: only the calendar knows its zone
 */
export function meetingIdentity(iCalUid: string, originalStart: string | null): Identity {
  return { scheme: "ical", value: `${normaliseICalUid(iCalUid)}|${originalStart === null ? "master" : normaliseStart(originalStart)}` };
}

/**
 * Exchange makes the UID from a GlobalObjectId (MS-OXOCAL 2.2.1.27): hexadecimal in either case, with the date of the instance in
 * bytes 17-20 of an exception and zeros in its series. Written one way, all copies compare equal.
 */
function normaliseICalUid(text: string): string {
  const uid = text.replace(BLANK_OR_CONTROL, "").toWellFormed();
  if (!/^040000008200e00074c5b7101a82e008[0-9a-f]{8,}$/i.test(uid)) return uid;
  return `${uid.slice(0, 32)}00000000${uid.slice(40)}`.toUpperCase();
}

function normaliseStart(text: string): string {
  const iso = text
    .trim()
    .replace(/^(\d{4})(\d\d)(\d\d)(?:T(\d\d)(\d\d)(\d\d)(Z?))?$/, (_whole, year, month, day, hour, minute, second, zone) => {
      const date = `${year}-${month}-${day}`;
      return hour === undefined ? date : `${date}T${hour}:${minute}:${second}${zone}`;
    });
  return toUtcInstant(iso) ?? iso;
}

/** Identities that are known beside the content: of the client that recorded it, of the provider that holds it. */
export interface KnownIdentities {
  clientId?: string | undefined;
  provider?: readonly Identity[] | undefined;
}

/**
 * Every identity of an interaction, strongest first, each once. A mail without Message-ID gets a canonical hash, if its text is known;
 * one with Message-ID does not, or two mails of equal text, sent to one person in one minute, would become one.
 */
export async function identitiesOf(content: InteractionContent, known: KnownIdentities = {}): Promise<Identity[]> {
  const identities = [...(await ownIdentities(content)), ...(known.provider ?? [])];
  if (known.clientId !== undefined) identities.push({ scheme: "client-id", value: known.clientId });
  return [...new Map(identities.map((identity) => [`${identity.scheme}\u001f${identity.value}`, identity])).values()];
}

async function ownIdentities(content: InteractionContent): Promise<Identity[]> {
  if (content.kind === "email") return mailIdentities(content);
  if (content.kind === "meeting" && content.iCalUid != null) return [meetingIdentity(content.iCalUid, content.originalStart ?? null)];
  if (content.kind === "call" && content.callId != null) return [{ scheme: "call-id", value: content.callId.trim() }];
  return [];
}

async function mailIdentities({ messageId, from, to, cc, occurredAt, subject, text }: Email): Promise<Identity[]> {
  const id = normaliseMessageId(messageId);
  if (id !== null) return [{ scheme: "message-id", value: id }];
  // Without its text (left out by the capture policy) two short answers of one minute would look like one.
  if (text == null) return [];
  const recipients = [...to, ...cc].map(({ address }) => address);
  const hash = await canonicalMailHash({ from: from?.address ?? "", recipients, date: occurredAt, subject, text });
  return [{ scheme: "mail-hash", value: hash }];
}
