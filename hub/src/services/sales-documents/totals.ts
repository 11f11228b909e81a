import { and, eq, sql } from "drizzle-orm";
import type { Ctx } from "../../context.ts";
import { salesDocuments } from "../../db/schema/sales-documents.ts";
import { inTransaction } from "../../db/transaction.ts";
import { isOverdue } from "./list.ts";

/**
 * Sums of one kind in one currency; decimal texts. `amount` counts what was really offered, ordered, invoiced (no drafts, nothing cancelled,
 * refused or expired), `open` the part that waits: for an answer, a delivery, a payment.
 */
export interface SalesDocumentTotal {
  kind: "quote" | "order" | "invoice";
  currency: string;
  count: number;
  amount: string;
  open: string;
  overdueCount: number;
  overdue: string;
}

const counts = sql`${salesDocuments.state} IN ('sent', 'accepted', 'confirmed', 'delivered', 'issued', 'paid')`;
const waits = sql`${salesDocuments.state} IN ('sent', 'confirmed', 'issued')`;
const sumOf = (ofThese: ReturnType<typeof sql>) =>
  sql<string>`coalesce(sum(${salesDocuments.amount}) FILTER (WHERE ${ofThese}), 0)::numeric(18, 2)::text`;

/** Totals of a customer's or an opportunity's documents. Nothing for one that the viewer does not see. */
export async function totalSalesDocuments(
  ctx: Ctx,
  of: { customerId?: string | undefined; opportunityId?: string | undefined },
): Promise<SalesDocumentTotal[]> {
  return inTransaction(ctx, (tx) =>
    tx
      .select({
        kind: salesDocuments.kind,
        currency: salesDocuments.currency,
        count: sql<number>`(count(*) FILTER (WHERE ${counts}))::int`,
        amount: sumOf(counts),
        open: sumOf(waits),
        overdueCount: sql<number>`(count(*) FILTER (WHERE ${isOverdue(ctx)}))::int`,
        overdue: sumOf(isOverdue(ctx)),
      })
      .from(salesDocuments)
      .where(
        and(
          of.customerId === undefined ? undefined : eq(salesDocuments.customerId, of.customerId),
          of.opportunityId === undefined ? undefined : eq(salesDocuments.opportunityId, of.opportunityId),
        ),
      )
      .groupBy(salesDocuments.kind, salesDocuments.currency)
      .having(sql`count(*) FILTER (WHERE ${counts}) > 0`)
      .orderBy(salesDocuments.kind, salesDocuments.currency),
  );
}
