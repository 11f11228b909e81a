import type { Ctx } from "../../context.ts";
import { newId } from "../../db/ids.ts";
import { contacts } from "../../db/schema/customers.ts";
import { inTransaction } from "../../db/transaction.ts";
import { audit } from "../audit.ts";
import { assertCustomer } from "../customers/assert-customer.ts";
import { announce } from "../outbox.ts";
import { parse } from "../parse.ts";
import { replaceAddresses } from "./addresses.ts";
import { createContactSchema, type CreateContact } from "./schemas.ts";
import { authoriseCustomer } from "../customers/authorise.ts";

/** Creates a person with any number of addresses; mail that was skipped because nobody knew them comes in. */
export async function createContact(ctx: Ctx, input: CreateContact): Promise<{ id: string }> {
  const { addresses, ...fields } = parse(createContactSchema, input);
  return inTransaction(ctx, async (tx, ctx) => {
    if (fields.customerId) {
      await assertCustomer(tx, fields.customerId);
      await authoriseCustomer(tx, ctx, "edit", fields.customerId);
    }
    const id = newId();
    await tx.insert(contacts).values({ id, orgId: ctx.orgId, ...fields, createdAt: ctx.now(), updatedAt: ctx.now() });
    await replaceAddresses(tx, ctx, id, addresses);
    await audit(tx, ctx, { verb: "create", noun: "contact", rowId: id });
    await announce(tx, ctx, { noun: "contact", id, customerIds: fields.customerId ? [fields.customerId] : [] });
    return { id };
  });
}
