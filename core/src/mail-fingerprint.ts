import { normaliseAddress } from "./addresses.ts";
import type { Identity } from "./identities.ts";
import { secondsBetween } from "./instants.ts";
import { clip } from "./safe-text.ts";
import { fold, foldedWords, normaliseSubject } from "./text-folding.ts";

/**
 * What one side knows of a mail: a page shows neither Message-ID nor seconds, a mailbox does not know the page's id. What is not known is absent.
 */
export interface MailSighting {
  /** Address of the sender. */
  from: string;
  subject: string;
  /** ISO instant with zone. */
  date?: string | undefined;
  /** Addresses of To, Cc and Bcc, as far as seen. */
  recipients?: readonly string[] | undefined;
  text?: string | undefined;
  identities?: readonly Identity[] | undefined;
}

/** Longest key of {@link mailFingerprint}, in UTF-16 units. */
const MAX_KEY = 200;

/** How far apart two sightings of one mail may be dated: pages show minutes, and clocks of providers differ. */
const MAX_SECONDS_APART = 120;

/**
 * Weak identity of a mail, for finding candidates: sender and the subject without answer prefixes (Gmail heads a thread with the
 * subject of its first mail). Different mails of one conversation share it: {@link fingerprintsAgree} tells them apart. Plain text,
 * at most 200 characters, the same in browser and hub.
 */
export function mailFingerprint(mail: Pick<MailSighting, "from" | "subject">): string {
  const sender = normaliseAddress(mail.from) ?? foldedWords(mail.from);
  const key = `${sender}|${foldedWords(normaliseSubject(mail.subject))}`;
  if (key.length <= MAX_KEY) return key;
  const hash = `#${fnv1a(key)}`;
  return clip(key, MAX_KEY - hash.length) + hash;
}

/**
 * True when two sightings are of one mail: a strong id in common; or the same fingerprint, dates within two minutes and nothing that
 * contradicts (different ids of one scheme, no recipient in common, another beginning of the text). Symmetric. An unknown date never
 * agrees: then nothing is left to tell two short answers apart.
 */
export function fingerprintsAgree(a: MailSighting, b: MailSighting): boolean {
  const ids = compareStrongIds(a.identities ?? [], b.identities ?? []);
  if (ids !== "unknown") return ids === "same";
  if (mailFingerprint(a) !== mailFingerprint(b)) return false;
  const apart = a.date === undefined || b.date === undefined ? null : secondsBetween(a.date, b.date);
  if (apart === null || Math.abs(apart) > MAX_SECONDS_APART) return false;
  return recipientsMayAgree(a.recipients ?? [], b.recipients ?? []) && textsMayAgree(a.text ?? "", b.text ?? "");
}

/** `client-id` and `mail-hash` differ between two sightings of one mail; Message-IDs and a provider's ids do not. */
const isStrong = ({ scheme }: Identity) => scheme === "message-id" || scheme.startsWith("provider:");

function compareStrongIds(a: readonly Identity[], b: readonly Identity[]): "same" | "different" | "unknown" {
  const pairs = a.filter(isStrong).flatMap((left) => b.filter((right) => right.scheme === left.scheme).map((right) => ({ left, right })));
  if (pairs.length === 0) return "unknown";
  return pairs.some(({ left, right }) => left.value === right.value) ? "same" : "different";
}

function recipientsMayAgree(a: readonly string[], b: readonly string[]): boolean {
  if (a.length === 0 || b.length === 0) return true;
  const known = new Set(a.map((address) => normaliseAddress(address) ?? foldedWords(address)));
  return b.some((address) => known.has(normaliseAddress(address) ?? foldedWords(address)));
}

/** How many words of the beginning are compared, and how many of them must be found: pages drop links, images and quotes. */
const COMPARED_WORDS = 30;
const MIN_SHARED = 0.6;

function textsMayAgree(a: string, b: string): boolean {
  const [shorter = [], longer = []] = [firstWords(a), firstWords(b)].toSorted((x, y) => x.length - y.length);
  if (shorter.length === 0) return true;
  const left = new Map<string, number>();
  for (const word of longer) left.set(word, (left.get(word) ?? 0) + 1);
  const shared = shorter.filter((word) => {
    const count = left.get(word) ?? 0;
    left.set(word, count - 1);
    return count > 0;
  });
  return shared.length >= MIN_SHARED * shorter.length;
}

function firstWords(text: string): string[] {
  const beginning = fold(clip(text.trimStart(), 2000));
  return (beginning.match(/[\p{L}\p{N}]+/gu) ?? []).slice(0, COMPARED_WORDS);
}

/** FNV-1a, 64 bits as two halves with different offsets: keeps long keys apart; not for secrets. */
function fnv1a(text: string): string {
  let [low, high] = [0x811c9dc5, 0xc9dc5118];
  for (let index = 0; index < text.length; index += 1) {
    const unit = text.charCodeAt(index);
    low = Math.imul(low ^ unit, 0x01000193);
    high = Math.imul(high ^ unit, 0x01000197);
  }
  return [low, high].map((half) => (half >>> 0).toString(16).padStart(8, "0")).join("");
}
