import {
  attribute,
  dealEvidence,
  type AttributionInput,
  type AttributionResult,
  type CandidateDeal,
  type DealEvidence,
} from "@kronika/core/attribution.ts";
import { followsThread, isReusedThread } from "@kronika/core/attribution/thread.ts";
import type { AttributionWeights } from "@kronika/core/attribution/weights.ts";
import { domainOf, isFreeMailDomain } from "@kronika/core/addresses.ts";
import { matchInteraction, type ThreadParent } from "@kronika/core/matching.ts";
import { DAY, OWN_DOMAIN, type Company } from "./company.ts";
import { decidable } from "./decidable.ts";
import type { CompanyMail, Correspondence, Story } from "./mails.ts";

/** One mail with what Kronika's rules made of it. */
export interface Verdict {
  mail: CompanyMail;
  customerIds: string[];
  result: AttributionResult | null;
  evidence: Map<string, DealEvidence[]>;
  /** The deal that was chosen at once, or when a later mail of the thread told it. */
  dealId: string | null;
}

const OWN = { addresses: [], domains: [OWN_DOMAIN] };
/** How many of a deal's interactions the hub looks at, as hub/src/services/interactions/recording does. */
const RECENT = 20;
const OPENINGS = 10;
/** The chance of a link that the thread brought afterwards. */
const CHOSEN_LATER = 0.95;

/**
 * Reads the whole correspondence in order, as it arrives at a hub: with what is known at that moment, each mail after the ones before
 * it, on links that the rules themselves have set. No person answers any question.
 */
export function runRules({ company, mails }: Correspondence, weights?: AttributionWeights): Verdict[] {
  const history = new History(company);
  return mails.map((mail) => {
    const verdict = judge(company, history, mail, weights);
    history.add(verdict);
    return verdict;
  });
}

function judge(company: Company, history: History, mail: CompanyMail, weights?: AttributionWeights): Verdict {
  const participants = [
    { role: "from" as const, address: mail.from },
    ...mail.to.map((address) => ({ role: "to" as const, address })),
    ...mail.cc.map((address) => ({ role: "cc" as const, address })),
  ];
  const addresses = new Set(participants.map(({ address }) => address));
  const parent = history.parentOf(mail);
  const at = new Date(mail.at).toISOString();
  const inherits = parent && !isReusedThread(facts(mail), parent.attribution);
  const { links, participants: matched } = matchInteraction({
    participants,
    own: OWN,
    directory: company.addresses
      .filter((entry) => addresses.has(entry.address) && entry.from <= mail.at)
      .map(({ address, contactId, to }) => ({
        address,
        contactId,
        customerId: customerOf(company, contactId),
        alias: to !== null && to < mail.at,
      })),
    domains: company.customers
      .flatMap(({ id, domains }) => domains.map((domain) => ({ domain, customerId: id })))
      .filter(({ domain }) => !isFreeMailDomain(domain)),
    thread: inherits ? [parent.matching] : [],
  });
  const customerIds = links.flatMap(({ target, id }) => (target === "customer" ? [id] : []));
  if (customerIds.length === 0) return { mail, customerIds, result: null, evidence: new Map(), dealId: null };
  const input: AttributionInput = {
    at,
    subject: mail.subject,
    text: mail.text,
    quoted: mail.quoted,
    attachmentNames: mail.attachmentNames,
    participants: matched.map(({ address, own, contactId }) => ({
      address,
      own,
      contactId,
      userId: company.users.find((user) => user.address === address)?.id ?? null,
    })),
    parent: parent?.attribution,
    deals: history.candidates(customerIds, mail.at),
    documents: company.documents
      .filter(({ customerId, issuedAt }) => customerIds.includes(customerId) && issuedAt <= mail.at)
      .map(({ id, number, kind, dealId, issuedAt }) => ({
        id,
        number,
        kind,
        opportunityId: dealId,
        issuedAt: new Date(issuedAt).toISOString().slice(0, 10),
      })),
  };
  const result = attribute(input, weights);
  const dealId = result.decision.kind === "chosen" ? result.decision.opportunityId : null;
  return { mail, customerIds, result, evidence: dealEvidence(input), dealId };
}

