import { and, eq, notInArray } from "drizzle-orm";
import type { z } from "zod";
import { AppError } from "@kronika/core/errors.ts";
import type { Ctx } from "../../context.ts";
import type { Tx } from "../../db/database.ts";
import { newId } from "../../db/ids.ts";
import { contactAddresses } from "../../db/schema/customers.ts";
import { organizations } from "../../db/schema/organizations.ts";
import { recaptureAddresses } from "../interactions/recapture.ts";
import { normaliseContactAddress, type contactAddressSchema } from "./schemas.ts";

/** Makes the list of a person's addresses this one. New e-mail addresses pull in older mail. @throws AppError `invalid` naming the entry */
export async function replaceAddresses(
  tx: Tx,
  ctx: Ctx,
  contactId: string,
  wanted: z.output<typeof contactAddressSchema>[],
): Promise<void> {
  const country = (await tx.select({ country: organizations.country }).from(organizations))[0]?.country ?? "SK";
  const rows = wanted.map((address, i) => {
    const value = normaliseContactAddress(address.kind, address.value, country);
    if (value === null) {
      const message = address.kind === "email" ? "is not an e-mail address" : "is not a phone number";
      throw new AppError("invalid", "Some fields are not right.", { fields: [{ pointer: `/addresses/${i}/value`, message }] });
    }
    return { kind: address.kind, value, label: address.label ?? null };
  });
  const before = await tx.select().from(contactAddresses).where(eq(contactAddresses.contactId, contactId));
  const keep = before.filter((old) => rows.some((row) => row.kind === old.kind && row.value === old.value)).map((old) => old.id);
  await tx
    .delete(contactAddresses)
    .where(and(eq(contactAddresses.contactId, contactId), keep.length > 0 ? notInArray(contactAddresses.id, keep) : undefined));
  for (const row of rows) {
    await tx
      .insert(contactAddresses)
      .values({ id: newId(), orgId: ctx.orgId, contactId, ...row, createdAt: ctx.now() })
      .onConflictDoUpdate({
        target: [contactAddresses.contactId, contactAddresses.kind, contactAddresses.value],
        set: { label: row.label },
      });
  }
  const known = new Set(before.map((old) => old.value));
  await recaptureAddresses(
    tx,
    ctx,
    rows.filter((row) => row.kind === "email" && !known.has(row.value)).map((row) => row.value),
  );
}
