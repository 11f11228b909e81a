import { eq } from "drizzle-orm";
import type { Ctx } from "../../context.ts";
import type { Tx } from "../../db/database.ts";
import { salesDocuments } from "../../db/schema/sales-documents.ts";
import { inTransaction } from "../../db/transaction.ts";
import { maySalesDocument } from "../../policies/sales-document.ts";
import { audit } from "../audit.ts";
import { authorise, found } from "../authorise.ts";
import { authoriseCustomer } from "../customers/authorise.ts";
import { announce } from "../outbox.ts";
import { parse } from "../parse.ts";
import { assertVersion, rowVersion, type Condition } from "../versions.ts";
import { customerOf, opportunityOf } from "./references.ts";
import { settle } from "./rules.ts";
import { updateSalesDocumentSchema, type UpdateSalesDocument } from "./schemas.ts";

/**
 * Changes the given fields of a document. Of one that the ERP pushed, a rep moves only the opportunity.
 * @throws AppError `precondition-failed` when somebody was quicker
 */
export async function updateSalesDocument(ctx: Ctx, id: string, input: UpdateSalesDocument, condition: Condition = {}): Promise<void> {
  const fields = parse(updateSalesDocumentSchema, input);
  await inTransaction(ctx, async (tx, ctx) => {
    const { version, ...before } = await hold(tx, id);
    const verb = Object.keys(fields).every((field) => field === "opportunityId") ? "assign" : "edit";
    authorise(
      maySalesDocument(ctx.actor, verb, before),
      "What the ERP pushed is changed there; here it can be moved to another opportunity.",
    );
    await authoriseCustomer(tx, ctx, "edit", before.customerId, before.opportunityId ?? undefined);
    await assertVersion(tx, { noun: "sales-document", id, version }, condition);
    const customerId = fields.customerId === undefined ? before.customerId : await customerOf(tx, fields);
    if (customerId !== before.customerId) await authoriseCustomer(tx, ctx, "edit", customerId);
    await tx
      .update(salesDocuments)
      .set({
        ...fields,
        ...settle({ ...fields, kind: before.kind, number: fields.number ?? before.number }, before),
        customerId,
        opportunityId: await opportunityOf(tx, customerId, fields.opportunityId, before),
        updatedAt: ctx.now(),
      })
      .where(eq(salesDocuments.id, id));
    await audit(tx, ctx, { verb: "edit", noun: "sales-document", rowId: id, detail: { fields: Object.keys(fields) } });
    await announce(tx, ctx, { noun: "sales-document", id, customerIds: [...new Set([before.customerId, customerId])] });
  });
}

/** Deletes a document. One that the ERP pushed comes back when it pushes it again: there it is to be cancelled. */
export async function removeSalesDocument(ctx: Ctx, id: string, condition: Condition = {}): Promise<void> {
  await inTransaction(ctx, async (tx, ctx) => {
    const { version, ...before } = await hold(tx, id);
    authorise(maySalesDocument(ctx.actor, "delete", before), "Only whoever added this document, or a manager, may delete it.");
    await authoriseCustomer(tx, ctx, "edit", before.customerId, before.opportunityId ?? undefined);
    await assertVersion(tx, { noun: "sales-document", id, version }, condition);
    await tx.delete(salesDocuments).where(eq(salesDocuments.id, id));
    await audit(tx, ctx, { verb: "delete", noun: "sales-document", rowId: id, detail: { kind: before.kind } });
    await announce(tx, ctx, { noun: "sales-document", id, customerIds: [before.customerId] });
  });
}

async function hold(tx: Tx, id: string) {
  const rows = await tx
    .select({
      version: rowVersion(salesDocuments),
      kind: salesDocuments.kind,
      number: salesDocuments.number,
      state: salesDocuments.state,
      paidOn: salesDocuments.paidOn,
      customerId: salesDocuments.customerId,
      opportunityId: salesDocuments.opportunityId,
      source: salesDocuments.source,
      createdBy: salesDocuments.createdBy,
    })
    .from(salesDocuments)
    .where(eq(salesDocuments.id, id))
    .for("update");
  return found(rows[0], "document");
}
