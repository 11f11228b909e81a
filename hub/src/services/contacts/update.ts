import { eq } from "drizzle-orm";
import type { Ctx } from "../../context.ts";
import { contacts } from "../../db/schema/customers.ts";
import { inTransaction } from "../../db/transaction.ts";
import { mayCustomer } from "../../policies/customer.ts";
import { audit } from "../audit.ts";
import { authorise, found } from "../authorise.ts";
import { assertCustomer } from "../customers/assert-customer.ts";
import { announce } from "../outbox.ts";
import { parse } from "../parse.ts";
import { replaceAddresses } from "./addresses.ts";
import { updateContactSchema, type UpdateContact } from "./schemas.ts";

/** Changes the given fields of a person; `addresses` is the whole new list. */
export async function updateContact(ctx: Ctx, id: string, input: UpdateContact): Promise<void> {
  authorise(mayCustomer(ctx.actor, "edit"));
  const { addresses, ...fields } = parse(updateContactSchema, input);
  await inTransaction(ctx, async (tx, ctx) => {
    if (fields.customerId) await assertCustomer(tx, fields.customerId);
    const rows = await tx
      .update(contacts)
      .set({ ...fields, updatedAt: ctx.now() })
      .where(eq(contacts.id, id))
      .returning({ customerId: contacts.customerId });
    const { customerId } = found(rows[0], "contact");
    if (addresses) await replaceAddresses(tx, ctx, id, addresses);
    await audit(tx, ctx, { verb: "edit", noun: "contact", rowId: id, detail: { fields: Object.keys(input) } });
    await announce(tx, ctx, { noun: "contact", id, customerIds: customerId ? [customerId] : [] });
  });
}

/** Puts a person away: matched no more; the history stays. */
export async function archiveContact(ctx: Ctx, id: string): Promise<void> {
  authorise(mayCustomer(ctx.actor, "edit"));
  await inTransaction(ctx, async (tx, ctx) => {
    const rows = await tx
      .update(contacts)
      .set({ archivedAt: ctx.now(), updatedAt: ctx.now() })
      .where(eq(contacts.id, id))
      .returning({ customerId: contacts.customerId });
    const { customerId } = found(rows[0], "contact");
    await audit(tx, ctx, { verb: "archive", noun: "contact", rowId: id });
    await announce(tx, ctx, { noun: "contact", id, customerIds: customerId ? [customerId] : [] });
  });
}
