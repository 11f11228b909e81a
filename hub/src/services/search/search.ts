import { sql } from "drizzle-orm";
import type { Ctx } from "../../context.ts";
import { inTransaction } from "../../db/transaction.ts";
import { listContacts, type ContactRow } from "../contacts/list.ts";
import { escapeLike, listCustomers, type CustomerRow } from "../customers/list.ts";
import { readSummaries, type SummaryRow } from "../interactions/read.ts";
import { listOpportunities, type OpportunityRow } from "../opportunities/list.ts";

export interface SearchResult {
  customers: CustomerRow[];
  contacts: ContactRow[];
  opportunities: OpportunityRow[];
  interactions: SummaryRow[];
}

/** How far back interactions are looked through. */
const NEWEST = 5000;

/** One word for everything: names without diacritics, addresses, subjects. The viewer finds only what the viewer may see. */
export async function search(ctx: Ctx, q: string, limit: number): Promise<SearchResult> {
  return inTransaction(ctx, async (tx, ctx) => {
    const customers = (await listCustomers(ctx, { q, limit })).items;
    const contacts = (await listContacts(ctx, { q, limit })).items;
    const opportunities = (await listOpportunities(ctx, { q, limit })).items;
    const interactions = await readSummaries(
      tx,
      sql`SELECT s.interaction_id FROM (SELECT id, occurred_at FROM interactions WHERE org_id = app_org() AND state <> 'merged' ORDER BY occurred_at DESC LIMIT ${NEWEST}) i
        JOIN interaction_subjects s ON s.interaction_id = i.id WHERE kronika_fold(s.subject) LIKE '%' || kronika_fold(${escapeLike(q)}) || '%'
        ORDER BY i.occurred_at DESC LIMIT ${limit}`,
    );
    return { customers, contacts, opportunities, interactions };
  });
}
