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

/**
 * Makes the list of a person's addresses this one. New e-mail addresses pull in older mail.
 * @throws AppError `invalid` naming the entry that is no address, or ends before it begins
 */
export async function replaceAddresses(
  tx: Tx,
  ctx: Ctx,
  contactId: string,
  wanted: z.output<typeof contactAddressSchema>[],
): Promise<void> {
  const country = (await tx.select({ country: organizations.country }).from(organizations))[0]?.country ?? "SK";
  const before = await tx.select().from(contactAddresses).where(eq(contactAddresses.contactId, contactId));
  const rows = wanted.map((address, i) => {
    const value = normaliseContactAddress(address.kind, address.value, country);
    if (value === null)
      throw refused(`/addresses/${i}/value`, address.kind === "email" ? "is not an e-mail address" : "is not a phone number");
    const old = before.find((one) => one.kind === address.kind && one.value === value);
    const validFrom = instantOr(address.validFrom, old?.validFrom);
    const validTo = instantOr(address.validTo, old?.validTo);
    if (validFrom && validTo && validFrom >= validTo)
      throw refused(`/addresses/${i}/validTo`, "must be later than the beginning of validity");
    return { kind: address.kind, value, label: address.label ?? null, validFrom, validTo };
  });
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
        set: { label: row.label, validFrom: row.validFrom, validTo: row.validTo },
      });
  }
  const known = new Set(before.map((old) => old.value));
  await recaptureAddresses(
    tx,
    ctx,
    rows.filter((row) => row.kind === "email" && !known.has(row.value)).map((row) => row.value),
  );
}

const refused = (pointer: string, message: string) =>
  new AppError("invalid", "Some fields are not right.", { fields: [{ pointer, message }] });

/** The instant that is given; left out, the one that stands. */
const instantOr = (given: string | null | undefined, stands: Date | null | undefined): Date | null =>
  given === undefined ? (stands ?? null) : given === null ? null : new Date(given);
