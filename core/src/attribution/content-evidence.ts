import { fold, foldedWords, normaliseSubject, parseSubject } from "../text-folding.ts";
import { WordIndex, wordsOfName } from "./deal-words.ts";
import { findDocumentNumbers, kindsSpokenOf, type NumberMention, type PlacedText } from "./document-numbers.ts";
import type { DealEvidence, FoundEvidence } from "./evidence.ts";
import { daysBetween, MAX_TEXT, type AttributionInput } from "./input.ts";

/** Subject, text and names of attachments, folded, each with its place. */
export function textsOf({ subject, text, attachmentNames }: AttributionInput): PlacedText[] {
  return [
    { place: "subject", folded: fold(subject.slice(0, 2000)) },
    { place: "text", folded: fold(text.slice(0, MAX_TEXT)) },
    // In a file name an underscore is a blank.
    ...attachmentNames
      .slice(0, 50)
      .map((name) => ({ place: "attachment" as const, folded: fold(name.slice(0, 300)).replaceAll("_", " ") })),
  ];
}

/** Deals of which the number of a document stands in the mail. */
export function documentEvidence({ documents }: AttributionInput, mentions: readonly NumberMention[]): FoundEvidence[] {
  const byDeal = new Map<string, DealEvidence>();
  for (const document of documents) {
    if (document.opportunityId === null) continue;
    const own = mentions.filter(({ documentId }) => documentId === document.id);
    if (own.length === 0) continue;
    const whole = own.some((mention) => mention.whole);
    const known = byDeal.get(document.opportunityId);
    if (known?.code === "deal-document") continue;
    const places = [...new Set(own.map(({ place }) => place))].toSorted();
    byDeal.set(document.opportunityId, {
      code: whole ? "deal-document" : "deal-document-digits",
      strength: 1,
      number: document.number,
      places,
    });
  }
  return [...byDeal].map(([id, evidence]) => ({ id, evidence }));
}

/** After so many days half of what a document's kind says is gone: nobody asks about last year's invoice without its number. */
const FRESH_DAYS = 45;

/**
 * A mail that speaks of an invoice without its number means a deal that has one, and of those the one with the newest.
 */
export function documentKindEvidence({ at, subject, text, attachmentNames, documents, deals }: AttributionInput): FoundEvidence[] {
  const kinds = kindsSpokenOf(fold([subject, ...attachmentNames.slice(0, 10), text.slice(0, 3000)].join(" \n ")));
  if (kinds.size === 0) return [];
  return deals.flatMap(({ id }): FoundEvidence[] => {
    const ages = documents
      .filter(({ kind, opportunityId }) => opportunityId === id && kinds.has(kind))
      .map(({ issuedAt }) => daysBetween(issuedAt, at))
      // The ERP may number a document a day after the mail that speaks of it.
      .filter((age) => age >= -2);
    if (ages.length === 0) return [];
    const days = Math.max(0, Math.min(...ages));
    return [{ id, evidence: { code: "deal-document-kind", strength: Math.exp(-days / FRESH_DAYS), days: Math.floor(days) } }];
  });
}

/** An answer goes on with what bore its subject; two mails that begin something may be called `Question` alike. */
const SAME_BY_CHANCE = 0.25;

/** Deals of which a mail had the same subject. An answer of which no parent is known (some programs do not name it) is told by that. */
export function subjectEvidence({ subject, deals, parent }: AttributionInput): FoundEvidence[] {
  const words = foldedWords(normaliseSubject(subject));
  if (words.length < 4) return [];
  const having = deals.filter(({ subjects }) => subjects.some((other) => foldedWords(normaliseSubject(other)) === words));
  const isAnswer = parent === undefined && parseSubject(subject).prefix !== null;
  const strength = (isAnswer ? 1 : SAME_BY_CHANCE) / having.length;
  return having.map(({ id }) => ({ id, evidence: { code: "deal-subject", strength } }));
}

/** Words of the deals' names. What several deals share says less. */
export function nameEvidence(input: AttributionInput): FoundEvidence[] {
  const names = ownedWords(tellingNames(input));
  const heading = new WordIndex(fold([input.subject, ...input.attachmentNames].join(" \n ").slice(0, MAX_TEXT)).replaceAll("_", " "));
  const text = new WordIndex(fold(input.text.slice(0, MAX_TEXT)));
  return input.deals.flatMap(({ id }): FoundEvidence[] => {
    const inHeading = names.found(id, heading);
    const inText = names.found(id, text).filter((word) => !inHeading.includes(word));
    const codes = [...inHeading, ...inText].filter(isCode);
    const words = { heading: inHeading.filter((word) => !isCode(word)), text: inText.filter((word) => !isCode(word)) };
    return [
      { id, evidence: { code: "deal-code" as const, strength: names.share(codes), words: codes } },
      { id, evidence: { code: "deal-name" as const, strength: names.strength(words.heading), words: words.heading } },
      { id, evidence: { code: "deal-name-text" as const, strength: names.strength(words.text), words: words.text } },
    ].filter(({ evidence }) => evidence.strength > 0);
  });
}

/** A word of a name that is a number of its own, as projects and sites have: `P-2431`, `D204`. */
const isCode = (word: string) => /\d{3}/.test(word);

/** What the quoted or forwarded part names: numbers of documents, or words of deals' names. Weaker than the mail's own words. */
export function quotedEvidence(input: AttributionInput): FoundEvidence[] {
  const { quoted, documents, deals } = input;
  if (!quoted) return [];
  const folded = fold(quoted.slice(0, MAX_TEXT));
  const mentions = findDocumentNumbers([{ place: "text", folded }], documents).filter(({ whole }) => whole);
  const numbered = documentEvidence(input, mentions);
  const names = ownedWords(tellingNames(input));
  const index = new WordIndex(folded);
  return deals.flatMap(({ id }): FoundEvidence[] => {
    const number = numbered.find((found) => found.id === id)?.evidence.number;
    if (number !== undefined) return [{ id, evidence: { code: "deal-quoted", strength: 1, number } }];
    const words = names.found(id, index);
    return words.length === 0 ? [] : [{ id, evidence: { code: "deal-quoted", strength: 0.8 * names.strength(words), words } }];
  });
}

/** The words of the deals' names that tell a matter: the customer's own name, as his addresses have it, is in every mail of his. */
function tellingNames({ deals, participants }: AttributionInput): [string, string[]][] {
  const addresses = participants.flatMap(({ address, own }) => (own || address === null ? [] : [fold(address)])).join(" ");
  return deals.map(({ id, name }) => [id, wordsOfName(name).filter((word) => !addresses.includes(word))]);
}

function ownedWords(list: readonly (readonly [string, readonly string[]])[]) {
  const words = new Map(list);
  const owners = new Map<string, number>();
  for (const [, own] of list) for (const word of own) owners.set(word, (owners.get(word) ?? 0) + 1);
  return {
    found: (id: string, index: WordIndex) => (words.get(id) ?? []).filter((word) => index.has(word)),
    /** Of the word that fewest deals have. */
    share: (found: readonly string[]) => Math.max(0, ...found.map((word) => 1 / (owners.get(word) ?? 1))),
    // One word that no other deal has says much, a second one a little more.
    strength: (found: readonly string[]) => 1 - 0.4 ** found.reduce((sum, word) => sum + 1 / (owners.get(word) ?? 1), 0),
  };
}
