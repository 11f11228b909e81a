import { eq } from "drizzle-orm";
import type { Ctx } from "../../context.ts";
import { opportunities } from "../../db/schema/opportunities.ts";
import { inTransaction } from "../../db/transaction.ts";
import { audit } from "../audit.ts";
import { found } from "../authorise.ts";
import { announce } from "../outbox.ts";
import { parse } from "../parse.ts";
import { assertUser } from "../users/assert-user.ts";
import { updateOpportunitySchema, type UpdateOpportunity } from "./schemas.ts";
import { authoriseCustomer } from "../customers/authorise.ts";

/** Changes the given fields. Won or lost closes the opportunity, open reopens it. */
export async function updateOpportunity(ctx: Ctx, id: string, input: UpdateOpportunity): Promise<void> {
  const fields = parse(updateOpportunitySchema, input);
  await inTransaction(ctx, async (tx, ctx) => {
    const before = await tx.select({ customerId: opportunities.customerId }).from(opportunities).where(eq(opportunities.id, id));
    await authoriseCustomer(tx, ctx, "edit", found(before[0], "opportunity").customerId, id);
    if (fields.ownerId) await assertUser(tx, fields.ownerId, "/ownerId");
    const closed = fields.state === undefined ? {} : { closedAt: fields.state === "open" ? null : ctx.now() };
    const rows = await tx
      .update(opportunities)
      .set({ ...fields, ...closed, updatedAt: ctx.now() })
      .where(eq(opportunities.id, id))
      .returning({ customerId: opportunities.customerId });
    const { customerId } = found(rows[0], "opportunity");
    await audit(tx, ctx, { verb: "edit", noun: "opportunity", rowId: id, detail: { fields: Object.keys(fields) } });
    await announce(tx, ctx, { noun: "opportunity", id, customerIds: [customerId] });
  });
}
