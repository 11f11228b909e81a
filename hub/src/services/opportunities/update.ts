import { eq } from "drizzle-orm";
import type { Ctx } from "../../context.ts";
import { opportunities } from "../../db/schema/opportunities.ts";
import { inTransaction } from "../../db/transaction.ts";
import { audit } from "../audit.ts";
import { found } from "../authorise.ts";
import { readOrganization } from "../organizations/get.ts";
import { listed } from "../organizations/listed.ts";
import { listsOf } from "../organizations/settings.ts";
import { tellAssigned } from "../notifications/assigned.ts";
import { announce } from "../outbox.ts";
import { parse } from "../parse.ts";
import { assertVersion, rowVersion, type Condition } from "../versions.ts";
import { assertUser } from "../users/assert-user.ts";
import { updateOpportunitySchema, type UpdateOpportunity } from "./schemas.ts";
import { authoriseCustomer } from "../customers/authorise.ts";
import { emit } from "../webhooks/events.ts";

/** Changes the given fields. Won or lost closes the opportunity, open reopens it. */
export async function updateOpportunity(ctx: Ctx, id: string, input: UpdateOpportunity, condition: Condition = {}): Promise<void> {
  const fields = parse(updateOpportunitySchema, input);
  await inTransaction(ctx, async (tx, ctx) => {
    const before = await tx
      .select({
        customerId: opportunities.customerId,
        ownerId: opportunities.ownerId,
        stage: opportunities.stage,
        version: rowVersion(opportunities),
      })
      .from(opportunities)
      .where(eq(opportunities.id, id))
      .for("update");
    const { customerId, ownerId, stage, version } = found(before[0], "opportunity");
    await authoriseCustomer(tx, ctx, "edit", customerId, id);
    await assertVersion(tx, { noun: "opportunity", id, version }, condition);
    if (fields.stage) listed(listsOf((await readOrganization(tx, ctx)).settings).stages, fields.stage, "/stage", stage);
    if (fields.ownerId) await assertUser(tx, fields.ownerId, "/ownerId");
    const closed = fields.state === undefined ? {} : { closedAt: fields.state === "open" ? null : ctx.now() };
    await tx
      .update(opportunities)
      .set({ ...fields, ...closed, updatedAt: ctx.now() })
      .where(eq(opportunities.id, id));
    if (fields.ownerId && fields.ownerId !== ownerId) await tellAssigned(tx, ctx, fields.ownerId, { opportunityId: id });
    await emit(tx, ctx, "opportunity.changed", [id]);
    await audit(tx, ctx, { verb: "edit", noun: "opportunity", rowId: id, detail: { fields: Object.keys(fields) } });
    await announce(tx, ctx, { noun: "opportunity", id, customerIds: [customerId] });
  });
}
