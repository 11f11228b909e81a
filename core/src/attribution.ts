import { attributedDocuments, type AttributedDocument } from "./attribution/attributed-documents.ts";
import { chances, type AttributedDeal } from "./attribution/chances.ts";
import {
  documentEvidence,
  documentKindEvidence,
  nameEvidence,
  quotedEvidence,
  subjectEvidence,
  textsOf,
} from "./attribution/content-evidence.ts";
import { findDocumentNumbers, type NumberMention } from "./attribution/document-numbers.ts";
import type { DealEvidence, FoundEvidence } from "./attribution/evidence.ts";
import type { AttributionInput } from "./attribution/input.ts";
import { peopleEvidence } from "./attribution/people-evidence.ts";
import { fits, ruleEvidence } from "./attribution/rules.ts";
import { threadEvidence } from "./attribution/thread-evidence.ts";
import { ownSubject } from "./attribution/thread.ts";
import { timeEvidence } from "./attribution/time-evidence.ts";
import { vocabularyEvidence } from "./attribution/vocabulary.ts";
import { attributionWeights, type AttributionWeights } from "./attribution/weights.ts";

export { continues } from "./attribution/chances.ts";
export { dealEvidenceCodes, threadDoubtCodes, type DealEvidence, type DealEvidenceCode, type ThreadDoubt } from "./attribution/evidence.ts";
export type { NumberedDocument, Place, SalesDocumentKind } from "./attribution/document-numbers.ts";
export type { AttributionInput, AttributionRule, CandidateDeal, CandidateDocument } from "./attribution/input.ts";
export type { AttributionParent } from "./attribution/thread.ts";
export type { AttributedDeal, AttributedDocument };
export { fits };
export { attributionWeights } from "./attribution/weights.ts";

/**
 * To which deal and which sales documents an interaction belongs. Pure: the hub hands in the deals of the customers that
 * `matching.ts` found. Every deal gets a chance, with the evidence that makes it; a deal is chosen only from a threshold on, below it
 * a person is asked.
 */
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
      : first && first.chance >= weights.choose
        ? { kind: "chosen", opportunityId: first.id }
        : { kind: total >= weights.ask ? "ask" : "none" },
    version: weights.version,
  };
}

/** The evidence for and against each deal: what {@link attribute} weighs, and what its weights are fitted on. */
export function dealEvidence(
  input: AttributionInput,
  mentions: readonly NumberMention[] = findDocumentNumbers(textsOf(input), input.documents),
): Map<string, DealEvidence[]> {
  const found = new Map<string, DealEvidence[]>(input.deals.map(({ id }) => [id, []]));
  const add = (all: Iterable<FoundEvidence>) => {
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
  add(names.filter(({ evidence }) => evidence.code !== "deal-name"));
  add(vocabularyEvidence(own));
  // The subject, the people and the time are what an answer shares with its parent: they have spoken there.
  if (input.deals.every(({ id }) => thread.known.has(id))) return found;
  const common = [
    ...names.filter(({ evidence }) => evidence.code === "deal-name"),
    ...subjectEvidence(own),
    ...documentKindEvidence(own),
    ...quotedEvidence(own),
    ...peopleEvidence(input),
    ...timeEvidence(input),
  ];
  add(common.filter(({ id }) => !thread.known.has(id)));
  return found;
}
