import { eq } from "drizzle-orm";
import { z } from "zod";
import { AppError } from "@kronika/core/errors.ts";
import { systemContext, type Deps } from "../../context.ts";
import type { Tx } from "../../db/database.ts";
import { newId } from "../../db/ids.ts";
import { installation } from "../../db/schema/installation.ts";
import { organizations } from "../../db/schema/organizations.ts";
import { users } from "../../db/schema/users.ts";
import { inScope } from "../../db/transaction.ts";
import { audit } from "../audit.ts";
import type { Client } from "../auth/client.ts";
import { assertGoodPassword } from "../auth/password-rules.ts";
import { hashPassword } from "../auth/passwords.ts";
import { enter, type StartedSession } from "../auth/sessions.ts";
import { newOrganizationSchema } from "../organizations/schemas.ts";
import { parse } from "../parse.ts";
import { firstUserSchema } from "../users/schemas.ts";
import { readSetupState } from "./setup-link.ts";

export const setUpSchema = z.object({ token: z.string().max(200), organization: newOrganizationSchema, user: firstUserSchema });
export type SetUp = z.input<typeof setUpSchema>;

/**
 * Creates the organisation and its first administrator, and signs them in: all in one transaction, once in the life of an installation.
 * @throws AppError `not-found` for a wrong token, `conflict` when it is done already (also by somebody in the same moment), `invalid`
 */
export async function setUp(deps: Deps, input: SetUp, client: Client): Promise<StartedSession> {
  const { token, organization, user } = parse(setUpSchema, input);
  // A stranger without the link costs one read and no derivation.
  await inScope(deps.database, {}, (tx) => assertOpen(tx, token));
  assertGoodPassword(user.password, [user.name, user.email, organization.name], "/user/password");
  const passwordHash = await hashPassword(user.password);

  const [orgId, userId, now] = [newId(), newId(), deps.now()];
  return inScope(deps.database, { orgId, system: true }, async (tx) => {
    await assertOpen(tx, token, { hold: true });
    await tx.update(installation).set({ setupTokenHash: null, setupCompletedAt: now }).where(eq(installation.id, 1));
    await tx.insert(organizations).values({ id: orgId, ...organization, createdAt: now, updatedAt: now });
    const { name, email } = user;
    await tx.insert(users).values({
      id: userId,
      orgId,
      name,
      email,
      role: "admin",
      language: organization.language,
      passwordHash,
      createdAt: now,
      updatedAt: now,
    });
    const setup = systemContext(deps, orgId, "setup");
    await audit(
      tx,
      setup,
      { verb: "create", noun: "organization", rowId: orgId },
      { verb: "create", noun: "user", rowId: userId, detail: { role: "admin" } },
    );
    return enter(tx, deps, { id: userId, orgId, role: "admin" }, { client, method: "password" });
  });
}

async function assertOpen(tx: Tx, token: string, options: { hold?: boolean } = {}): Promise<void> {
  const state = await readSetupState(tx, token, options);
  if (state === "done") throw new AppError("conflict", "Kronika is set up already. Sign in instead.");
  if (state === "unknown") throw new AppError("not-found", "This set-up link is not valid. Use the one that the last start printed.");
}
