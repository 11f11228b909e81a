import { createHash } from "node:crypto";

/** Who sees which level of an interaction; see the table `audiences`. */
export interface Audience {
  id: string;
  key: string;
  metadata: string[];
  subject: string[];
  content: string[];
}

/**
 * The audience of an interaction. Mail belongs to the mailboxes it lies in: their owners see it whole, colleagues up to the
 * organisation's level (rule book: subject). What somebody writes into Kronika (note, call, meeting) is for everybody.
 * The id follows from the lists, so that the same audience is the same row without being looked up.
 */
export function audienceOf(
  orgId: string,
  interaction: { kind: string; owners: readonly (string | null)[]; colleagueLevel: "metadata" | "subject" | "content" },
): Audience {
  const owners = [...new Set(interaction.owners.filter((id) => id !== null))].toSorted().map((id) => `user:${id}`);
  const shared = interaction.kind !== "email" || owners.length === 0;
  const everybody = (atLeast: boolean) => (atLeast ? ["org"] : owners);
  const metadata = ["org"];
  const subject = everybody(shared || interaction.colleagueLevel !== "metadata");
  const content = everybody(shared || interaction.colleagueLevel === "content");
  const key = JSON.stringify([metadata, subject, content]);
  return { id: stableId(`${orgId}|${key}`), key, metadata, subject, content };
}

/** A UUID (version 8, RFC 9562 section 5.8) made of a SHA-256 hash. */
function stableId(text: string): string {
  const hash = createHash("sha256").update(text).digest();
  hash[6] = (hash[6]! & 0x0f) | 0x80;
  hash[8] = (hash[8]! & 0x3f) | 0x80;
  const hex = hash.toString("hex");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20, 32)}`;
}
