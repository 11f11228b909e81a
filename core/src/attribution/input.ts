import type { NumberedDocument } from "./document-numbers.ts";
import type { AttributionParent } from "./thread.ts";

/** What is known of an interaction and of the places where it may belong, at the time when it arrives. */
export interface AttributionInput {
  /** When it happened, ISO 8601. */
  at: string;
  subject: string;
  /** Only what is new in it: a quoted mail speaks of its own matter. */
  text: string;
  /** All of a mail that quotes or forwards another one: looked at where no thread tells what it goes on with. */
  quoted?: string | undefined;
  attachmentNames: readonly string[];
  /** Addresses normalised, or phone numbers. `own`: one of us. */
  participants: readonly { address: string | null; own: boolean; contactId?: string | null; userId?: string | null }[];
  /** The mail that it answers, if that is recorded. */
  parent?: AttributionParent | undefined;
  deals: readonly CandidateDeal[];
  documents: readonly CandidateDocument[];
  rules?: readonly AttributionRule[] | undefined;
}

/** A deal that it may belong to: open, or closed not long ago. Instants ISO 8601. */
export interface CandidateDeal {
  id: string;
  customerId: string;
  name: string;
  createdAt: string;
  /** Null while it is open. */
  closedAt: string | null;
  ownerId: string | null;
  /** People with a role in it. */
  contactIds: readonly string[];
  /** Who took part in its latest interactions, and in how many of them. */
  people: readonly { address: string; count: number }[];
  /** Subjects of its latest interactions, each once. */
  subjects: readonly string[];
  /** How its latest interactions begin: what was new in each, some two hundred characters. */
  openings: readonly string[];
  lastInteractionAt: string | null;
}

export interface CandidateDocument extends NumberedDocument {
  /** Null for a document without a deal. */
  opportunityId: string | null;
  /** ISO 8601, day or instant. */
  issuedAt: string;
}

/** "Always so": made from a person's answer. `opportunityId` null: such a mail belongs to no deal. */
export interface AttributionRule {
  id: string;
  kind: "address" | "domain" | "subject" | "document-prefix";
  /** Normalised address or domain; words of a subject; beginning of a document's number. */
  value: string;
  opportunityId: string | null;
}

/** A mail's matter stands in its first pages: what is behind them is not looked at. */
export const MAX_TEXT = 20_000;

const DAY_MS = 86_400_000;
/** Days from one instant to another, negative when they stand the other way round. */
export const daysBetween = (earlier: string, later: string): number => (Date.parse(later) - Date.parse(earlier)) / DAY_MS;
