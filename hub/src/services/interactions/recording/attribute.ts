import { attribute, type AttributionInput, type AttributionParent, type AttributionResult } from "@kronika/core/attribution.ts";
import { isReusedThread } from "@kronika/core/attribution/thread.ts";
import type { MatchResult } from "@kronika/core/matching.ts";
import type { Deals } from "./deals.ts";
import type { KnownInteraction } from "./lookup.ts";
import type { Prepared } from "./prepare.ts";
import type { RecordingState } from "./state.ts";
import type { RecordedLink } from "./types.ts";

/** What attribution adds to a judgement. `asks`: a person is to say to which deal it belongs. */
export interface Attributed {
  links: RecordedLink[];
  asks: boolean;
}

const NOTHING: Attributed = { links: [], asks: false };

/** A deal that is less likely is not kept: it would be one more row for nothing. */
const LEAST_CHANCE = 0.03;
const MOST_CANDIDATES = 5;

/**
 * To which deal an item belongs: brings the facts of the database to core/attribution.ts. Nothing is decided where the recorder said it, or
 * where the interaction has its deals already.
 */
export function attributeItem(
  state: RecordingState,
  prepared: Prepared,
  around: { known: KnownInteraction | undefined; parent: KnownInteraction | undefined },
  match: MatchResult,
): Attributed {
  const isDecided = [...match.links, ...(around.known?.links ?? [])].some(({ target }) => target === "opportunity");
  const customers = new Set(match.links.filter(({ target }) => target === "customer").map(({ id }) => id));
  if (isDecided || customers.size === 0 || state.deals.deals.length === 0) return NOTHING;
  const input = inputOf(state.deals, customers, state, prepared, around.parent, match);
  if (input.deals.length === 0) return NOTHING;
  const result = attribute(input);
  return { links: linksOf(state, result), asks: result.decision.kind === "ask" };
}

function inputOf(
  { deals, documents, rules }: Deals,
  customers: ReadonlySet<string>,
  state: RecordingState,
  { item: { content } }: Prepared,
  parent: KnownInteraction | undefined,
  match: MatchResult,
): AttributionInput {
  const inherited = new Set(parent?.links.filter(({ target }) => target === "opportunity").map(({ id }) => id));
  const isOfCustomer = ({ customerId }: { customerId: string }) => customers.has(customerId);
  const users = state.lookup.organization.users;
  return {
    at: content.occurredAt,
    subject: "subject" in content ? (content.subject ?? "") : "",
    text: (content.kind === "email" ? content.replyText || content.text : "text" in content ? content.text : "") ?? "",
    // All of it, where the new part is not all.
    quoted: content.kind === "email" && content.replyText && content.text !== content.replyText ? (content.text ?? undefined) : undefined,
    attachmentNames: content.kind === "email" ? content.attachments.flatMap(({ filename }) => filename ?? []) : [],
    participants: match.participants.map(({ address, own, contactId }) => ({
      address,
      own,
      contactId,
      userId: users.find(({ addresses }) => address !== null && addresses.includes(address))?.id ?? null,
    })),
    parent: parent && attributionParent(parent),
    deals: deals.filter((deal) => isOfCustomer(deal) || inherited.has(deal.id)),
    documents: documents.filter(isOfCustomer),
    rules: rules.filter(isOfCustomer),
  };
}

const attributionParent = (parent: KnownInteraction): AttributionParent => ({
  id: parent.id,
  at: parent.occurredAt,
  subject: parent.subject,
  addresses: parent.participants.flatMap(({ address }) => address ?? []),
  deals: parent.links
    .filter(({ target }) => target === "opportunity")
    .map(({ id, chosen, score, decidedBy }) =>
      // A person's word is sure, also that it is none of these.
      decidedBy === "person" ? { id, chosen, chance: Number(chosen), decidedBy } : { id, chosen, chance: score, decidedBy: "rule" },
    ),
});

function linksOf(state: RecordingState, { deals, decision }: AttributionResult): RecordedLink[] {
  const chosenId = decision.kind === "chosen" ? decision.opportunityId : null;
  return deals
    .filter(({ id, chance }) => id === chosenId || chance >= LEAST_CHANCE)
    .slice(0, MOST_CANDIDATES)
    .map(({ id, chance, evidence }) => ({
      target: "opportunity",
      id,
      name: state.deals.deals.find((deal) => deal.id === id)?.name ?? "",
      chosen: id === chosenId,
      score: chance,
      evidence: evidence.filter(({ strength }) => strength !== 0).map((piece) => ({ ...piece })),
    }));
}

/** Whether a mail only uses its parent as a form, so that not even the customer is inherited. */
export function onlyReuses(state: RecordingState, { item: { content }, addresses }: Prepared, parent: KnownInteraction): boolean {
  if (content.kind !== "email") return false;
  const outsideAddresses = addresses.filter((address) => !state.isOurs(address));
  return isReusedThread(
    { at: content.occurredAt, subject: content.subject, outsideAddresses },
    { at: parent.occurredAt, subject: parent.subject, addresses: parent.participants.flatMap(({ address }) => address ?? []) },
  );
}
