import type { Ctx } from "../../context.ts";
import { newId } from "../../db/ids.ts";
import { users } from "../../db/schema/users.ts";
import { inTransaction } from "../../db/transaction.ts";
import { mayUser } from "../../policies/user.ts";
import { audit } from "../audit.ts";
import { assertGoodPassword } from "../auth/password-rules.ts";
import { hashPassword } from "../auth/passwords.ts";
import { authorise, found } from "../authorise.ts";
import { readOrganization } from "../organizations/get.ts";
import { parse } from "../parse.ts";
import { assertOwnAddresses, namingTakenEmail } from "./addresses.ts";
import { toPerson, type Person } from "./list.ts";
import { createUserSchema, type CreateUser } from "./schemas.ts";

/** Adds a person, with a first password that the administrator hands over. @throws AppError `forbidden`, `invalid`, `conflict` */
export async function createUser(ctx: Ctx, input: CreateUser): Promise<Person> {
  authorise(mayUser(ctx.actor, "create"), "Only an administrator may add people.");
  const { password, language, ...fields } = parse(createUserSchema, input);
  assertGoodPassword(password, [fields.name, fields.email], "/password");
  const passwordHash = await hashPassword(password);
  return namingTakenEmail(() =>
    inTransaction(ctx, async (tx, ctx) => {
      const organization = await readOrganization(tx, ctx, { hold: true });
      const id = newId();
      await assertOwnAddresses(tx, id, fields);
      const spoken = language ?? (organization.language === "en" ? "en" : "sk");
      const rows = await tx
        .insert(users)
        .values({ id, orgId: ctx.orgId, ...fields, language: spoken, passwordHash, createdAt: ctx.now(), updatedAt: ctx.now() })
        .returning();
      await audit(tx, ctx, { verb: "create", noun: "user", rowId: id, detail: { role: fields.role } });
      return toPerson(found(rows[0], "person"));
    }),
  );
}
