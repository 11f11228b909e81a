import { and, eq, isNull } from "drizzle-orm";
import { z } from "zod";
import { AppError } from "@kronika/core/errors.ts";
import type { Deps } from "../../../context.ts";
import type { Tx } from "../../../db/database.ts";
import { users } from "../../../db/schema/users.ts";
import { inScope } from "../../../db/transaction.ts";
import { hashSecret } from "../../../secrets.ts";
import { parse } from "../../parse.ts";
import type { Client } from "../client.ts";
import { noteRefusal } from "../refusals.ts";
import { enter, type StartedSession } from "../sessions.ts";
import { ticketOver } from "../tickets.ts";
import { clearCodeAttempts, takeCodeAttempt } from "./limits.ts";
import { openSecondStep, type SecondStepTicket } from "./second-step-ticket.ts";
import { spendCode } from "./spend-code.ts";

/** A code as it is typed: six digits of the app, or a recovery code. */
export const codeSchema = z.string().trim().min(1, "must not be empty").max(40);

export const secondStepSchema = z.object({ ticket: z.string().max(2000), code: codeSchema });

/**
 * The second step of a sign-in, with a code of the app or from paper.
 * The ticket may be shown again after a typing error: it is the code that is good once only.
 * @throws AppError `unauthenticated`, `rate-limited`; a refused code uses nothing up but a try
 */
export async function secondStep(
  deps: Deps,
  input: z.input<typeof secondStepSchema>,
  client: Client,
  replaced?: string,
): Promise<StartedSession> {
  const { ticket: text, code } = parse(secondStepSchema, input);
  const ticket = openSecondStep(deps, text);
  const { orgId, userId } = ticket.data;
  await takeCodeAttempt(deps, userId);
  const session = await inScope(deps.database, { orgId, principals: [`user:${userId}`] }, async (tx) => {
    const user = await holdPerson(tx, ticket);
    const kind = await spendCode(tx, deps, userId, code);
    if (kind === null) {
      noteRefusal(deps, user, "second-factor");
      throw new AppError("unauthenticated", "This code is not right, or was used already.");
    }
    return enter(tx, deps, user, { client, method: `password+${kind}`, replaced });
  });
  await clearCodeAttempts(deps, userId);
  return session;
}

/**
 * The person of a ticket, held for the rest of the transaction.
 * @throws AppError `unauthenticated` when they were disabled or their password was changed meanwhile
 */
export async function holdPerson(tx: Tx, ticket: SecondStepTicket) {
  const rows = await tx
    .select({ id: users.id, orgId: users.orgId, role: users.role, passwordHash: users.passwordHash })
    .from(users)
    .where(and(eq(users.id, ticket.data.userId), isNull(users.disabledAt)))
    .for("share");
  const user = rows[0];
  if (!user || hashSecret(user.passwordHash) !== ticket.data.passwordMark) throw ticketOver();
  return user;
}
