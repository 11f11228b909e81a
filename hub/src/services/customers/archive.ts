import { and, eq, isNull } from "drizzle-orm";
import type { Ctx } from "../../context.ts";
import { customers } from "../../db/schema/customers.ts";
import { inTransaction } from "../../db/transaction.ts";
import { mayCustomer } from "../../policies/customer.ts";
import { audit } from "../audit.ts";
import { authorise, found } from "../authorise.ts";
import { announce } from "../outbox.ts";

/** Puts a customer away: it leaves the lists and is matched no more; its history stays. */
export async function archiveCustomer(ctx: Ctx, id: string): Promise<void> {
  await inTransaction(ctx, async (tx, ctx) => {
    const rows = await tx
      .select({ ownerId: customers.ownerId })
      .from(customers)
      .where(and(eq(customers.id, id), isNull(customers.archivedAt)));
    authorise(mayCustomer(ctx.actor, "archive", found(rows[0], "customer")));
    await tx.update(customers).set({ archivedAt: ctx.now(), updatedAt: ctx.now() }).where(eq(customers.id, id));
    await audit(tx, ctx, { verb: "archive", noun: "customer", rowId: id });
    await announce(tx, ctx, { noun: "customer", id, customerIds: [id] });
  });
}
