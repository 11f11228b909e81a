import { and, eq, sql, type SQL } from "drizzle-orm";
import { documentNumberKey } from "@kronika/core/document-numbers.ts";
import type { Ctx } from "../../context.ts";
import { customers } from "../../db/schema/customers.ts";
import { opportunities } from "../../db/schema/opportunities.ts";
import { salesDocuments } from "../../db/schema/sales-documents.ts";
import { inTransaction } from "../../db/transaction.ts";
import { found } from "../authorise.ts";
import { decodeCursor, toPage, type Page } from "../paging.ts";
import { parse } from "../parse.ts";
import { rowVersion } from "../versions.ts";
import { listSalesDocumentsSchema, type ListSalesDocuments } from "./schemas.ts";

/** An invoice that is not paid though its day has passed where the organisation lives. Constant within a statement, so the index of unpaid ones serves. */
export const isOverdue = (ctx: Pick<Ctx, "now">): SQL<boolean> =>
  sql<boolean>`(${salesDocuments.kind} = 'invoice' AND ${salesDocuments.state} = 'issued' AND ${salesDocuments.dueOn}
    < (${ctx.now()}::timestamptz AT TIME ZONE (SELECT o.time_zone FROM organizations o WHERE o.id = app_org()))::date)`;

const columnsFor = (ctx: Ctx) => ({
  id: salesDocuments.id,
  version: rowVersion(salesDocuments),
  kind: salesDocuments.kind,
  number: salesDocuments.number,
  state: salesDocuments.state,
  amount: salesDocuments.amount,
  currency: salesDocuments.currency,
  issuedOn: salesDocuments.issuedOn,
  dueOn: salesDocuments.dueOn,
  paidOn: salesDocuments.paidOn,
  overdue: sql<boolean>`coalesce(${isOverdue(ctx)}, false)`.as("overdue"),
  source: salesDocuments.source,
  externalId: salesDocuments.externalId,
  customerId: salesDocuments.customerId,
  customerName: customers.name,
  opportunityId: salesDocuments.opportunityId,
  opportunityName: opportunities.name,
  createdBy: salesDocuments.createdBy,
  createdAt: salesDocuments.createdAt,
  updatedAt: salesDocuments.updatedAt,
});

export type SalesDocumentRow = Awaited<ReturnType<typeof getSalesDocument>>;

/** One document. @throws AppError `not-found` */
export async function getSalesDocument(ctx: Ctx, id: string) {
  return inTransaction(ctx, async (tx) => {
    const rows = await tx
      .select(columnsFor(ctx))
      .from(salesDocuments)
      .innerJoin(customers, eq(customers.id, salesDocuments.customerId))
      .leftJoin(opportunities, eq(opportunities.id, salesDocuments.opportunityId))
      .where(eq(salesDocuments.id, id));
    return found(rows[0], "document");
  });
}

/** Documents, the newest day of issue first. `q` finds parts of the number, whatever dashes and blanks it is written with. */
export async function listSalesDocuments(ctx: Ctx, input: ListSalesDocuments): Promise<Page<SalesDocumentRow>> {
  const { customerId, opportunityId, kind, state, overdue, q, limit, cursor } = parse(listSalesDocumentsSchema, input);
  return inTransaction(ctx, async (tx) => {
    const conditions: (SQL | undefined)[] = [];
    if (customerId) conditions.push(eq(salesDocuments.customerId, customerId));
    if (opportunityId) conditions.push(eq(salesDocuments.opportunityId, opportunityId));
    if (kind) conditions.push(eq(salesDocuments.kind, kind));
    if (state) conditions.push(eq(salesDocuments.state, state));
    if (overdue !== undefined) conditions.push(overdue ? isOverdue(ctx) : sql`${isOverdue(ctx)} IS NOT TRUE`);
    // A key holds letters and digits only: nothing in it means anything to LIKE.
    if (q) conditions.push(sql`${salesDocuments.numberKey} LIKE '%' || ${documentNumberKey(q)} || '%'`);
    const after = decodeCursor(cursor, 2);
    if (after) conditions.push(sql`(${salesDocuments.issuedOn}, ${salesDocuments.id}) < (${after[0]}::date, ${after[1]}::uuid)`);
    const rows = await tx
      .select(columnsFor(ctx))
      .from(salesDocuments)
      .innerJoin(customers, eq(customers.id, salesDocuments.customerId))
      .leftJoin(opportunities, eq(opportunities.id, salesDocuments.opportunityId))
      .where(and(...conditions))
      .orderBy(sql`${salesDocuments.issuedOn} DESC`, sql`${salesDocuments.id} DESC`)
      .limit(limit + 1);
    return toPage(rows, limit, (row) => [row.issuedOn, row.id]);
  });
}
