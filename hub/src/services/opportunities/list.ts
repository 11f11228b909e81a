import { and, eq, sql, type SQL } from "drizzle-orm";
import type { Ctx } from "../../context.ts";
import { customers } from "../../db/schema/customers.ts";
import { opportunities } from "../../db/schema/opportunities.ts";
import { users } from "../../db/schema/users.ts";
import { inTransaction } from "../../db/transaction.ts";
import { found } from "../authorise.ts";
import { grantedColumn, mayOfCustomer, restrictedColumn } from "../customers/customer-rights.ts";
import { escapeLike } from "../customers/list.ts";
import { decodeCursor, toPage, type Page } from "../paging.ts";
import { parse } from "../parse.ts";
import { listOpportunitiesSchema, type ListOpportunities } from "./schemas.ts";
import { rowVersion } from "../versions.ts";

const columns = {
  id: opportunities.id,
  version: rowVersion(opportunities),
  name: opportunities.name,
  stage: opportunities.stage,
  state: opportunities.state,
  value: opportunities.value,
  currency: opportunities.currency,
  expectedClose: opportunities.expectedClose,
  customerId: opportunities.customerId,
  customerName: customers.name,
  ownerId: opportunities.ownerId,
  ownerName: users.name,
  createdAt: opportunities.createdAt,
  closedAt: opportunities.closedAt,
  customerOwnerId: sql<string | null>`${customers.ownerId}`.as("customer_owner_id"),
  restricted: restrictedColumn(customers.id).as("restricted"),
  granted: grantedColumn(customers.id, opportunities.id).as("granted"),
};

export type OpportunityRow = Awaited<ReturnType<typeof getOpportunity>>;

/** A row with what the viewer may do with it: the customer's owner and rights decide, and rights on the deal itself; its owner shares it. */
function withRights<Row extends { ownerId: string | null; customerOwnerId: string | null; restricted: boolean; granted: string[] }>(
  ctx: Ctx,
  row: Row,
) {
  const { customerOwnerId, restricted, granted, ...rest } = row;
  return {
    ...rest,
    may: mayOfCustomer(ctx.actor, { ownerId: customerOwnerId, restricted, granted: new Set(granted) }, { ...row, customerOwnerId }),
  };
}

/** One opportunity. @throws AppError `not-found` */
export async function getOpportunity(ctx: Ctx, id: string) {
  return inTransaction(ctx, async (tx) => {
    const rows = await tx
      .select(columns)
      .from(opportunities)
      .innerJoin(customers, eq(customers.id, opportunities.customerId))
      .leftJoin(users, eq(users.id, opportunities.ownerId))
      .where(eq(opportunities.id, id));
    return withRights(ctx, found(rows[0], "opportunity"));
  });
}

/** Opportunities, newest first. */
export async function listOpportunities(ctx: Ctx, input: ListOpportunities): Promise<Page<OpportunityRow>> {
  const { customerId, state, q, limit, cursor } = parse(listOpportunitiesSchema, input);
  return inTransaction(ctx, async (tx) => {
    const conditions: (SQL | undefined)[] = [];
    if (customerId) conditions.push(eq(opportunities.customerId, customerId));
    if (state) conditions.push(eq(opportunities.state, state));
    if (q) conditions.push(sql`kronika_fold(${opportunities.name}) LIKE '%' || kronika_fold(${escapeLike(q)}) || '%'`);
    const after = decodeCursor(cursor, 1);
    if (after) conditions.push(sql`${opportunities.id} < ${after[0]}::uuid`);
    const rows = await tx
      .select(columns)
      .from(opportunities)
      .innerJoin(customers, eq(customers.id, opportunities.customerId))
      .leftJoin(users, eq(users.id, opportunities.ownerId))
      .where(and(...conditions))
      .orderBy(sql`${opportunities.id} DESC`)
      .limit(limit + 1);
    return toPage(
      rows.map((row) => withRights(ctx, row)),
      limit,
      (row) => [row.id],
    );
  });
}
