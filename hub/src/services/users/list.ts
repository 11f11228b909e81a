import { asc, eq } from "drizzle-orm";
import type { Ctx } from "../../context.ts";
import { users } from "../../db/schema/users.ts";
import { inTransaction } from "../../db/transaction.ts";
import { mayUser } from "../../policies/user.ts";
import { authorise, found } from "../authorise.ts";

/** A person of the organisation, without the password's hash: it never leaves the verbs that need it. */
export type Person = Omit<typeof users.$inferSelect, "passwordHash">;

export function toPerson(row: typeof users.$inferSelect): Person {
  const { passwordHash: _, ...person } = row;
  return person;
}

/** Everybody of the organisation by name, disabled ones too. */
export async function listUsers(ctx: Ctx): Promise<Person[]> {
  authorise(mayUser(ctx.actor, "view"));
  return inTransaction(ctx, async (tx) => (await tx.select().from(users).orderBy(asc(users.name), asc(users.id))).map(toPerson));
}

/** One person of the organisation. @throws AppError `not-found` */
export async function getUser(ctx: Ctx, id: string): Promise<Person> {
  authorise(mayUser(ctx.actor, "view"));
  return inTransaction(ctx, async (tx) => toPerson(found((await tx.select().from(users).where(eq(users.id, id)))[0], "person")));
}
