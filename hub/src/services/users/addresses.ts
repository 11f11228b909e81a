import { and, arrayOverlaps, inArray, ne, or } from "drizzle-orm";
import { AppError } from "@kronika/core/errors.ts";
import type { Tx } from "../../db/database.ts";
import { users } from "../../db/schema/users.ts";

/**
 * Refuses an address that a colleague has already, as e-mail address or alias: nobody could say whose mail it is.
 * @throws AppError `conflict` with the pointer of the field
 */
export async function assertOwnAddresses(
  tx: Tx,
  userId: string,
  given: { email?: string | undefined; aliases?: string[] | undefined },
): Promise<void> {
  const addresses = [...(given.email === undefined ? [] : [given.email]), ...(given.aliases ?? [])];
  if (addresses.length === 0) return;
  const taken = await tx
    .select({ email: users.email, aliases: users.aliases })
    .from(users)
    .where(and(ne(users.id, userId), or(inArray(users.email, addresses), arrayOverlaps(users.aliases, addresses))));
  const theirs = new Set(taken.flatMap(({ email, aliases }) => [email, ...aliases]));
  const alias = given.aliases?.findIndex((address) => theirs.has(address)) ?? -1;
  if (given.email !== undefined && theirs.has(given.email)) throw emailTaken();
  if (alias >= 0) {
    const fields = [{ pointer: `/aliases/${alias}`, message: "belongs to a colleague already" }];
    throw new AppError("conflict", "A colleague has this address already.", { fields });
  }
}

/** Also the answer when the address belongs to another organisation of the installation, which only the unique index knows. */
export const emailTaken = (): AppError =>
  new AppError("conflict", "Somebody has an account with this e-mail address already.", {
    fields: [{ pointer: "/email", message: "is taken" }],
  });

/** Runs a write of a person; a taken e-mail address is named as such. */
export async function namingTakenEmail<T>(write: () => Promise<T>): Promise<T> {
  try {
    return await write();
  } catch (error) {
    const cause = error instanceof Error ? (error.cause as { code?: string; constraint?: string } | undefined) : undefined;
    if (cause?.code === "23505" && cause.constraint === "users_email") throw emailTaken();
    throw error;
  }
}