const customerOf = (company: Company, contactId: string) => company.contacts.find(({ id }) => id === contactId)?.customerId ?? null;

/** What stands recorded so far. */
class History {
  readonly #company: Company;
  readonly #byMail = new Map<string, Verdict>();
  readonly #byDeal = new Map<string, CompanyMail[]>();
  readonly #roots = new Map<string, string>();
  readonly #threads = new Map<string, Verdict[]>();

  constructor(company: Company) {
    this.#company = company;
  }

  add(verdict: Verdict): void {
    const { mail, dealId } = verdict;
    this.#byMail.set(mail.id, verdict);
    const root = this.#roots.get(mail.parentId ?? "") ?? mail.id;
    this.#roots.set(mail.id, root);
    const thread = this.#threads.get(root) ?? [];
    this.#threads.set(root, [...thread, verdict]);
    if (dealId === null) return;
    this.#remember(dealId, mail);
    // As in the hub: a thread is told once.
    const parent = mail.parentId === null ? undefined : this.#byMail.get(mail.parentId);
    if (!parent || parent.dealId !== null) return;
    const customerId = this.#company.deals.find(({ id }) => id === dealId)?.customerId ?? "";
    for (const other of thread) {
      if (other.dealId !== null || !other.customerIds.includes(customerId)) continue;
      if (!followsThread(facts(other.mail), { ...facts(mail), addresses: everybody(mail) })) continue;
      other.dealId = dealId;
      this.#remember(dealId, other.mail);
    }
  }

  #remember(dealId: string, mail: CompanyMail): void {
    this.#byDeal.set(dealId, [...(this.#byDeal.get(dealId) ?? []), mail].toSorted((a, b) => a.at - b.at).slice(-RECENT));
  }

  /** The mail that it answers, if that was recorded: somebody unknown at an unknown place was not. */
  parentOf(mail: CompanyMail) {
    const verdict = mail.parentId === null ? undefined : this.#byMail.get(mail.parentId);
    if (!verdict || verdict.customerIds.length === 0) return null;
    const { mail: parent, customerIds, dealId, result } = verdict;
    const addresses = everybody(parent);
    const matching: ThreadParent = { id: parent.id, addresses, links: customerIds.map((id) => ({ target: "customer" as const, id })) };
    const deals = (result?.deals ?? []).map(({ id, chance }) => ({ id, chance, chosen: id === dealId, decidedBy: "rule" as const }));
    const known =
      result?.decision.kind === "chosen" || dealId === null
        ? deals
        : [{ id: dealId, chance: CHOSEN_LATER, chosen: true, decidedBy: "rule" as const }];
    return {
      matching,
      attribution: { id: parent.id, at: new Date(parent.at).toISOString(), subject: parent.subject, addresses, deals: known },
    };
  }

  /** Deals of these customers that are known by then, open or closed within half a year. */
  candidates(customerIds: readonly string[], at: number): CandidateDeal[] {
    return this.#company.deals
      .filter((deal) => customerIds.includes(deal.customerId) && deal.createdAt <= at && (deal.closedAt ?? at) > at - 180 * DAY)
      .map((deal) => {
        const mails = this.#byDeal.get(deal.id) ?? [];
        const counts = new Map<string, number>();
        for (const mail of mails)
          for (const address of new Set([mail.from, ...mail.to, ...mail.cc])) counts.set(address, (counts.get(address) ?? 0) + 1);
        return {
          id: deal.id,
          customerId: deal.customerId,
          name: deal.name,
          createdAt: new Date(deal.createdAt).toISOString(),
          closedAt: deal.closedAt !== null && deal.closedAt <= at ? new Date(deal.closedAt).toISOString() : null,
          ownerId: deal.ownerId,
          contactIds: deal.noted,
          people: [...counts].map(([address, count]) => ({ address, count })),
          subjects: [...new Set(mails.map(({ subject }) => subject))],
          openings: mails.slice(-OPENINGS).map(({ text }) => text.replaceAll(/\s+/g, " ").trim().slice(0, 200)),
          lastInteractionAt: mails.length > 0 ? new Date(mails.at(-1)!.at).toISOString() : null,
        };
      });
  }
}

