import { fold } from "../text-folding.ts";
import { soundsLikeInquiry } from "./deal-words.ts";
import type { DealEvidence, FoundEvidence } from "./evidence.ts";
import { daysBetween, MAX_TEXT, type AttributionInput, type CandidateDeal } from "./input.ts";

/** Deals are opened a little after the first mail about them; what closed yesterday is still spoken of. */
export function timeEvidence({ at, deals, documents, parent, subject, text }: AttributionInput): FoundEvidence[] {
  const isInquiry = parent === undefined && soundsLikeInquiry(fold(`${subject}\n${text.slice(0, MAX_TEXT)}`));
  const isOpen = ({ createdAt, closedAt }: CandidateDeal) =>
    daysBetween(createdAt, at) >= 0 && (closedAt === null || daysBetween(closedAt, at) < 0);
  const open = deals.filter(isOpen);
  const hasDocument = new Set(documents.filter(({ issuedAt }) => daysBetween(issuedAt, at) >= 0).map(({ opportunityId }) => opportunityId));
  return deals.flatMap((deal): FoundEvidence[] => {
    const age = daysBetween(deal.createdAt, at);
    const silence = deal.lastInteractionAt === null ? null : Math.max(0, daysBetween(deal.lastInteractionAt, at));
    const closed = deal.closedAt === null ? 0 : daysBetween(deal.closedAt, at);
    const alone = isOpen(deal) && open.filter(({ customerId }) => customerId === deal.customerId).length === 1;
    const all: DealEvidence[] = [
      { code: "deal-only-open", strength: alone ? 1 : 0 },
      { code: "deal-active", strength: silence === null ? 0 : Math.exp(-silence / 14), days: Math.floor(silence ?? 0) },
      { code: "deal-new", strength: age < 0 ? 0 : Math.max(0, 1 - age / 14), days: Math.floor(age) },
      // What has been quoted is not asked for again as something new.
      { code: "deal-inquiry", strength: !isInquiry ? 0 : hasDocument.has(deal.id) ? 1 : 0.5 * Math.min(1, Math.max(0, age) / 14) },
      { code: "deal-closed", strength: Math.min(1, Math.max(0, closed) / 30), days: Math.floor(closed) },
      { code: "deal-future", strength: Math.min(1, Math.max(0, -age) / 30), days: Math.floor(-age) },
    ];
    return all.filter(({ strength }) => strength > 0.05).map((evidence) => ({ id: deal.id, evidence }));
  });
}
