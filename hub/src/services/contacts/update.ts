import { eq } from "drizzle-orm";
import type { Ctx } from "../../context.ts";
import { contacts } from "../../db/schema/customers.ts";
import { inTransaction } from "../../db/transaction.ts";
import { audit } from "../audit.ts";
import { found } from "../authorise.ts";
import { assertCustomer } from "../customers/assert-customer.ts";
import { announce } from "../outbox.ts";
import { parse } from "../parse.ts";
import { assertVersion, rowVersion, type Condition } from "../versions.ts";
import { replaceAddresses } from "./addresses.ts";
import { updateContactSchema, type UpdateContact } from "./schemas.ts";
import { authoriseCustomer } from "../customers/authorise.ts";
import type { Tx } from "../../db/database.ts";

/** Changes the given fields of a person; `addresses` is the whole new list. */
export async function updateContact(ctx: Ctx, id: string, input: UpdateContact, condition: Condition = {}): Promise<void> {
  const { addresses, ...fields } = parse(updateContactSchema, input);
  await inTransaction(ctx, async (tx, ctx) => {
    await authoriseContact(tx, ctx, id, condition);
    if (fields.customerId) {
      await assertCustomer(tx, fields.customerId);
      await authoriseCustomer(tx, ctx, "edit", fields.customerId);
    }
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
  await inTransaction(ctx, async (tx, ctx) => {
    await authoriseContact(tx, ctx, id);
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

/** Somebody who may edit the customer may edit its people; people of no customer are everybody's. */
async function authoriseContact(tx: Tx, ctx: Ctx, id: string, condition: Condition = {}): Promise<void> {
  const rows = await tx
    .select({ customerId: contacts.customerId, version: rowVersion(contacts) })
    .from(contacts)
    .where(eq(contacts.id, id))
    .for("update");
  const { customerId, version } = found(rows[0], "contact");
  if (customerId !== null) await authoriseCustomer(tx, ctx, "edit", customerId);
  await assertVersion(tx, { noun: "contact", id, version }, condition);
}