const everybody = ({ from, to, cc }: CompanyMail) => [from, ...to, ...cc];
const isOutside = (address: string) => domainOf(address) !== OWN_DOMAIN;
const facts = (mail: CompanyMail) => ({
  at: new Date(mail.at).toISOString(),
  subject: mail.subject,
  outsideAddresses: everybody(mail).filter(isOutside),
});

export interface Measures {
  mails: number;
  /** Links to customers that the rules set, and how many of them are true. */
  customerLinks: { set: number; right: number; precision: number };
  /** Mails that belong to a deal; of them those of which a deal was chosen; of all chosen those that are right. */
  deals: { belong: number; covered: number; chosen: number; right: number; precision: number; coverage: number; asked: number };
  /** Of the mails that a careful person could place (see decidable.ts) those of which a deal was chosen. */
  decidable: { belong: number; chosen: number; coverage: number };
  byStory: Partial<Record<Story, { mails: number; chosen: number; right: number }>>;
  /** Ten equal ranges of predicted chance: how many, mean predicted, share seen. */
  calibration: { from: number; count: number; predicted: number; seen: number }[];
  /** Mean absolute difference of predicted and seen, weighted by count. */
  calibrationError: number;
}

/** Counts what the rules did against the truth. */
export function measure(company: Company, verdicts: readonly Verdict[]): Measures {
  const customerLinks = { set: 0, right: 0 };
  const deals = { belong: 0, chosen: 0, right: 0, asked: 0, covered: 0 };
  const placeable = decidable(
    company,
    verdicts.map(({ mail }) => mail),
  );
  const decidables = { belong: 0, chosen: 0 };
  const byStory: Measures["byStory"] = {};
  const bins = Array.from({ length: 10 }, (_, i) => ({ from: i / 10, count: 0, sum: 0, right: 0 }));
  for (const verdict of verdicts) {
    const { mail, customerIds, result } = verdict;
    customerLinks.set += customerIds.length;
    customerLinks.right += customerIds.filter((id) => mail.truth.customerIds.includes(id)).length;
    const chosen = verdict.dealId;
    const isTruth = (id: string) => id === mail.truth.dealId || id === mail.truth.alsoDealId;
    const isRight = chosen !== null && isTruth(chosen);
    deals.belong += Number(mail.truth.dealId !== null);
    deals.chosen += Number(chosen !== null);
    deals.right += Number(isRight);
    deals.covered += Number(chosen !== null && mail.truth.dealId !== null);
    decidables.belong += Number(placeable.has(mail.id));
    decidables.chosen += Number(chosen !== null && placeable.has(mail.id));
    deals.asked += Number(result?.decision.kind === "ask");
    const story = (byStory[mail.story] ??= { mails: 0, chosen: 0, right: 0 });
    story.mails += 1;
    story.chosen += Number(chosen !== null);
    story.right += Number(isRight);
    for (const { id, chance } of result?.deals ?? []) {
      const bin = bins[Math.min(9, Math.floor(chance * 10))]!;
      bin.count += 1;
      bin.sum += chance;
      bin.right += Number(isTruth(id));
    }
  }
  const calibration = bins.map(({ from, count, sum, right }) => ({
    from,
    count,
    predicted: count ? sum / count : 0,
    seen: count ? right / count : 0,
  }));
  const total = calibration.reduce((sum, { count }) => sum + count, 0);
  return {
    mails: verdicts.length,
    customerLinks: { ...customerLinks, precision: customerLinks.right / customerLinks.set },
    deals: { ...deals, precision: deals.right / deals.chosen, coverage: deals.covered / deals.belong },
    decidable: { ...decidables, coverage: decidables.chosen / decidables.belong },
    byStory,
    calibration,
    calibrationError: calibration.reduce((sum, { count, predicted, seen }) => sum + (count / total) * Math.abs(predicted - seen), 0),
  };
}
