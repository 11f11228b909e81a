import { and, eq } from "drizzle-orm";
import { AppError } from "@kronika/core/errors.ts";
import { actingUserId, type Ctx } from "../../context.ts";
import type { Tx } from "../../db/database.ts";
import { newId } from "../../db/ids.ts";
import { salesDocuments } from "../../db/schema/sales-documents.ts";
import { lockKey } from "../../db/lock-key.ts";
import { inTransaction } from "../../db/transaction.ts";
import { maySalesDocument } from "../../policies/sales-document.ts";
import { audit } from "../audit.ts";
import { authorise } from "../authorise.ts";
import { authoriseCustomer } from "../customers/authorise.ts";
import { readOrganization } from "../organizations/get.ts";
import { announce } from "../outbox.ts";
import { parse } from "../parse.ts";
import { assertVersion, rowVersion, type Condition } from "../versions.ts";
import { customerOf, opportunityOf } from "./references.ts";
import { settle } from "./rules.ts";
import { externalIdSchema, pushSalesDocumentSchema, type PushSalesDocument } from "./schemas.ts";

export interface Pushed {
  id: string;
  created: boolean;
}

/**
 * Writes a document as the ERP knows it, under its key there: the first push creates it, a later one replaces it, a repeat writes nothing and
 * leaves its version. The opportunity that people assigned stays unless the push names one.
 * @throws AppError `invalid` naming the field; `precondition-failed` with If-Match for another version, or for one that is not there yet
 */
export async function pushSalesDocument(
  ctx: Ctx,
  key: { source: string; externalId: string },
  input: PushSalesDocument,
  condition: Condition = {},
): Promise<Pushed> {
  authorise(maySalesDocument(ctx.actor, "push"), "Documents are pushed by managers and administrators, or with their tokens.");
  const { source, externalId } = parse(externalIdSchema, key);
  const { customerId: namedId, customerIco, opportunityId, currency, ...fields } = parse(pushSalesDocumentSchema, input);
  const settled = settle(fields);
  // Two pushes of one document that is not there yet: the second waits, and finds it.
  return inTransaction(
    ctx,
    async (tx, ctx) => {
      const standing = await find(tx, source, externalId);
      if (standing) await assertVersion(tx, { noun: "sales-document", id: standing.row.id, version: standing.version }, condition);
      else if (condition.accepted !== undefined) throw new AppError("precondition-failed", "There is no such document yet.");
      const customerId = await customerOf(tx, { customerId: namedId, customerIco });
      await authoriseCustomer(tx, ctx, "edit", customerId);
      const wanted = {
        ...fields,
        ...settled,
        amount: toCents(fields.amount),
        dueOn: fields.dueOn ?? null,
        customerId,
        opportunityId: await opportunityOf(tx, customerId, opportunityId, standing?.row),
        currency: currency ?? (await readOrganization(tx, ctx)).currency,
      };
      if (standing && Object.entries(wanted).every(([field, value]) => standing.row[field as keyof typeof wanted] === value))
        return { id: standing.row.id, created: false };
      const id = standing?.row.id ?? newId();
      if (standing)
        await tx
          .update(salesDocuments)
          .set({ ...wanted, updatedAt: ctx.now() })
          .where(eq(salesDocuments.id, id));
      else {
        const origin = { source, externalId, createdBy: actingUserId(ctx), createdAt: ctx.now(), updatedAt: ctx.now() };
        await tx.insert(salesDocuments).values({ id, orgId: ctx.orgId, ...wanted, ...origin });
      }
      const customerIds = [...new Set([customerId, ...(standing ? [standing.row.customerId] : [])])];
      await audit(tx, ctx, {
        verb: standing ? "edit" : "create",
        noun: "sales-document",
        rowId: id,
        detail: { kind: fields.kind, source },
      });
      await announce(tx, ctx, { noun: "sales-document", id, customerIds });
      return { id, created: !standing };
    },
    { locks: [lockOf(ctx.orgId, source, externalId)] },
  );
}

const lockOf = (...parts: string[]): bigint => lockKey(`sales-document|${parts.join("|")}`);

/** As PostgreSQL gives it back, so that a repeat is seen to be one: `1250` is `1250.00`. */
function toCents(amount: string): string {
  const [, sign = "", whole = "0", fraction = ""] = /^(-?)0*(\d+?)(?:\.(\d+))?$/.exec(amount) ?? [];
  const text = `${whole}.${fraction.padEnd(2, "0")}`;
  return text === "0.00" ? text : sign + text;
}

async function find(tx: Tx, source: string, externalId: string) {
  const rows = await tx
    .select({ version: rowVersion(salesDocuments), row: salesDocuments })
    .from(salesDocuments)
    .where(and(eq(salesDocuments.source, source), eq(salesDocuments.externalId, externalId)))
    .for("update");
  return rows[0];
}
