import { generateAuthenticationOptions } from "@simplewebauthn/server";
import { and, eq, isNull } from "drizzle-orm";
import { z } from "zod";
import { AppError } from "@kronika/core/errors.ts";
import type { Deps } from "../../../context.ts";
import type { Tx } from "../../../db/database.ts";
import { passkeys } from "../../../db/schema/accounts.ts";
import { users } from "../../../db/schema/users.ts";
import { inScope } from "../../../db/transaction.ts";
import { parse } from "../../parse.ts";
import { networkOf, type Client } from "../client.ts";
import { giveBack, takeAttempt, type Counted, type Limit } from "../limits.ts";
import { noteRefusal } from "../refusals.ts";
import { holdPerson } from "../second-factor/second-step.ts";
import { openSecondStep } from "../second-factor/second-step-ticket.ts";
import { enter, type StartedSession } from "../sessions.ts";
import { issueTicket, openTicket, spendTicket, ticketOver } from "../tickets.ts";
import { assertionSchema, relyingParty, verifyAssertion, type Assertion, type PasskeyRow } from "./relying-party.ts";

const SECONDS = 5 * 60;
/** Tries from one address. A passkey cannot be guessed; this keeps the work of checking signatures small. */
const addressLimit: Limit = { name: "passkey-address", max: 100, windowSeconds: 15 * 60 };

/** `secondStep`: the ticket of a password that was right; then only this person's passkeys are good. */
const ticketSchema = z.object({ challenge: z.string(), secondStep: z.string().optional(), userId: z.uuid().optional() });

export const beginPasskeySchema = z.object({ ticket: z.string().max(2000).optional() });

/**
 * What the browser is asked: any passkey of ours that the device knows or, as second step after a password, one of the person's.
 * @throws AppError `unauthenticated` when the ticket of the first step is over
 */
export async function beginPasskeySignIn(deps: Deps, input: z.input<typeof beginPasskeySchema>) {
  const { ticket: secondStep } = parse(beginPasskeySchema, input);
  const own = secondStep === undefined ? null : await passkeysOf(deps, openSecondStep(deps, secondStep).data);
  return passkeyQuestion(deps, { ...(own ? { own } : {}), data: secondStep === undefined ? {} : { secondStep } });
}

/** A question to the browser and its ticket. @param asked.own only these are good */
export async function passkeyQuestion(deps: Deps, asked: { own?: PasskeyRow[]; data: { secondStep?: string; userId?: string } }) {
  const options = await generateAuthenticationOptions({
    rpID: relyingParty(deps.publicUrl).id,
    userVerification: "required",
    ...(asked.own ? { allowCredentials: asked.own.map(({ credentialId, transports }) => ({ id: credentialId, transports })) } : {}),
  });
  return { options, ticket: issueTicket(deps, "passkey-sign-in", { challenge: options.challenge, ...asked.data }, SECONDS) };
}

export const passkeyAnswerSchema = z.object({ ticket: z.string().max(6000), response: assertionSchema });

/**
 * Signs in with a passkey: alone, or as the second step after a password.
 * @throws AppError `unauthenticated`, `rate-limited`
 */
export async function passkeySignIn(
  deps: Deps,
  input: z.input<typeof passkeyAnswerSchema>,
  client: Client,
  replaced?: string,
): Promise<StartedSession> {
  const { ticket: text, response } = parse(passkeyAnswerSchema, input);
  const byAddress: Counted = [addressLimit, networkOf(client.address)];
  await takeAttempt(deps, byAddress);
  const ticket = openTicket(deps, "passkey-sign-in", text, ticketSchema);
  if (!ticket || ticket.data.userId !== undefined) throw ticketOver();
  await spendTicket(deps, ticket);
  const passkey = await findPasskey(deps, response.id);
  if (!passkey) throw new AppError("unauthenticated", "This passkey is not known here. It may have been removed.");
  const { orgId, userId } = passkey;
  const first = ticket.data.secondStep === undefined ? null : openSecondStep(deps, ticket.data.secondStep);
  if (first && first.data.userId !== userId) throw new AppError("unauthenticated", "This is another person's passkey.");
  const session = await inScope(deps.database, { orgId, principals: [`user:${userId}`] }, async (tx) => {
    const user = first ? await holdPerson(tx, first) : await holdActive(tx, userId);
    try {
      await provePasskey(tx, deps, { userId, response, challenge: ticket.data.challenge });
    } catch (error) {
      if (error instanceof AppError && error.code === "unauthenticated") noteRefusal(deps, user, "passkey");
      throw error;
    }
    return enter(tx, deps, user, { client, method: first ? "password+passkey" : "passkey", replaced });
  });
  await giveBack(deps, byAddress);
  return session;
}

/**
 * Checks an answer against the person's passkey, which is held meanwhile, and moves its counter on.
 * @throws AppError `unauthenticated`
 */
export async function provePasskey(
  tx: Tx,
  deps: Pick<Deps, "publicUrl" | "now">,
  answer: { userId: string; response: Assertion; challenge: string },
): Promise<void> {
  const { userId, response, challenge } = answer;
  const rows = await tx
    .select()
    .from(passkeys)
    .where(and(eq(passkeys.userId, userId), eq(passkeys.credentialId, response.id)))
    .for("update");
  const passkey = rows[0];
  if (!passkey) throw new AppError("unauthenticated", "This passkey is not known here. It may have been removed.");
  const { counter, synced } = await verifyAssertion(deps, passkey, response, challenge);
  await tx
    .update(passkeys)
    .set({ counter, synced: synced || passkey.synced, lastUsedAt: deps.now() })
    .where(eq(passkeys.id, passkey.id));
}

const passkeysOf = (deps: Deps, { orgId, userId }: { orgId: string; userId: string }): Promise<PasskeyRow[]> =>
  inScope(deps.database, { orgId, principals: [`user:${userId}`] }, (tx) => tx.select().from(passkeys).where(eq(passkeys.userId, userId)));

/** The id of a credential opens its own row and no other. */
async function findPasskey(deps: Deps, credentialId: string): Promise<PasskeyRow | undefined> {
  return inScope(
    deps.database,
    { presented: credentialId },
    async (tx) => (await tx.select().from(passkeys).where(eq(passkeys.credentialId, credentialId)))[0],
  );
}

async function holdActive(tx: Tx, userId: string) {
  const rows = await tx
    .select({ id: users.id, orgId: users.orgId, role: users.role })
    .from(users)
    .where(and(eq(users.id, userId), isNull(users.disabledAt)))
    .for("share");
  if (!rows[0]) throw new AppError("unauthenticated", "This account is disabled. Ask your administrator.");
  return rows[0];
}
