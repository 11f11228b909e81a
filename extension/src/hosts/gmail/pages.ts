import type { PageKind } from "../host.ts";
import { decodeUrlToken } from "./ids.ts";

const MAIL_PATH = /^\/mail(\/|$)/;
const LIST_HASH =
  /^#(inbox|starred|snoozed|imp|sent|scheduled|drafts|all|spam|trash|chats|label|category|search|advanced-search|section_query|create-filter|mbox|cls|spam|outbox|important)(\/|\?|$)/;

/** The last part of a hash, when it names a conversation: an old hexadecimal id or the long token without vowels. */
function conversationPart(url: URL): string | null {
  if (!LIST_HASH.test(url.hash)) return null;
  const path = url.hash.split("?", 1)[0]!;
  const parts = path.slice(1).split("/");
  if (parts.length < 2) return null;
  const last = parts.at(-1)!;
  // `#label/abc` and `#search/text` are lists: a conversation needs one part more there.
  const needed = /^(label|category|search|advanced-search|section_query|create-filter)$/.test(parts[0]!) ? 3 : 2;
  if (parts.length < needed) return null;
  return /^[0-9a-f]{16}$/.test(last) || /^[A-Za-z]{24,}$/.test(last) ? last : null;
}

/**
 * Hexadecimal id of the conversation (or of its message, when conversation view is off) that the address names.
 * @returns null when the address names none, or in a form that we do not know
 */
export function idInUrl(url: string): string | null {
  const parsed = URL.parse(url);
  if (parsed === null) return null;
  const popped = parsed.searchParams.get("th") ?? parsed.searchParams.get("permthid") ?? null;
  const decimal = popped === null ? null : /thread-f:(\d+)$/.exec(popped);
  if (decimal) return BigInt(decimal[1]!).toString(16);
  const part = conversationPart(parsed);
  if (part === null) return null;
  return /^[0-9a-f]{16}$/.test(part) ? part : decodeUrlToken(part);
}

/** Addresses that a predicate must match, and such that it must not; checked by pages.test.ts, left out of the built extension. */
export interface Examples {
  yes: readonly string[];
  no: readonly string[];
}

const view = (url: URL) => url.searchParams.get("view");

/** Pages of the host in which nothing is ever read: settings, chat, print, raw source, the old plain page. */
export function isOther(url: URL): boolean {
  return (
    url.hostname !== "mail.google.com" ||
    !MAIL_PATH.test(url.pathname) ||
    /^\/mail\/(mu|h|u\/\d+\/(h|s|feed))(\/|$)/.test(url.pathname) ||
    ["om", "pt", "lg", "att", "cbj", "snatt"].includes(view(url) ?? "") ||
    /^#(settings|contacts|chat|tasks|calendar|sdui|lb|addons|meet)(\/|\?|$)/.test(url.hash)
  );
}
export const isOtherUrls: Examples = {
  yes: [
    "https://mail.google.com/mail/u/0/#settings/general",
    "https://mail.google.com/mail/u/0/#chat/space/AAAA1234567",
    "https://mail.google.com/mail/u/0/?ui=2&view=om&permmsgid=msg-f:1766859356714402729",
    "https://mail.google.com/mail/u/0/?ui=2&ik=abc&view=pt&search=all&permthid=thread-f:1766859356714402729",
    "https://mail.google.com/mail/mu/mp/166/#cv/Inbox/145994dc0db175a4",
    "https://mail.google.com/chat/u/0/#chat/home",
    "https://calendar.google.com/calendar/u/0/r",
  ],
  no: ["https://mail.google.com/mail/u/0/#inbox", "https://mail.google.com/mail/u/0/#label/settings"],
};

/** A draft as a page of its own. */
export function isCompose(url: URL): boolean {
  return view(url) === "cm" || url.searchParams.has("fs");
}
export const isComposeUrls: Examples = {
  yes: ["https://mail.google.com/mail/?view=cm&fs=1&to=jana@orava.example", "https://mail.google.com/mail/u/0/?fs=1&tf=cm&source=mailto"],
  no: ["https://mail.google.com/mail/u/0/#inbox?compose=new"],
};

/** An open conversation, also in a window of its own. */
export function isThread(url: URL): boolean {
  return conversationPart(url) !== null || view(url) === "btop" || url.pathname.endsWith("/popout");
}
export const isThreadUrls: Examples = {
  yes: [
    "https://mail.google.com/mail/u/0/#inbox/FMfcgzGsmhfdHfXbcHBZJpsXKNpSfSnM",
    "https://mail.google.com/mail/u/1/#inbox/18852539450983a9",
    "https://mail.google.com/mail/u/0/?tab=rm&ogbl#search/cenov%C3%A1+ponuka/FMfcgzGsmhfdHfXbcHBZJpsXKNpSfSnM",
    "https://mail.google.com/mail/u/0/#label/Z%C3%A1kazn%C3%ADci%2FOrava/FMfcgzGsmhfdHfXbcHBZJpsXKNpSfSnM?compose=new",
    "https://mail.google.com/mail/u/0/popout?ver=abc&search=inbox&th=%23thread-f%3A1766859356714402729&cvid=1",
    "https://mail.google.com/mail/u/0/?ui=2&view=btop&ver=1&search=inbox&th=%23thread-f%3A1766859356714402729&cvid=1",
  ],
  no: [
    "https://mail.google.com/mail/u/0/#inbox/p2",
    "https://mail.google.com/mail/u/0/#inbox?compose=new",
    "https://mail.google.com/mail/u/0/#search/from%3Ajana",
    "https://mail.google.com/mail/u/0/#label/abcdefghijklmnopqrstuvwxyzabcd",
    "https://mail.google.com/mail/u/0/",
  ],
};

/** A list of conversations: folder, label, search. */
export function isList(url: URL): boolean {
  return LIST_HASH.test(url.hash) && !isThread(url);
}
export const isListUrls: Examples = {
  yes: [
    "https://mail.google.com/mail/u/0/#inbox",
    "https://mail.google.com/mail/u/0/#inbox/p2",
    "https://mail.google.com/mail/u/0/#search/from%3Ajana",
    "https://mail.google.com/mail/u/0/#category/social",
    "https://mail.google.com/mail/u/0/#inbox?compose=new",
  ],
  no: [
    "https://mail.google.com/mail/u/0/",
    "https://mail.google.com/mail/u/0/#settings/labels",
    "https://mail.google.com/mail/u/0/#inbox/18852539450983a9",
  ],
};

/** What an address of Gmail promises. `unknown`: the page alone can tell. */
export function pageKind(text: string): PageKind {
  const url = URL.parse(text);
  if (url === null || isOther(url)) return "other";
  if (isCompose(url)) return "compose";
  if (isThread(url)) return "thread";
  return isList(url) ? "list" : "unknown";
}
