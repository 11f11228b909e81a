import { and, eq, isNull } from "drizzle-orm";
import { parseCompanyNumber } from "@kronika/core/business-ids.ts";
import { AppError } from "@kronika/core/errors.ts";
import type { Tx } from "../../db/database.ts";
import { customers } from "../../db/schema/customers.ts";
import { opportunities } from "../../db/schema/opportunities.ts";
import { assertCustomer } from "../customers/assert-customer.ts";

const refuse = (pointer: string, message: string): never => {
  throw new AppError("invalid", "Some fields are not right.", { fields: [{ pointer, message }] });
};

/** The customer that a document names, by id or by company number. @throws AppError `invalid`, also for one that the viewer does not see */
export async function customerOf(tx: Tx, named: { customerId?: string | undefined; customerIco?: string | undefined }): Promise<string> {
  if (named.customerId !== undefined) {
    await assertCustomer(tx, named.customerId);
    return named.customerId;
  }
  const written = named.customerIco ?? "";
  const ico = parseCompanyNumber(written, "SK");
  const rows = await tx
    .select({ id: customers.id })
    .from(customers)
    .where(and(eq(customers.ico, ico.ok ? ico.value : written.toUpperCase().replaceAll(/\s/g, "")), isNull(customers.archivedAt)));
  return rows[0]?.id ?? refuse("/customerIco", "is the company number of no customer of this organisation");
}

/** True when the opportunity is the customer's. */
async function isOpportunityOf(tx: Tx, opportunityId: string, customerId: string): Promise<boolean> {
  const rows = await tx
    .select({ id: opportunities.id })
    .from(opportunities)
    .where(and(eq(opportunities.id, opportunityId), eq(opportunities.customerId, customerId)));
  return rows.length > 0;
}

/**
 * The opportunity that a document belongs to. One that is named must be the customer's; one that was assigned before goes when the document
 * moves to another customer.
 * @throws AppError `invalid` at `/opportunityId`
 */
export async function opportunityOf(
  tx: Tx,
  customerId: string,
  named: string | null | undefined,
  before: { opportunityId: string | null; customerId: string } | undefined,
): Promise<string | null> {
  if (named === null) return null;
  if (named !== undefined)
    return (await isOpportunityOf(tx, named, customerId)) ? named : refuse("/opportunityId", "is no opportunity of this customer");
  return before !== undefined && before.customerId === customerId ? before.opportunityId : null;
}
