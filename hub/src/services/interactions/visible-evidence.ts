/** A piece of evidence as it is stored: code and what it rests on. */
export type StoredEvidence = Record<string, unknown>;

/**
 * Evidence as far as the viewer may see where it was found: words and numbers of a text that is hidden from him would tell its content. The
 * code stays, so that he learns why and not what.
 */
export function visibleEvidence(
  evidence: readonly StoredEvidence[],
  { seesSubject, seesContent }: { seesSubject: boolean; seesContent: boolean },
): StoredEvidence[] {
  return evidence.map((piece) => {
    const { words: _words, number: _number, places, ...rest } = piece;
    const found = Array.isArray(places) ? places : [];
    const isHidden =
      piece["code"] === "deal-name-text"
        ? !seesContent
        : !seesSubject || (!seesContent && found.every((place) => place === "text") && found.length > 0);
    return isHidden ? rest : piece;
  });
}
