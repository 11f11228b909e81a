import { decide, defaultExclusions, type CaptureItem, type CapturePolicy, type FolderRole } from "@kronika/core/capture-policy.ts";
import { matchInteraction, type Link, type MatchResult } from "@kronika/core/matching.ts";
import type { QuestionKind } from "../../../db/schema/questions.ts";
import { attributeItem, onlyReuses } from "./attribute.ts";
import { validAt, type KnownInteraction } from "./lookup.ts";
import type { Prepared } from "./prepare.ts";
import type { RecordingState } from "./state.ts";
import type { RecordedLink, RecordReason } from "./types.ts";

export interface Judgement {
  record: boolean;
  level: "metadata" | "subject" | "content";
  reasons: RecordReason[];
  links: RecordedLink[];
  /** What a person is to be asked, because the rules are not sure. */
  asks: QuestionKind | null;
  /** Addresses that are not ours, normalised. */
  outsideAddresses: string[];
}

/** What an arriving item has to do with what stands. */
export interface Around {
  /** The interaction that it is another copy of. */
  known: KnownInteraction | undefined;
  /** The mail that it answers. */
  parent: KnownInteraction | undefined;
}

/** Whether an item is kept, how much of it, and where it belongs: brings the facts of the database to the rules of core. */
export function judge(state: RecordingState, prepared: Prepared, around: Around): Judgement {
  // Of what was erased not even the addresses are kept.
  if (state.erased.has(prepared))
    return { record: false, level: "metadata", reasons: [{ code: "erased" }], links: [], asks: null, outsideAddresses: [] };
  const outsideAddresses = prepared.addresses.filter((address) => address.includes("@") && !state.isOurs(address));
  const match = matchInteraction({
    participants: prepared.participants,
    own: state.own,
    directory: validAt(state.lookup.directory, prepared.item.content.occurredAt),
    domains: state.lookup.domains,
    rules: state.lookup.rules,
    thread: around.parent && !onlyReuses(state, prepared, around.parent) ? [threadParent(around.parent)] : [],
    stated: statedOf(state, prepared),
  });
  const decision = decide(captureItem(prepared, around, match), policyFor(state, prepared));
  if (!decision.record) return { record: false, level: "metadata", reasons: decision.reasons, links: [], asks: null, outsideAddresses };
  const links = [...match.links.map((link) => toLink(state, link, true)), ...match.candidates.map((link) => toLink(state, link, false))];
  const deal = attributeItem(state, prepared, around, match);
  const asks = deal.asks ? "opportunity" : isTornBetweenCustomers(match) ? "customer" : null;
  return { record: true, level: decision.level, reasons: decision.reasons, links: [...links, ...deal.links], asks, outsideAddresses };
}

/** Several customers fit, and none of them more than the others. */
function isTornBetweenCustomers({ links, candidates }: MatchResult): boolean {
  const isCustomer = ({ target }: Link) => target === "customer";
  return !links.some(isCustomer) && candidates.filter(isCustomer).length > 1;
}

/** The rules that hold for this item: the organisation's, those of the person whose copy it is, and of the mailbox. */
function policyFor(state: RecordingState, { item }: Prepared): CapturePolicy {
  const rules = state.lookup.organization.exclusions.filter(({ userId }) => userId === null || userId === item.ownerId);
  return {
    own: state.own,
    mailbox: { mode: item.facts?.mode ?? "known-customers" },
    exclusions: [
      ...defaultExclusions,
      ...rules.map(({ userId, kind, value }) => ({
        kind,
        value,
        scope: userId === null ? ("organization" as const) : ("person" as const),
      })),
    ],
  };
}

function captureItem({ item, participants }: Prepared, around: Around, match: MatchResult): CaptureItem {
  const { content, facts, links } = item;
  const stated = [links?.customerIds, links?.contactIds, links?.opportunityIds].some((ids) => (ids?.length ?? 0) > 0);
  const known = around.known !== undefined || match.links.length > 0 || match.candidates.length > 0;
  return {
    kind: content.kind,
    participants,
    ...(content.kind === "email" ? { mailKind: content.mailKind, kindReasons: facts?.kindReasons } : {}),
    folder: facts?.folder,
    folderRole: facts?.folderRole as FolderRole | undefined,
    labels: facts?.labels ?? [],
    private: facts?.private,
    sensitivity: facts?.sensitivity,
    known,
    repliesToRecorded: around.parent !== undefined,
    // A click in the page asks for it; of people whom nobody knows there is still no place where it would be found.
    byHand: item.source === "manual" || (item.source === "extension" && known) || stated,
    stated,
  };
}

/** What the recorder said; a person or an opportunity brings its customer with it. */
function statedOf(state: RecordingState, { item }: Prepared) {
  const links = item.links;
  if (!links) return undefined;
  const ids = [...(links.customerIds ?? []), ...(links.contactIds ?? []), ...(links.opportunityIds ?? [])];
  const customers = state.lookup.stated.flatMap((entry) => (ids.includes(entry.id) && entry.customerId !== null ? [entry.customerId] : []));
  const exists = new Set(state.lookup.stated.map((entry) => entry.id));
  const real = (list: readonly string[] | undefined) => (list ?? []).filter((id) => exists.has(id));
  return { customerIds: [...new Set(customers)], contactIds: real(links.contactIds), opportunityIds: real(links.opportunityIds) };
}

/** The parent's customers and people; its deals are weighed in attribute.ts. */
const threadParent = (parent: KnownInteraction) => ({
  id: parent.id,
  links: parent.links.filter((link) => link.chosen && link.target !== "opportunity"),
  addresses: parent.participants.flatMap(({ address }) => (address === null ? [] : [address])),
});

const toLink = (state: RecordingState, { target, id, score, evidence }: Link, chosen: boolean): RecordedLink => ({
  target,
  id,
  name: state.nameOf(id),
  chosen,
  score,
  evidence: evidence.map((piece) => ({ ...piece })),
  ...(evidence.some(({ code }) => code === "stated") ? { decidedBy: "person" as const } : {}),
});
