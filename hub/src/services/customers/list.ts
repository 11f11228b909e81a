import { and, eq, isNull, sql, type SQL } from "drizzle-orm";
import { actingUserId, type Ctx } from "../../context.ts";
import { customers } from "../../db/schema/customers.ts";
import { users } from "../../db/schema/users.ts";
import { inTransaction } from "../../db/transaction.ts";
import { found } from "../authorise.ts";
import { decodeCursor, toPage, type Page } from "../paging.ts";
import { parse } from "../parse.ts";
import { grantedColumn, mayOfCustomer, restrictedColumn } from "./customer-rights.ts";
import { listCustomersSchema, type ListCustomers } from "./schemas.ts";
import { rowVersion } from "../versions.ts";

/** The newest interaction that has happened and the next open reminder: what a list shows of the history. */
const lastInteractionAt = sql<string | null>`(SELECT to_json(l.occurred_at) #>> '{}' FROM interaction_links l
  WHERE l.org_id = app_org() AND l.target = 'customer' AND l.target_id = ${customers.id} AND l.chosen AND l.occurred_at <= now()
  ORDER BY l.occurred_at DESC LIMIT 1)`;
const nextReminderAt = sql<string | null>`(SELECT to_json(min(r.due_at)) #>> '{}' FROM reminders r
  WHERE r.org_id = app_org() AND r.customer_id = ${customers.id} AND r.state IN ('waiting', 'due'))`;

const columns = {
  id: customers.id,
  version: rowVersion(customers),
  name: customers.name,
  kinds: customers.kinds,
  ico: customers.ico,
  dic: customers.dic,
  icDph: customers.icDph,
  country: customers.country,
  website: customers.website,
  domains: customers.domains,
  ownerId: customers.ownerId,
  ownerName: users.name,
  createdAt: customers.createdAt,
  updatedAt: customers.updatedAt,
  archivedAt: customers.archivedAt,
  mergedInto: customers.mergedInto,
  lastInteractionAt: lastInteractionAt.as("last_interaction_at"),
  nextReminderAt: nextReminderAt.as("next_reminder_at"),
  restricted: restrictedColumn(customers.id).as("restricted"),
  granted: grantedColumn(customers.id).as("granted"),
};

export type CustomerRow = Awaited<ReturnType<typeof getCustomer>>;

/** A row with what the viewer may do with it, instead of the rights that this follows from. */
function withRights<Row extends { ownerId: string | null; restricted: boolean; granted: string[] }>(ctx: Ctx, row: Row) {
  const { granted, ...rest } = row;
  return { ...rest, may: mayOfCustomer(ctx.actor, { ...row, granted: new Set(granted) }) };
}

/** One customer. @throws AppError `not-found` */
export async function getCustomer(ctx: Ctx, id: string) {
  return inTransaction(ctx, async (tx) => {
    const rows = await tx.select(columns).from(customers).leftJoin(users, eq(users.id, customers.ownerId)).where(eq(customers.id, id));
    return withRights(ctx, found(rows[0], "customer"));
  });
}

/** Customers by name, or by last contact (newest first). `q` finds parts of the name without diacritics, and company numbers. */
export async function listCustomers(ctx: Ctx, input: ListCustomers): Promise<Page<CustomerRow>> {
  const { q, kind, owner, sort, limit, cursor } = parse(listCustomersSchema, input);
  return inTransaction(ctx, async (tx) => {
    const conditions: (SQL | undefined)[] = [isNull(customers.archivedAt)];
    if (q) {
      conditions.push(sql`(kronika_fold(${customers.name}) LIKE '%' || kronika_fold(${escapeLike(q)}) || '%' OR ${customers.ico} = ${q.replaceAll(/\s/g, "")}
        OR ${customers.domains} @> ARRAY[lower(${q})])`);
    }
    if (kind) conditions.push(sql`${customers.kinds} @> ARRAY[${kind}]`);
    if (owner) conditions.push(eq(customers.ownerId, owner === "me" ? (actingUserId(ctx) ?? "") : owner));
    const query = tx.select(columns).from(customers).leftJoin(users, eq(users.id, customers.ownerId)).$dynamic();
    if (sort === "name") {
      const after = decodeCursor(cursor, 2);
      if (after) conditions.push(sql`(${customers.name}, ${customers.id}) > (${after[0]}, ${after[1]}::uuid)`);
      const rows = await query
        .where(and(...conditions))
        .orderBy(customers.name, customers.id)
        .limit(limit + 1);
      return toPage(
        rows.map((row) => withRights(ctx, row)),
        limit,
        (row) => [row.name, row.id],
      );
    }
    const after = decodeCursor(cursor, 2);
    const last = sql`coalesce((${lastInteractionAt})::timestamptz, '-infinity')`;
    if (after) conditions.push(sql`(${last}, ${customers.id}) < (${after[0]}::timestamptz, ${after[1]}::uuid)`);
    const rows = await query
      .where(and(...conditions))
      .orderBy(sql`${last} DESC`, sql`${customers.id} DESC`)
      .limit(limit + 1);
    return toPage(
      rows.map((row) => withRights(ctx, row)),
      limit,
      (row) => [row.lastInteractionAt ?? "-infinity", row.id],
    );
  });
}

/** Makes a text literal inside LIKE. */
export const escapeLike = (text: string): string => text.replaceAll(/[\\%_]/g, (c) => `\\${c}`);
