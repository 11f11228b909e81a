import { and, eq, isNull, sql, type SQL } from "drizzle-orm";
import type { Ctx } from "../../context.ts";
import { contacts, customers } from "../../db/schema/customers.ts";
import { inTransaction } from "../../db/transaction.ts";
import { found } from "../authorise.ts";
import { escapeLike } from "../customers/list.ts";
import { decodeCursor, toPage, type Page } from "../paging.ts";
import { parse } from "../parse.ts";
import { undeliverableSince } from "../reactions/undeliverable.ts";
import { listContactsSchema, type ListContacts } from "./schemas.ts";
import { rowVersion } from "../versions.ts";

const columns = {
  id: contacts.id,
  version: rowVersion(contacts),
  name: contacts.name,
  jobTitle: contacts.jobTitle,
  legalBasis: contacts.legalBasis,
  customerId: contacts.customerId,
  customerName: customers.name,
  createdAt: contacts.createdAt,
  archivedAt: contacts.archivedAt,
  mergedInto: contacts.mergedInto,
  addresses: sql<
    {
      id: string;
      kind: "email" | "phone";
      value: string;
      label: string | null;
      validFrom: string | null;
      validTo: string | null;
      bouncedAt: string | null;
    }[]
  >`coalesce((
    SELECT json_agg(json_build_object('id', a.id, 'kind', a.kind, 'value', a.value, 'label', a.label, 'validFrom', a.valid_from, 'validTo', a.valid_to,
      'bouncedAt', CASE WHEN a.kind = 'email' THEN ${undeliverableSince(sql`a.org_id`, sql`a.value`)} END) ORDER BY a.kind, a.created_at, a.id)
    FROM contact_addresses a WHERE a.contact_id = ${contacts.id}), '[]'::json)`.as("addresses"),
};

export type ContactRow = Awaited<ReturnType<typeof getContact>>;

/** One person. @throws AppError `not-found` */
export async function getContact(ctx: Ctx, id: string) {
  return inTransaction(ctx, async (tx) => {
    const rows = await tx
      .select(columns)
      .from(contacts)
      .leftJoin(customers, eq(customers.id, contacts.customerId))
      .where(eq(contacts.id, id));
    return found(rows[0], "contact");
  });
}

/** People by name; `q` finds parts of the name without diacritics, and addresses. */
export async function listContacts(ctx: Ctx, input: ListContacts): Promise<Page<ContactRow>> {
  const { customerId, q, limit, cursor } = parse(listContactsSchema, input);
  return inTransaction(ctx, async (tx) => {
    const conditions: (SQL | undefined)[] = [isNull(contacts.archivedAt)];
    if (customerId) conditions.push(eq(contacts.customerId, customerId));
    if (q) {
      const pattern = escapeLike(q);
      conditions.push(sql`(kronika_fold(${contacts.name}) LIKE '%' || kronika_fold(${pattern}) || '%'
        OR EXISTS (SELECT FROM contact_addresses a WHERE a.contact_id = ${contacts.id} AND a.value LIKE '%' || lower(${pattern}) || '%'))`);
    }
    const after = decodeCursor(cursor, 2);
    if (after) conditions.push(sql`(${contacts.name}, ${contacts.id}) > (${after[0]}, ${after[1]}::uuid)`);
    const rows = await tx
      .select(columns)
      .from(contacts)
      .leftJoin(customers, eq(customers.id, contacts.customerId))
      .where(and(...conditions))
      .orderBy(contacts.name, contacts.id)
      .limit(limit + 1);
    return toPage(rows, limit, (row) => [row.name, row.id]);
  });
}
