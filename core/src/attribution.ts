import { isSameOrSubdomain, domainOf } from "./addresses.ts";
import { findDocumentNumbers, type NumberedDocument, type NumberMention, type PlacedText } from "./attribution/document-numbers.ts";
import { soundsLikeInquiry, WordIndex, wordsOfName } from "./attribution/deal-words.ts";
import type { DealEvidence, ThreadDoubt } from "./attribution/evidence.ts";
import { breaksThread, ownSubject, threadDoubts, type AttributionParent } from "./attribution/thread.ts";
import { askThreshold, attributionWeights, chooseThreshold, type AttributionWeights } from "./attribution/weights.ts";
import { fold, foldedWords, normaliseSubject } from "./text-folding.ts";

export { dealEvidenceCodes, threadDoubtCodes, type DealEvidence, type DealEvidenceCode, type ThreadDoubt } from "./attribution/evidence.ts";
export type { NumberedDocument, Place, SalesDocumentKind } from "./attribution/document-numbers.ts";
export type { AttributionParent } from "./attribution/thread.ts";
export { askThreshold, attributionWeights, chooseThreshold } from "./attribution/weights.ts";

/**
 * To which deal and which sales documents an interaction belongs. Pure: the hub hands in the deals of the customers that
 * `matching.ts` found. Every deal gets a chance, with the evidence that makes it; a deal is chosen only from a threshold on, below it
 * a person is asked.
 */
export interface AttributionInput {
  /** When it happened, ISO 8601. */
  at: string;
  subject: string;
  /** Only what is new in it: a quoted mail speaks of its own matter. */
  text: string;
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
  /** Subjects of its latest interactions. */
  subjects: readonly string[];
  lastInteractionAt: string | null;
}

export interface CandidateDocument extends NumberedDocument {
  /** Null for a document without a deal. */
  opportunityId: string | null;
}

/** "Always so": made from a person's answer. `opportunityId` null: such a mail belongs to no deal. */
export interface AttributionRule {
  id: string;
  kind: "address" | "domain" | "subject" | "document-prefix";
  /** Normalised address or domain; words of a subject; beginning of a document's number. */
  value: string;
  opportunityId: string | null;
}

export interface AttributedDeal {
  id: string;
  /** 0 to 1, three decimals. */
  chance: number;
  evidence: DealEvidence[];
}

export interface AttributedDocument {
  id: string;
  opportunityId: string | null;
  /** 1 for the whole number; less for its digits alone, and where several documents share them. */
  score: number;
  evidence: DealEvidence[];
}

export interface AttributionResult {
  /** All candidates that anything speaks for, the likeliest first. */
  deals: AttributedDeal[];
  documents: AttributedDocument[];
  decision: { kind: "chosen"; opportunityId: string } | { kind: "ask" } | { kind: "none" };
  /** Version of the weights. */
  version: number;
}

/** Decides where it belongs. The result does not depend on the order of deals, documents and participants. */
export function attribute(input: AttributionInput, weights: AttributionWeights = attributionWeights): AttributionResult {
  const mentions = findDocumentNumbers(textsOf(input), input.documents);
  const deals = chances(dealEvidence(input, mentions), weights);
  const rule = input.rules?.find((rule) => rule.opportunityId === null && fits(rule, input));
  const total = deals.reduce((sum, { chance }) => sum + chance, 0);
  const [first] = deals;
  return {
    deals: deals.map((deal) => ({ ...deal, chance: Math.round(deal.chance * 1000) / 1000 })),
    documents: attributedDocuments(input, mentions),
    decision: rule
      ? { kind: "none" }
      : first && first.chance >= chooseThreshold
        ? { kind: "chosen", opportunityId: first.id }
        : { kind: total >= askThreshold ? "ask" : "none" },
    version: weights.version,
  };
}

/** The evidence for and against each deal: what {@link attribute} weighs, and what its weights are fitted on. */
export function dealEvidence(
  input: AttributionInput,
  mentions: readonly NumberMention[] = findDocumentNumbers(textsOf(input), input.documents),
): Map<string, DealEvidence[]> {
  const found = new Map<string, DealEvidence[]>(input.deals.map(({ id }) => [id, []]));
  const add = (all: Iterable<Found>) => {
    for (const { id, evidence } of all)
      if (evidence.strength !== 0) found.get(id)?.push({ ...evidence, strength: Math.round(evidence.strength * 1000) / 1000 });
  };
  // The subject that an answer repeats is its parent's word, also where it goes on about something else.
  const own = { ...input, subject: ownSubject(input.subject, input.parent) };
  const documents = documentEvidence(own, own.subject === input.subject ? mentions : mentions.filter(({ place }) => place !== "subject"));
  const names = nameEvidence(own);
  const thread = threadEvidence(input, new Set(documents.map(({ id }) => id)), names);
  add(documents);
  add(thread.found);
  add(ruleEvidence(input));
  // The subject, the people and the time are what an answer shares with its parent: they have spoken there.
  const common = [
    ...names.filter(({ evidence }) => evidence.code === "deal-name"),
    ...subjectEvidence(own),
    ...peopleEvidence(input),
    ...timeEvidence(input),
  ];
  add(names.filter(({ evidence }) => evidence.code === "deal-name-text"));
  add(common.filter(({ id }) => !thread.known.has(id)));
  return found;
}

