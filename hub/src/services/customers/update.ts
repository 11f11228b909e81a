import { eq } from "drizzle-orm";
import type { Ctx } from "../../context.ts";
import { customers } from "../../db/schema/customers.ts";
import { inTransaction } from "../../db/transaction.ts";
import { mayCustomer } from "../../policies/customer.ts";
import { audit } from "../audit.ts";
import { authorise, found } from "../authorise.ts";
import { recaptureDomains } from "../interactions/recapture.ts";
import { announce } from "../outbox.ts";
import { parse } from "../parse.ts";
import { assertUser } from "../users/assert-user.ts";
import { updateCustomerSchema, type UpdateCustomer } from "./schemas.ts";

/** Changes the given fields of a customer. A new domain pulls in mail that was skipped as unknown. */
export async function updateCustomer(ctx: Ctx, id: string, input: UpdateCustomer): Promise<void> {
  authorise(mayCustomer(ctx.actor, "edit"));
  const fields = parse(updateCustomerSchema, input);
  await inTransaction(ctx, async (tx, ctx) => {
    if (fields.ownerId) await assertUser(tx, fields.ownerId, "/ownerId");
    const rows = await tx
      .update(customers)
      .set({ ...fields, updatedAt: ctx.now() })
      .where(eq(customers.id, id))
      .returning({ id: customers.id });
    found(rows[0], "customer");
    if (fields.domains) await recaptureDomains(tx, ctx, fields.domains);
    await audit(tx, ctx, { verb: "edit", noun: "customer", rowId: id, detail: { fields: Object.keys(fields) } });
    await announce(tx, ctx, { noun: "customer", id, customerIds: [id] });
  });
}
