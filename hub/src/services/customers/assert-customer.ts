import { and, eq, isNull } from "drizzle-orm";
import { AppError } from "@kronika/core/errors.ts";
import type { Tx } from "../../db/database.ts";
import { customers } from "../../db/schema/customers.ts";

/** Refuses an id that is no customer of this organisation. @throws AppError `invalid` with the pointer of the field */
export async function assertCustomer(tx: Tx, customerId: string, pointer = "/customerId"): Promise<void> {
  const rows = await tx
    .select({ id: customers.id })
    .from(customers)
    .where(and(eq(customers.id, customerId), isNull(customers.archivedAt)));
  if (rows.length === 0)
    throw new AppError("invalid", "Some fields are not right.", { fields: [{ pointer, message: "is no customer of this organisation" }] });
}