type Found = { id: string; evidence: DealEvidence };

const DAY_MS = 86_400_000;
const daysBetween = (earlier: string, later: string) => (Date.parse(later) - Date.parse(earlier)) / DAY_MS;

/** A mail's matter stands in its first pages. */
const MAX_TEXT = 20_000;

function textsOf({ subject, text, attachmentNames }: AttributionInput): PlacedText[] {
  return [
    { place: "subject", folded: fold(subject.slice(0, 2000)) },
    { place: "text", folded: fold(text.slice(0, MAX_TEXT)) },
    // In a file name an underscore is a blank.
    ...attachmentNames
      .slice(0, 50)
      .map((name) => ({ place: "attachment" as const, folded: fold(name.slice(0, 300)).replaceAll("_", " ") })),
  ];
}

function documentEvidence({ documents }: AttributionInput, mentions: readonly NumberMention[]): Found[] {
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

function subjectEvidence({ subject, deals }: AttributionInput): Found[] {
  const words = foldedWords(normaliseSubject(subject));
  if (words.length < 4) return [];
  return deals
    .filter(({ subjects }) => subjects.some((other) => foldedWords(normaliseSubject(other)) === words))
    .map(({ id }) => ({ id, evidence: { code: "deal-subject", strength: 1 } }));
}

function ruleEvidence(input: AttributionInput): Found[] {
  return (input.rules ?? []).flatMap((rule): Found[] =>
    rule.opportunityId !== null && fits(rule, input)
      ? [{ id: rule.opportunityId, evidence: { code: "deal-rule", strength: 1, ruleId: rule.id } }]
      : [],
  );
}

/** Words of the deals' names. What several deals share says less. */
function nameEvidence(input: AttributionInput): Found[] {
  const names = ownedWords(input.deals.map(({ id, name }) => [id, wordsOfName(name)]));
  const heading = new WordIndex(fold([input.subject, ...input.attachmentNames].join(" \n ").slice(0, MAX_TEXT)).replaceAll("_", " "));
  const text = new WordIndex(fold(input.text.slice(0, MAX_TEXT)));
  return input.deals.flatMap(({ id }): Found[] => {
    const inHeading = names.found(id, heading);
    const inText = names.found(id, text).filter((word) => !inHeading.includes(word));
    return [
      { id, evidence: { code: "deal-name" as const, strength: names.strength(inHeading), words: inHeading } },
      { id, evidence: { code: "deal-name-text" as const, strength: names.strength(inText), words: inText } },
    ].filter(({ evidence }) => evidence.strength > 0);
  });
}

function ownedWords(list: readonly (readonly [string, readonly string[]])[]) {
  const words = new Map(list);
  const owners = new Map<string, number>();
  for (const [, own] of list) for (const word of own) owners.set(word, (owners.get(word) ?? 0) + 1);
  return {
    found: (id: string, index: WordIndex) => (words.get(id) ?? []).filter((word) => index.has(word)),
    // One word that no other deal has says much, a second one a little more.
    strength: (found: readonly string[]) => 1 - 0.4 ** found.reduce((sum, word) => sum + 1 / (owners.get(word) ?? 1), 0),
  };
}

/**
 * What the thread says of each deal. `known`: the deals that were weighed for the mail it answers, as long as the thread holds; nothing that
 * its mails have in common is counted again for them.
 */
function threadEvidence(
  input: AttributionInput,
  numbered: ReadonlySet<string>,
  names: readonly Found[],
): { known: ReadonlySet<string>; found: Found[] } {
  const { parent } = input;
  if (!parent || parent.deals.length === 0) return { known: new Set(), found: [] };
  const outside = input.participants.flatMap(({ address, own }) => (own || address === null ? [] : [address]));
  const chosen = parent.deals.filter((deal) => deal.chosen);
  const isOther = (found: ReadonlySet<string>) => found.size > 0 && chosen.length > 0 && !chosen.some(({ id }) => found.has(id));
  const inText = names.filter(({ evidence }) => evidence.code === "deal-name-text" && evidence.strength >= 0.5);
  const isNamed = names.some(({ id }) => chosen.some((deal) => deal.id === id));
  const closed = input.deals.filter(
    ({ id, closedAt }) => chosen.some((deal) => deal.id === id) && closedAt !== null && daysBetween(closedAt, input.at) > 14,
  );
  const doubts: ThreadDoubt[] = [
    ...threadDoubts({ at: input.at, subject: input.subject, outsideAddresses: outside }, parent),
    ...(isOther(numbered) ? (["other-number"] as const) : []),
    ...(!isNamed && isOther(new Set(inText.map(({ id }) => id))) ? (["other-name"] as const) : []),
    ...(closed.length > 0 ? (["deal-closed"] as const) : []),
  ];
  const said = { parentId: parent.id, ...(doubts.length > 0 && { doubts }) };
  if (breaksThread(doubts)) {
    const found = chosen.map(({ id }): Found => ({ id, evidence: { code: "deal-thread-doubted", strength: 1 / chosen.length, ...said } }));
    return { known: new Set(), found };
  }
  const none = Math.max(0, 1 - parent.deals.reduce((sum, { chance }) => sum + chance, 0));
  // A deal that was opened since, mostly because of this very thread, has not been weighed yet.
  const weighed = input.deals.filter(
    ({ id, createdAt }) => createdBefore(createdAt, parent.at) || parent.deals.some((deal) => deal.id === id),
  );
  const found = weighed.map(({ id }): Found => {
    const before = parent.deals.find((deal) => deal.id === id);
    if (before?.chosen && before.decidedBy === "person") return { id, evidence: { code: "deal-thread-person", strength: 1, ...said } };
    return { id, evidence: { code: "deal-thread", strength: inherited(before?.chance ?? 0, none), ...said } };
  });
  return { known: new Set(weighed.map(({ id }) => id)), found };
}

const createdBefore = (createdAt: string, at: string) => Date.parse(createdAt) <= Date.parse(at);

/** How sure nobody ever is: no chance is taken for 0 or 1. */
const DOUBT = 0.01;
/** The log-odds of a chance against that of no deal, scaled to -1 ... 1. */
const inherited = (chance: number, none: number) => Math.log((chance + DOUBT) / (none + DOUBT)) / Math.log((1 + DOUBT) / DOUBT);

function peopleEvidence({ participants, deals }: AttributionInput): Found[] {
  const outside = participants.filter(({ own }) => !own);
  const ours = new Set(participants.flatMap(({ own, userId }) => (own && userId ? [userId] : [])));
  const totals = new Map<string, number>();
  for (const { people } of deals) for (const { address, count } of people) totals.set(address, (totals.get(address) ?? 0) + count);
  const roles = (contactId: string) => deals.filter(({ contactIds }) => contactIds.includes(contactId)).length;
  return deals.flatMap(({ id, people, contactIds, ownerId }): Found[] => {
    const best = outside
      .map(({ address }) => {
        const count = people.find((person) => person.address === address)?.count ?? 0;
        const total = address === null ? 0 : (totals.get(address) ?? 0);
        // Two earlier mails say less than twenty.
        return { address, strength: total === 0 ? 0 : (count / total) * (total / (total + 2)) };
      })
      .toSorted((a, b) => b.strength - a.strength || ((a.address ?? "") < (b.address ?? "") ? -1 : 1))[0];
    const inRole = outside
      .flatMap(({ contactId, address }) =>
        contactId && contactIds.includes(contactId) ? [{ address, strength: 1 / roles(contactId) }] : [],
      )
      .toSorted((a, b) => b.strength - a.strength || ((a.address ?? "") < (b.address ?? "") ? -1 : 1))[0];
    const withAddress = (address: string | null) => (address === null ? {} : { address });
    return [
      ...(best ? [{ id, evidence: { code: "deal-people" as const, strength: best.strength, ...withAddress(best.address) } }] : []),
      ...(inRole ? [{ id, evidence: { code: "deal-role" as const, strength: inRole.strength, ...withAddress(inRole.address) } }] : []),
      ...(ownerId !== null && ours.has(ownerId) ? [{ id, evidence: { code: "deal-owner" as const, strength: 1 } }] : []),
    ];
  });
}

/** Deals are opened a little after the first mail about them; what closed yesterday is still spoken of. */
function timeEvidence({ at, deals, parent, subject, text }: AttributionInput): Found[] {
  const isInquiry = parent === undefined && soundsLikeInquiry(fold(`${subject}\n${text.slice(0, MAX_TEXT)}`));
  const isOpen = ({ createdAt, closedAt }: CandidateDeal) =>
    daysBetween(createdAt, at) >= 0 && (closedAt === null || daysBetween(closedAt, at) < 0);
  const open = deals.filter(isOpen);
  return deals.flatMap((deal): Found[] => {
    const age = daysBetween(deal.createdAt, at);
    const silence = deal.lastInteractionAt === null ? null : Math.max(0, daysBetween(deal.lastInteractionAt, at));
    const closed = deal.closedAt === null ? 0 : daysBetween(deal.closedAt, at);
    const alone = isOpen(deal) && open.filter(({ customerId }) => customerId === deal.customerId).length === 1;
    const all: DealEvidence[] = [
      { code: "deal-only-open", strength: alone ? 1 : 0 },
      { code: "deal-active", strength: silence === null ? 0 : Math.exp(-silence / 14), days: Math.floor(silence ?? 0) },
      { code: "deal-new", strength: age < 0 ? 0 : Math.max(0, 1 - age / 14), days: Math.floor(age) },
      { code: "deal-inquiry", strength: isInquiry ? Math.min(1, Math.max(0, age) / 14) : 0 },
      { code: "deal-closed", strength: Math.min(1, Math.max(0, closed) / 30), days: Math.floor(closed) },
      { code: "deal-future", strength: Math.min(1, Math.max(0, -age) / 30), days: Math.floor(-age) },
    ];
    return all.filter(({ strength }) => strength > 0.05).map((evidence) => ({ id: deal.id, evidence }));
  });
}

function attributedDocuments({ documents }: AttributionInput, mentions: readonly NumberMention[]): AttributedDocument[] {
  const found = documents.flatMap(({ id, opportunityId, number }) => {
    const own = mentions.filter(({ documentId }) => documentId === id);
    if (own.length === 0) return [];
    return [
      { id, opportunityId, number, whole: own.some(({ whole }) => whole), places: [...new Set(own.map(({ place }) => place))].toSorted() },
    ];
  });
  const partial = found.filter(({ whole }) => !whole).length;
  return found
    .map(({ id, opportunityId, number, whole, places }): AttributedDocument => ({
      id,
      opportunityId,
      score: whole ? 1 : Math.round(900 / partial) / 1000,
      evidence: [{ code: whole ? "deal-document" : "deal-document-digits", strength: 1, number, places }],
    }))
    .toSorted((a, b) => b.score - a.score || (a.id < b.id ? -1 : 1));
}

/** The conditional logit of `weights.ts`. */
function chances(evidence: ReadonlyMap<string, readonly DealEvidence[]>, weights: AttributionWeights): AttributedDeal[] {
  const scores = [...evidence].map(([id, pieces]) => ({
    id,
    pieces: [...pieces],
    score: pieces.reduce((sum, { code, strength }) => sum + weights.evidence[code] * strength, continues(pieces) ? 0 : weights.base),
  }));
  const total = 1 + scores.reduce((sum, { score }) => sum + Math.exp(score), 0);
  return scores
    .map(({ id, pieces, score }) => ({
      id,
      chance: Math.exp(score) / total,
      evidence: pieces.toSorted(
        (a, b) =>
          Math.abs(weights.evidence[b.code] * b.strength) - Math.abs(weights.evidence[a.code] * a.strength) || (a.code < b.code ? -1 : 1),
      ),
    }))
    .filter(({ evidence: pieces }) => pieces.length > 0)
    .toSorted((a, b) => b.chance - a.chance || (a.id < b.id ? -1 : 1));
}

/** Whether a mail goes on with a matter: then it starts from what was known of it. */
export const continues = (pieces: readonly DealEvidence[]): boolean =>
  pieces.some(({ code }) => code === "deal-thread" || code === "deal-thread-person");

/** Whether a mail is one that the rule speaks of. */
export function fits(
  rule: Pick<AttributionRule, "kind" | "value">,
  { participants, subject, text, attachmentNames }: Pick<AttributionInput, "participants" | "subject" | "text" | "attachmentNames">,
): boolean {
  const outside = participants.flatMap(({ address, own }) => (own || address === null ? [] : [address]));
  const holds: Record<AttributionRule["kind"], () => boolean> = {
    address: () => outside.includes(rule.value),
    domain: () => outside.some((address) => address.includes("@") && isSameOrSubdomain(domainOf(address), rule.value)),
    subject: () => ` ${foldedWords(subject)} `.includes(` ${foldedWords(rule.value)} `),
    "document-prefix": () => hasPrefix(rule.value, [subject, text.slice(0, MAX_TEXT), ...attachmentNames]),
  };
  return holds[rule.kind]();
}

/** A number that begins so: `OF-26` fits `OF-26/0041` and `of 26 0041`. */
function hasPrefix(prefix: string, texts: readonly string[]): boolean {
  const runs = fold(prefix).match(/\p{L}+|\d+/gu) ?? [];
  if (runs.length === 0) return false;
  const pattern = new RegExp(String.raw`(?<![\p{L}\p{N}])${runs.join(String.raw`[\s./_-]{0,2}`)}[\s./_-]{0,2}\d`, "u");
  return texts.some((text) => pattern.test(fold(text).replaceAll("_", " ")));
}
