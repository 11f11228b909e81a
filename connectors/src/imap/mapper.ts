import type { FetchMessageObject, ListResponse } from "imapflow";
import type { Identity } from "@kronika/core/identities.ts";
import { normaliseAddress } from "@kronika/core/addresses.ts";
import type { FolderRole, MailFolder, MailItem, MailItemRef } from "../connector.ts";

const SPECIAL_USE: Readonly<Record<string, FolderRole>> = {
  "\\inbox": "inbox",
  "\\sent": "sent",
  "\\drafts": "drafts",
  "\\junk": "junk",
  "\\trash": "trash",
  "\\archive": "archive",
  "\\all": "all",
};

/** Names that mail programs of our region give folders, beside those that the library knows. Compared without case. */
const KNOWN_NAMES: Readonly<Record<string, FolderRole>> = {
  // Slovak, Czech
  "odoslané položky": "sent",
  "odoslané správy": "sent",
  "odeslaná pošta": "sent",
  "odeslané položky": "sent",
  rozpísané: "drafts",
  "rozpísané správy": "drafts",
  rozepsané: "drafts",
  "rozepsaná pošta": "drafts",
  "nevyžiadaná pošta": "junk",
  nevyžiadané: "junk",
  "nevyžádaná pošta": "junk",
  "odstránená pošta": "trash",
  "odstránené položky": "trash",
  "odstraněná pošta": "trash",
  "odstraněné položky": "trash",
  // German, Polish, Hungarian
  "gesendete objekte": "sent",
  "junk-e-mail": "junk",
  "wysłane elementy": "sent",
  "elementy wysłane": "sent",
  "kopie robocze": "drafts",
  "wersje robocze": "drafts",
  "wiadomości-śmieci": "junk",
  "elementy usunięte": "trash",
  levélszemét: "junk",
  "törölt elemek": "trash",
};

/** Folders that hold messages, with what they are for. */
export function toFolders(list: readonly ListResponse[]): MailFolder[] {
  const selectable = list.filter((entry) => ![...entry.flags].some((flag) => /^\\(noselect|nonexistent)$/i.test(flag)));
  return selectable.map((entry) => ({ path: entry.path, role: roleOf(entry) }));
}

/**
 * The server's word (RFC 6154), else the name; a name counts only at the top, or below INBOX where some servers keep everything: a
 * customer's folder `Projekty/Archív` is no archive.
 */
function roleOf(entry: ListResponse): FolderRole {
  if (entry.path.toUpperCase() === "INBOX") return "inbox";
  const stated = entry.specialUse === undefined ? undefined : SPECIAL_USE[entry.specialUse.toLowerCase()];
  if (stated && entry.specialUseSource === "extension") return stated;
  const atTop =
    entry.parent.length === 0 || (entry.parent.length === 1 && /^(inbox|\[gmail\]|\[google mail\])$/i.test(entry.parent[0] ?? ""));
  if (!atTop) return "other";
  return stated ?? KNOWN_NAMES[entry.name.normalize("NFC").toLowerCase().trim()] ?? "other";
}

/** Mail addresses that a sign-in name gives away; a bare name does not. */
export function addressesOf(username: string): string[] {
  const address = normaliseAddress(username);
  return address === null ? [] : [address];
}

export const itemId = (uidValidity: string, uid: number) => `${uidValidity}.${uid}`;

/** Reads an id made by {@link itemId}; null for any other text. */
export function parseItemId(id: string): { uidValidity: string; uid: number } | null {
  const match = /^(\d{1,20})\.(\d{1,10})$/.exec(id);
  return match ? { uidValidity: match[1] as string, uid: Number(match[2]) } : null;
}

/** A fetched message in our words. `gmail`: the server speaks X-GM-EXT-1, so its ids are Gmail's. */
export function toMailItem(
  ref: MailItemRef,
  message: FetchMessageObject,
  content: { raw: Uint8Array; complete: boolean },
  gmail: boolean,
): MailItem {
  const threadId = gmail ? toHex(message.threadId) : message.threadId;
  return {
    ...ref,
    receivedAt: toInstant(message.internalDate),
    size: message.size ?? content.raw.length,
    ...content,
    identities: gmail ? gmailIdentities(message.emailId) : [],
    ...(threadId !== undefined && { providerThreadId: threadId }),
    ...(message.labels && { labels: [...message.labels] }),
  };
}

/** INTERNALDATE; a server that sends none it can be read is dated to the epoch, which no rule of ours takes for new. */
function toInstant(date: Date | string | undefined): string {
  const instant = new Date(date ?? 0);
  return `${(Number.isNaN(instant.getTime()) ? new Date(0) : instant).toISOString().slice(0, 19)}Z`;
}

/** Gmail's IMAP shows ids as decimal numbers, its pages and its API the same numbers in hexadecimal. */
function gmailIdentities(emailId: string | undefined): Identity[] {
  const value = toHex(emailId);
  return value === undefined ? [] : [{ scheme: "provider:gmail", value }];
}

function toHex(decimal: string | undefined): string | undefined {
  return decimal !== undefined && /^\d{1,20}$/.test(decimal) ? BigInt(decimal).toString(16) : undefined;
}
