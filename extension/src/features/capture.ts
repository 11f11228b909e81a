import { isOwnAddress } from "@kronika/core/addresses.ts";
import { decide, type CaptureItem, type CaptureLevel, type CapturePolicy, type CaptureReason } from "@kronika/core/capture-policy.ts";
import type { PageMessage } from "../hosts/host.ts";
import { peopleOf } from "./to-request.ts";

/** What may be done with a message of the page. */
export interface Verdict {
  record: boolean;
  level: CaptureLevel;
  /** Why it may not be recorded, not even by hand. */
  reasons: readonly CaptureReason[];
  /** Addresses outside of the organisation: the only ones that the hub is asked about. */
  outside: readonly string[];
  /** The mailbox records known customers only: the content goes only if one of them is known, or if the person insists. */
  onlyIfKnown: boolean;
}

/**
 * Decides in the page, by the same code as the hub. A click is a person's wish: it outweighs the mailbox's mode, never an exclusion and never
 * that mail is internal.
 */
export function judge(message: PageMessage, policy: CapturePolicy): Verdict {
  const participants = peopleOf(message);
  const item: CaptureItem = { kind: "email", participants };
  const { record, level, reasons } = decide({ ...item, byHand: true }, policy);
  return {
    record,
    level,
    reasons: record ? [] : reasons,
    outside: participants.map(({ address }) => address).filter((address) => !isOwnAddress(address, policy.own)),
    onlyIfKnown: decide(item, policy).needs === "known",
  };
}
