import { actingUserId, type Ctx } from "../../context.ts";
import { newId } from "../../db/ids.ts";
import { opportunities } from "../../db/schema/opportunities.ts";
import { organizations } from "../../db/schema/organizations.ts";
import { inTransaction } from "../../db/transaction.ts";
import { audit } from "../audit.ts";
import { assertCustomer } from "../customers/assert-customer.ts";
import { announce } from "../outbox.ts";
import { parse } from "../parse.ts";
import { assertUser } from "../users/assert-user.ts";
import { createOpportunitySchema, type CreateOpportunity } from "./schemas.ts";
import { authoriseCustomer } from "../customers/authorise.ts";

/** Opens an opportunity with a customer; the currency is the organisation's unless said otherwise. */
export async function createOpportunity(ctx: Ctx, input: CreateOpportunity): Promise<{ id: string }> {
  const { ownerId, currency, ...fields } = parse(createOpportunitySchema, input);
  return inTransaction(ctx, async (tx, ctx) => {
    await assertCustomer(tx, fields.customerId);
    await authoriseCustomer(tx, ctx, "edit", fields.customerId);
    if (ownerId) await assertUser(tx, ownerId, "/ownerId");
    const id = newId();
    const organization = (await tx.select({ currency: organizations.currency }).from(organizations))[0];
    await tx.insert(opportunities).values({
      id,
      orgId: ctx.orgId,
      ...fields,
      value: fields.value ?? null,
      currency: currency ?? organization?.currency ?? "EUR",
      ownerId: ownerId === undefined ? actingUserId(ctx) : ownerId,
      createdAt: ctx.now(),
      updatedAt: ctx.now(),
    });
    await audit(tx, ctx, { verb: "create", noun: "opportunity", rowId: id });
    await announce(tx, ctx, { noun: "opportunity", id, customerIds: [fields.customerId] });
    return { id };
  });
}
