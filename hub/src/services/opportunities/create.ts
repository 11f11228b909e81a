import { actingUserId, type Ctx } from "../../context.ts";
import { newId } from "../../db/ids.ts";
import { opportunities } from "../../db/schema/opportunities.ts";
import { inTransaction } from "../../db/transaction.ts";
import { audit } from "../audit.ts";
import { assertCustomer } from "../customers/assert-customer.ts";
import { readOrganization } from "../organizations/get.ts";
import { listed } from "../organizations/listed.ts";
import { listsOf } from "../organizations/settings.ts";
import { announce } from "../outbox.ts";
import { parse } from "../parse.ts";
import { assertUser } from "../users/assert-user.ts";
import { createOpportunitySchema, type CreateOpportunity } from "./schemas.ts";
import { authoriseCustomer } from "../customers/authorise.ts";
import { emit } from "../webhooks/events.ts";

/** Opens an opportunity with a customer; currency and first stage are the organisation's unless said otherwise. */
export async function createOpportunity(ctx: Ctx, input: CreateOpportunity): Promise<{ id: string }> {
  const { ownerId, currency, ...fields } = parse(createOpportunitySchema, input);
  return inTransaction(ctx, async (tx, ctx) => {
    await assertCustomer(tx, fields.customerId);
    await authoriseCustomer(tx, ctx, "edit", fields.customerId);
    if (ownerId) await assertUser(tx, ownerId, "/ownerId");
    const id = newId();
    const { settings, currency: ours } = await readOrganization(tx, ctx);
    const { stages } = listsOf(settings);
    const stage = fields.stage === undefined ? stages.find(({ retired }) => !retired) : listed(stages, fields.stage, "/stage");
    await tx.insert(opportunities).values({
      id,
      orgId: ctx.orgId,
      ...fields,
      stage: stage?.key ?? "new",
      value: fields.value ?? null,
      currency: currency ?? ours,
      ownerId: ownerId === undefined ? actingUserId(ctx) : ownerId,
      createdAt: ctx.now(),
      updatedAt: ctx.now(),
    });
    await emit(tx, ctx, "opportunity.changed", [id]);
    await audit(tx, ctx, { verb: "create", noun: "opportunity", rowId: id });
    await announce(tx, ctx, { noun: "opportunity", id, customerIds: [fields.customerId] });
    return { id };
  });
}
