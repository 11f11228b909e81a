import { domainOf, isFreeMailDomain } from "@kronika/core/addresses.ts";
import type { KnownInteraction } from "./lookup.ts";
import type { Prepared } from "./prepare.ts";
import type { RecordingState } from "./state.ts";
import type { RecordedLink, RecordReason } from "./types.ts";

export interface Judgement {
  record: boolean;
  level: "metadata" | "subject" | "content";
  reasons: RecordReason[];
  links: RecordedLink[];
  outsideAddresses: string[];
}

/** Whether an item is kept, how much of it, and where it belongs: brings the facts of the database to the rules of core. */
export function judge(state: RecordingState, prepared: Prepared, around: { known: KnownInteraction | undefined; parent: KnownInteraction | undefined }): Judgement {
  const { item } = prepared;
  const outsideAddresses = prepared.addresses.filter((a) => a.includes("@") && !state.isOurs(a));
  const links = match(state, prepared, around, outsideAddresses);
  const skip = (code: string, address?: string): Judgement => ({ record: false, level: "metadata", reasons: [{ code, ...(address ? { address } : {}) }], links: [], outsideAddresses });
  const keep: Judgement = { record: true, level: "content", reasons: [{ code: "recorded" }], links, outsideAddresses };
  if (item.content.kind !== "email" && item.content.kind !== "meeting") return keep;
  for (const exclusion of state.lookup.organization.exclusions) {
    if (exclusion.userId !== null && exclusion.userId !== item.ownerId) continue;
    const hit = prepared.addresses.find((a) => (exclusion.kind === "address" ? a === exclusion.value : domainOf(a) === exclusion.value || domainOf(a).endsWith(`.${exclusion.value}`)));
    if (hit) return skip("excluded", hit);
  }
  if (item.source === "manual") return keep;
  if (prepared.addresses.length > 0 && outsideAddresses.length === 0) return skip("internal");
  if (item.content.kind === "email" && item.content.mailKind !== "normal") return skip(item.content.mailKind === "bulk" ? "bulk" : "automatic");
  const mode = item.facts?.mode ?? "known-customers";
  if (mode !== "all" && links.length === 0 && !around.known && !around.parent) return skip("unknown-participants");
  return keep;
}

function match(state: RecordingState, prepared: Prepared, around: { parent: KnownInteraction | undefined }, outside: readonly string[]): RecordedLink[] {
  const links = new Map<string, RecordedLink>();
  const add = (target: RecordedLink["target"], id: string, name: string, score: number, evidence: Record<string, unknown>) => {
    const found = links.get(`${target}|${id}`);
    if (found) links.set(`${target}|${id}`, { ...found, score: Math.max(found.score, score), evidence: [...found.evidence, evidence] });
    else links.set(`${target}|${id}`, { target, id, name, chosen: true, score, evidence: [evidence] });
  };
  for (const { target, id, name, customerId, customerName } of state.lookup.stated) {
    const stated = prepared.item.links;
    const list = { customer: stated?.customerIds, contact: stated?.contactIds, opportunity: stated?.opportunityIds }[target];
    if (!list?.includes(id)) continue;
    add(target, id, name, 1, { code: "stated" });
    if (target !== "customer" && customerId) add("customer", customerId, customerName ?? "", 1, { code: "stated" });
  }
  for (const link of around.parent?.links ?? []) if (link.chosen) add(link.target, link.id, link.name, 1, { code: "thread" });
  for (const entry of state.lookup.directory) {
    if (!prepared.addresses.includes(entry.address) || state.isOurs(entry.address)) continue;
    add("contact", entry.contactId, entry.contactName, 1, { code: "address", address: entry.address });
    if (entry.customerId) add("customer", entry.customerId, entry.customerName ?? "", 1, { code: "address", address: entry.address });
  }
  for (const address of outside) {
    const domain = domainOf(address);
    if (isFreeMailDomain(domain)) continue;
    for (const entry of state.lookup.domains) if (domain === entry.domain || domain.endsWith(`.${entry.domain}`)) add("customer", entry.customerId, entry.customerName, 0.9, { code: "domain", domain: entry.domain, address });
  }
  return [...links.values()];
}
