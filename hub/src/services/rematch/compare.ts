import { isOwnAddress, type OwnAddresses } from "@kronika/core/addresses.ts";
import { matchInteraction, type CustomerRule, type DirectoryEntry, type DomainEntry } from "@kronika/core/matching.ts";
import type { ParticipantRole } from "@kronika/core/interactions/common.ts";
import type { LinkState } from "../../db/schema/rematches.ts";
import { validAt } from "../interactions/recording/lookup.ts";

/** An interaction as the comparison sees it. */
export interface Comparable {
  id: string;
  occurredAt: string;
  participants: { role: string; address: string | null }[];
  links: (LinkState & { decidedBy: "rule" | "person"; customerId: string | null })[];
  /** The nearest earlier mail of the thread that it refers to. */
  parentId: string | null;
}

export interface Directory {
  own: OwnAddresses;
  entries: readonly (DirectoryEntry & { validFrom: string | null; validTo: string | null })[];
  domains: readonly DomainEntry[];
  rules?: readonly CustomerRule[];
}

/** The parent as it will be: its links after this rematch. */
export interface Parent {
  id: string;
  addresses: readonly string[];
  links: readonly LinkState[];
}

/**
 * Where an interaction belongs by today's addresses, aliases and domains; null when that is where it is, or when a person has decided. Links to
 * opportunities stay as long as their customer does.
 */
export function compare(item: Comparable, directory: Directory, parent: Parent | undefined): LinkState[] | null {
  if (item.links.some(isDecided)) return null;
  const match = matchInteraction({
    participants: item.participants.map(({ role, address }) => ({
      role: role as ParticipantRole,
      ...(address === null ? {} : address.includes("@") ? { address } : { phone: address }),
    })),
    own: directory.own,
    directory: validAt(directory.entries, item.occurredAt),
    domains: directory.domains,
    rules: directory.rules,
    thread: parent && sharesPeople(item, parent, directory.own) ? [{ ...parent, links: parent.links.filter(({ chosen }) => chosen) }] : [],
  });
  const matched = (chosen: boolean) =>
    (chosen ? match.links : match.candidates)
      .filter(({ target }) => target !== "opportunity")
      .map(({ target, id, score, evidence }): LinkState => ({
        target,
        id,
        chosen,
        score,
        evidence: evidence.map((piece) => ({ ...piece })),
      }));
  const places = [...matched(true), ...matched(false)];
  const customers = new Set(places.filter((link) => link.target === "customer" && link.chosen).map(({ id }) => id));
  const deals = item.links
    .filter((link) => link.target === "opportunity" && link.customerId !== null && customers.has(link.customerId))
    .map(({ target, id, chosen, score, evidence }): LinkState => ({ target, id, chosen, score, evidence }));
  const after = [...places, ...deals];
  return samePlaces(item.links, after) ? null : after;
}

/** A person's word, or what the recorder stated: not touched. */
const isDecided = ({ decidedBy, evidence, chosen }: Comparable["links"][number]): boolean =>
  decidedBy === "person" || (chosen && evidence.some((piece) => (piece as { code?: unknown }).code === "stated"));

/** Whether both say the same places, whatever their evidence. */
export function samePlaces(left: readonly LinkState[], right: readonly LinkState[]): boolean {
  const places = (links: readonly LinkState[]) =>
    links
      .filter(({ chosen }) => chosen)
      .map(({ target, id }) => `${target}|${id}`)
      .toSorted()
      .join();
  return places(left) === places(right);
}

/** As in recording: anybody can write any id into References; a thread is joined by somebody who was in it, or is one of us. */
function sharesPeople(item: Comparable, parent: Parent, own: OwnAddresses): boolean {
  const isOurs = (address: string) => address.includes("@") && isOwnAddress(address, own);
  const sender = item.participants.find(({ role }) => role === "from")?.address;
  if (sender && isOurs(sender)) return true;
  const people = new Set(item.participants.map(({ address }) => address));
  return parent.addresses.some((address) => people.has(address) && !isOurs(address));
}
