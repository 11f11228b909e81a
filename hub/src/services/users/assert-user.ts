import { and, eq, isNull } from "drizzle-orm";
import { AppError } from "@kronika/core/errors.ts";
import type { Tx } from "../../db/database.ts";
import { users } from "../../db/schema/users.ts";

/** Refuses an id that is no active person of this organisation. @throws AppError `invalid` with the pointer of the field */
export async function assertUser(tx: Tx, userId: string, pointer: string): Promise<void> {
  const rows = await tx
    .select({ id: users.id })
    .from(users)
    .where(and(eq(users.id, userId), isNull(users.disabledAt)));
  if (rows.length === 0)
    throw new AppError("invalid", "Some fields are not right.", { fields: [{ pointer, message: "is no person of this organisation" }] });
}
