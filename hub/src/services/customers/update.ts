import { eq } from "drizzle-orm";
import type { Ctx } from "../../context.ts";
import { customers } from "../../db/schema/customers.ts";
import { inTransaction } from "../../db/transaction.ts";
import { audit } from "../audit.ts";
import { found } from "../authorise.ts";
import { recaptureDomains } from "../interactions/recapture.ts";
import { tellAssigned } from "../notifications/assigned.ts";
import { announce } from "../outbox.ts";
import { parse } from "../parse.ts";
import { assertVersion, rowVersion, type Condition } from "../versions.ts";
import { assertUser } from "../users/assert-user.ts";
import { assertFreeIco, normaliseBusinessIds, type BusinessIds } from "./business-ids.ts";
import { updateCustomerSchema, type UpdateCustomer } from "./schemas.ts";
import { applyRightsChange } from "../rights/apply-change.ts";
import { rightsLock } from "../rights/rules.ts";
import { authoriseCustomer } from "./authorise.ts";
import type { Tx } from "../../db/database.ts";

/**
 * Changes the given fields of a customer. A new domain pulls in mail that was skipped as unknown. Identifiers are checked when they change or
 * when the country does: one that stands from before the rule stays, and the rest of the customer can be edited around it.
 * @throws AppError `precondition-failed` when somebody was quicker
 */
export async function updateCustomer(ctx: Ctx, id: string, input: UpdateCustomer, condition: Condition = {}): Promise<void> {
  const fields = parse(updateCustomerSchema, input);
  // A new owner sees a restricted customer, the old one does not any more.
  const locks = fields.ownerId === undefined ? [] : [rightsLock(ctx.orgId)];
  const write = async (tx: Tx, ctx: Ctx) => {
    await authoriseCustomer(tx, ctx, "edit", id);
    if (fields.ownerId) await assertUser(tx, fields.ownerId, "/ownerId");
    const {
      id: _id,
      ownerId,
      version,
      ...stored
    } = found(
      (
        await tx
          .select({
            id: customers.id,
            version: rowVersion(customers),
            ownerId: customers.ownerId,
            country: customers.country,
            ico: customers.ico,
            dic: customers.dic,
            icDph: customers.icDph,
          })
          .from(customers)
          .where(eq(customers.id, id))
          .for("update")
      )[0],
      "customer",
    );
    await assertVersion(tx, { noun: "customer", id, version }, condition);
    const ids = changedIds(stored, fields);
    if (ids.ico) await assertFreeIco(tx, ids.ico, id);
    await tx
      .update(customers)
      .set({ ...fields, ...ids, updatedAt: ctx.now() })
      .where(eq(customers.id, id));
    if (fields.ownerId !== undefined) await applyRightsChange(tx, ctx, "customer", id);
    if (fields.ownerId && fields.ownerId !== ownerId) await tellAssigned(tx, ctx, fields.ownerId, { customerId: id });
    if (fields.domains) await recaptureDomains(tx, ctx, fields.domains);
    await audit(tx, ctx, { verb: "edit", noun: "customer", rowId: id, detail: { fields: Object.keys(fields) } });
    await announce(tx, ctx, { noun: "customer", id, customerIds: [id] });
  };
  await inTransaction(ctx, write, { locks });
}

/** Of the identifiers those that are to be written, checked by the country that holds afterwards. */
function changedIds(stored: BusinessIds & { country: string }, fields: BusinessIds & { country?: string | undefined }): BusinessIds {
  const country = fields.country ?? stored.country;
  const moved = country !== stored.country;
  const given: BusinessIds = {};
  for (const name of ["ico", "dic", "icDph"] as const) {
    const wanted = fields[name] === undefined ? stored[name] : fields[name];
    if (moved || wanted !== stored[name]) given[name] = wanted;
  }
  return normaliseBusinessIds(given, country);
}
