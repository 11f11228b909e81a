import { and, eq, isNull } from "drizzle-orm";
import type { Ctx } from "../../context.ts";
import { customers } from "../../db/schema/customers.ts";
import { inTransaction } from "../../db/transaction.ts";
import { audit } from "../audit.ts";
import { found } from "../authorise.ts";
import { announce } from "../outbox.ts";
import { authoriseCustomer } from "./authorise.ts";

/** Puts a customer away: it leaves the lists and is matched no more; its history stays. */
export async function archiveCustomer(ctx: Ctx, id: string): Promise<void> {
  await inTransaction(ctx, async (tx, ctx) => {
    await authoriseCustomer(tx, ctx, "archive", id);
    const rows = await tx
      .update(customers)
      .set({ archivedAt: ctx.now(), updatedAt: ctx.now() })
      .where(and(eq(customers.id, id), isNull(customers.archivedAt)))
      .returning({ id: customers.id });
    found(rows[0], "customer");
    await audit(tx, ctx, { verb: "archive", noun: "customer", rowId: id });
    await announce(tx, ctx, { noun: "customer", id, customerIds: [id] });
  });
}
