import { eq } from "drizzle-orm";
import type { Ctx } from "../../context.ts";
import type { Tx } from "../../db/database.ts";
import { organizations } from "../../db/schema/organizations.ts";
import { inTransaction } from "../../db/transaction.ts";
import { mayOrganization } from "../../policies/organization.ts";
import { authorise, found } from "../authorise.ts";

export type OrganizationRow = typeof organizations.$inferSelect;

/** The caller's organisation. */
export async function getOrganization(ctx: Ctx): Promise<OrganizationRow> {
  authorise(mayOrganization(ctx.actor, "view"));
  return inTransaction(ctx, (tx) => readOrganization(tx, ctx));
}

/** For verbs that have a transaction. `hold` keeps the row: changes of the organisation's administrators come one after the other. */
export async function readOrganization(tx: Tx, ctx: Pick<Ctx, "orgId">, options: { hold?: boolean } = {}): Promise<OrganizationRow> {
  const query = tx.select().from(organizations).where(eq(organizations.id, ctx.orgId));
  return found((await (options.hold ? query.for("update") : query))[0], "organisation");
}
