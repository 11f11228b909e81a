import { DAY, type Company, type Deal } from "./company.ts";
import type { CompanyMail } from "./mails.ts";

/**
 * The mails that a careful colleague who reads all that the hub holds could place, which is what coverage is to be expected of. The deal must be known to the hub when
 * the mail arrives, and
 * - it is the customer's only open deal by then, or
 * - some mail of the same conversation (an earlier one, this one, or a later one: the hub links afterwards) names it: by the number of a document that the hub has or
 *   by a code, or by words for what it is about, and the customer has no other known deal about the same.
 * Every other mail ("any news?" from somebody with three deals; the first word about a deal that nobody has noted yet) has to be asked about. Nothing is taken out for
 * being hard: colloquial words, typing errors, wrong threads, unknown addresses and foreign subjects count.
 * @returns ids of mails
 */
export function decidable(company: Company, mails: readonly CompanyMail[]): Set<string> {
  const deals = new Map(company.deals.map((deal) => [deal.id, deal]));
  const dealOf = ({ truth }: CompanyMail) => (truth.dealId === null ? undefined : deals.get(truth.dealId));
  const roots = new Map<string, string>();
  const told = new Set<string>();
  for (const mail of mails) {
    const root = mail.story === "answers" ? (roots.get(mail.parentId ?? "") ?? mail.id) : mail.id;
    roots.set(mail.id, root);
    const deal = dealOf(mail);
    if (!deal || mail.hint === null) continue;
    const isAlone = !company.deals.some((other) => other.matter === deal.matter && isRival(other, deal, mail.at));
    if (mail.hint === "number" || isAlone) told.add(root);
  }
  return new Set(
    mails
      .filter((mail) => {
        const deal = dealOf(mail);
        if (!deal || deal.createdAt > mail.at) return false;
        return told.has(roots.get(mail.id) ?? "") || !company.deals.some((other) => isRival(other, deal, mail.at));
      })
      .map(({ id }) => id),
  );
}

/** Another deal of the same customer that may be meant at that time: open, or closed within two weeks. */
const isRival = (other: Deal, deal: Deal, at: number) =>
  other.id !== deal.id && other.customerId === deal.customerId && other.createdAt <= at && (other.closedAt ?? at) > at - 14 * DAY;
