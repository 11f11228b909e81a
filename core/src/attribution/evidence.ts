import type { Place } from "./document-numbers.ts";

/**
 * Why an interaction belongs to a deal, or why not; stable, the interface translates them.
 * - `deal-thread`: the mail it answers belongs there, or may (`strength`: from surely not, -1, to surely); `deal-thread-person`: a person decided so
 * - `deal-thread-doubted`: it answers such a mail, but seems to be about another matter (`doubts`)
 * - `deal-document`: the number of one of the deal's documents; `deal-document-digits`: its digits beside a word for it
 * - `deal-code`: a number that the deal's name bears
 * - `deal-name`, `deal-name-text`: words of the deal's name in subject or attachments, in the text
 * - `deal-subject`: a mail of the deal had the same subject; `deal-words`: words that its earlier mails use and others do not;
 *   `deal-reference`: a code or number that only its earlier mails bear
 * - `deal-other-matter`: its subject has words that neither the deal's name nor its earlier mails have
 * - `deal-quoted`: the quoted or forwarded part names the deal or the number of one of its documents
 * - `deal-document-kind`: it speaks of a quote, order or invoice without its number, and the deal has one
 * - `deal-inquiry`: it asks for something new, and the deal is not new
 * - `deal-role`: a participant has a role in the deal; `deal-people`: his earlier mails belong there
 * - `deal-strangers`: nobody of those outside who take part has had to do with the deal
 * - `deal-owner`: the deal's owner takes part
 * - `deal-only-open`: the customer has no other open deal
 * - `deal-active`: something happened in it shortly before; `deal-new`: it was opened shortly before
 * - `deal-closed`, `deal-future`: it was over, or not yet opened, at that time
 * - `deal-rule`: a rule made from an answer
 */
export const dealEvidenceCodes = [
  "deal-thread",
  "deal-thread-person",
  "deal-thread-doubted",
  "deal-document",
  "deal-document-digits",
  "deal-code",
  "deal-name",
  "deal-name-text",
  "deal-subject",
  "deal-words",
  "deal-reference",
  "deal-other-matter",
  "deal-quoted",
  "deal-document-kind",
  "deal-inquiry",
  "deal-role",
  "deal-people",
  "deal-strangers",
  "deal-owner",
  "deal-only-open",
  "deal-active",
  "deal-new",
  "deal-closed",
  "deal-future",
  "deal-rule",
] as const;
export type DealEvidenceCode = (typeof dealEvidenceCodes)[number];

/** Why a thread may have turned to another matter. */
export const threadDoubtCodes = [
  "forwarded",
  "new-subject",
  "new-people",
  "long-silence",
  "other-number",
  "other-name",
  "deal-closed",
] as const;
export type ThreadDoubt = (typeof threadDoubtCodes)[number];

/** One piece of evidence for or against one deal. Names of deals' words and documents only: never a sentence of the mail. */
export interface DealEvidence {
  code: DealEvidenceCode;
  /** How strongly it is there, 0 to 1; of `deal-thread` -1 to 1. */
  strength: number;
  /** The interaction whose link is followed. */
  parentId?: string;
  doubts?: ThreadDoubt[];
  /** The document, and where its number stands. */
  number?: string;
  places?: Place[];
  /** Words of the deal's name that were found. */
  words?: string[];
  /** The participant. */
  address?: string;
  ruleId?: string;
  /** Days since, for the codes that speak of time. */
  days?: number;
}

/** A piece of evidence with the deal that it speaks of. */
export interface FoundEvidence {
  /** Of the deal. */
  id: string;
  evidence: DealEvidence;
}
