import type { RecordReason, RecordResult } from "../interactions/record.ts";

/** What became of a message that is no interaction itself but says something about one: for its ledger row. */
export interface FoldOutcome {
  /** Stable code: why there is no entry of its own in the history. */
  reason: string;
  trace: RecordReason[];
  /** The interaction that it became a part of, null when that is not here (yet). */
  interactionId: string | null;
  /** Outside addresses, when it was left out because nobody knew its people: a later contact pulls it in. */
  addresses: string[] | null;
}

/** `X-to-recorded` once what it is about stands, `X` until then. */
export function foldedInto(kind: string, rule: string, by: string, about: readonly string[]): FoldOutcome {
  const [interactionId = null] = about;
  const reason = interactionId === null ? kind : `${kind}-to-recorded`;
  return { reason, trace: [{ code: reason, rule, address: by }], interactionId, addresses: null };
}

/** An invitation to a meeting that the capture policy leaves out. */
export function leftOut(results: readonly RecordResult[]): FoldOutcome {
  const [first] = results;
  const addresses = [...new Set(results.flatMap((result) => result.outsideAddresses))];
  return { reason: first?.reasons[0]?.code ?? "outside-window", trace: first?.reasons ?? [], interactionId: null, addresses };
}
