import type { NumberMention } from "./document-numbers.ts";
import type { DealEvidence } from "./evidence.ts";
import type { AttributionInput } from "./input.ts";

/** A sales document that an interaction speaks of. */
export interface AttributedDocument {
  id: string;
  opportunityId: string | null;
  /** 1 for the whole number; less for its digits alone, and where several documents share them. */
  score: number;
  evidence: DealEvidence[];
}

/** The documents whose numbers stand in the mail, the surest first. */
export function attributedDocuments({ documents }: AttributionInput, mentions: readonly NumberMention[]): AttributedDocument[] {
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
