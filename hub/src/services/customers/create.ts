import { actingUserId, type Ctx } from "../../context.ts";
import { newId } from "../../db/ids.ts";
import { customers } from "../../db/schema/customers.ts";
import { organizations } from "../../db/schema/organizations.ts";
import { inTransaction } from "../../db/transaction.ts";
import { mayCustomer } from "../../policies/customer.ts";
import { audit } from "../audit.ts";
import { authorise, found } from "../authorise.ts";
import { announce } from "../outbox.ts";
import { parse } from "../parse.ts";
import { recaptureDomains } from "../interactions/recapture.ts";
import { assertUser } from "../users/assert-user.ts";
import { assertFreeIco, normaliseBusinessIds } from "./business-ids.ts";
import { createCustomerSchema, type CreateCustomer } from "./schemas.ts";

/**
 * Creates a customer. Its owner is whoever creates it and its country the organisation's, unless said otherwise; mail that was skipped as
 * unknown comes in by its domains.
 */
export async function createCustomer(ctx: Ctx, input: CreateCustomer): Promise<{ id: string }> {
  authorise(mayCustomer(ctx.actor, "create"));
  const { ownerId, domains, ...fields } = parse(createCustomerSchema, input);
  return inTransaction(ctx, async (tx, ctx) => {
    if (ownerId) await assertUser(tx, ownerId, "/ownerId");
    const country = fields.country ?? (await tx.select({ country: organizations.country }).from(organizations))[0]?.country ?? "SK";
    const ids = normaliseBusinessIds(fields, country);
    if (ids.ico) await assertFreeIco(tx, ids.ico);
    const rows = await tx
      .insert(customers)
      .values({
        id: newId(),
        orgId: ctx.orgId,
        ...ids,
        country,
        domains: [...new Set(domains)],
        ownerId: ownerId === undefined ? actingUserId(ctx) : ownerId,
        createdAt: ctx.now(),
        updatedAt: ctx.now(),
      })
      .returning({ id: customers.id });
    const { id } = found(rows[0], "customer");
    await recaptureDomains(tx, ctx, domains);
    await audit(tx, ctx, { verb: "create", noun: "customer", rowId: id });
    await announce(tx, ctx, { noun: "customer", id, customerIds: [id] });
    return { id };
  });
}
