import { actingUserId, type Ctx } from "../../context.ts";
import { newId } from "../../db/ids.ts";
import { salesDocuments } from "../../db/schema/sales-documents.ts";
import { inTransaction } from "../../db/transaction.ts";
import { maySalesDocument } from "../../policies/sales-document.ts";
import { audit } from "../audit.ts";
import { authorise } from "../authorise.ts";
import { authoriseCustomer } from "../customers/authorise.ts";
import { readOrganization } from "../organizations/get.ts";
import { announce } from "../outbox.ts";
import { parse } from "../parse.ts";
import { dayIn } from "../time-zone.ts";
import { customerOf, opportunityOf } from "./references.ts";
import { settle } from "./rules.ts";
import { createSalesDocumentSchema, type CreateSalesDocument } from "./schemas.ts";

/**
 * Adds a quote, order or invoice by hand. The currency is the organisation's and the day of issue today, unless said otherwise.
 * @throws AppError `invalid` naming the field, also for a customer or opportunity that is not there
 */
export async function createSalesDocument(ctx: Ctx, input: CreateSalesDocument): Promise<{ id: string }> {
  authorise(maySalesDocument(ctx.actor, "create"));
  const { customerId: namedId, customerIco, opportunityId, ...fields } = parse(createSalesDocumentSchema, input);
  const settled = settle(fields);
  return inTransaction(ctx, async (tx, ctx) => {
    const customerId = await customerOf(tx, { customerId: namedId, customerIco });
    await authoriseCustomer(tx, ctx, "edit", customerId);
    const id = newId();
    const organization = await readOrganization(tx, ctx);
    await tx.insert(salesDocuments).values({
      id,
      orgId: ctx.orgId,
      ...fields,
      ...settled,
      customerId,
      opportunityId: await opportunityOf(tx, customerId, opportunityId, undefined),
      currency: fields.currency ?? organization.currency,
      issuedOn: fields.issuedOn ?? dayIn(ctx.now(), organization.timeZone),
      dueOn: fields.dueOn ?? null,
      createdBy: actingUserId(ctx),
      createdAt: ctx.now(),
      updatedAt: ctx.now(),
    });
    await audit(tx, ctx, { verb: "create", noun: "sales-document", rowId: id, detail: { kind: fields.kind } });
    await announce(tx, ctx, { noun: "sales-document", id, customerIds: [customerId] });
    return { id };
  });
}
