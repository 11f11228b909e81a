import { domainOf } from "@kronika/core/addresses.ts";
import type { PageMessage } from "../hosts/host.ts";
import type { Reason } from "../hub-types.ts";
import { peopleOf, type Level } from "./to-request.ts";

/** What may be done with a message of the page. */
export interface Verdict {
  record: boolean;
  level: Level;
  reasons: readonly Reason[];
  /** Addresses outside of the organisation. */
  outside: readonly string[];
  /** To be recorded only if one of them is known to the hub. */
  onlyIfKnown: boolean;
}

interface InterimPolicy {
  ownDomains: string[];
  exclusions: { kind: "address" | "domain"; value: string }[];
}

export function judge(message: PageMessage, policy: unknown): Verdict {
  const { ownDomains, exclusions } = policy as InterimPolicy;
  const addresses = peopleOf(message).map(({ address }) => address);
  const outside = addresses.filter((address) => !ownDomains.includes(domainOf(address)));
  const excluded = exclusions
    .map(({ value }) => addresses.find((address) => address === value || domainOf(address) === value))
    .find((hit) => hit !== undefined);
  const base = { level: "content" as const, outside, onlyIfKnown: true };
  if (excluded !== undefined) return { ...base, record: false, reasons: [{ code: "excluded", address: excluded }] };
  if (outside.length === 0) return { ...base, record: false, reasons: [{ code: "internal" }] };
  return { ...base, record: true, reasons: [] };
}
