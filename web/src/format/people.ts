import type { Participant } from "../api/types.ts";

/**
 * Up to two letters that stand for a name or an address: of a person the first and the last word, of a company the first two. Legal forms
 * and brackets do not count.
 */
export function initials(name: string, of: "person" | "company" = "person"): string {
  const words = name
    .replace(/["'„“()[\]]/g, "")
    .replace(/,?\s*(s\.?\s?r\.?\s?o\.?|a\.?\s?s\.?|spol\.|gmbh|kft\.?|zrt\.?|sp\. z o\.o\.|ltd\.?|družstvo)(?=\s|$|,)/gi, " ")
    .split(/[\s@._-]+/)
    .filter((word) => /\p{L}|\p{N}/u.test(word));
  const first = words[0] ?? "?";
  const last = words.length > 1 ? ((of === "company" ? words[1] : words[words.length - 1]) ?? "") : "";
  return `${[...first][0] ?? "?"}${[...last][0] ?? ""}`.toUpperCase();
}

/** A stable number 0..count-1 for a text, e.g. to choose a tint. */
export function hueIndex(text: string, count: number): number {
  let hash = 0;
  for (const char of text) hash = (hash * 31 + (char.codePointAt(0) ?? 0)) >>> 0;
  return hash % count;
}

/** What to call a participant: the name, else the address, else nothing. */
export function participantName(participant: Participant): string {
  const name = participant.name?.trim();
  return name ? name : (participant.address ?? "");
}

const SENDER_ROLES = new Set(["from", "caller", "organizer", "author"]);
const RECEIVER_ROLES = new Set(["to", "cc", "bcc", "callee", "attendee", "other"]);

/** Who started it. */
export function senders(participants: readonly Participant[]): Participant[] {
  return participants.filter((one) => SENDER_ROLES.has(one.role));
}

/** Whom it was meant for. */
export function receivers(participants: readonly Participant[]): Participant[] {
  return participants.filter((one) => RECEIVER_ROLES.has(one.role));
}
