import { generateRegistrationOptions, verifyRegistrationResponse, type RegistrationResponseJSON } from "@simplewebauthn/server";
import { eq } from "drizzle-orm";
import { z } from "zod";
import { AppError } from "@kronika/core/errors.ts";
import { safeText } from "@kronika/core/interactions/common.ts";
import type { Ctx } from "../../../context.ts";
import { newId } from "../../../db/ids.ts";
import { passkeys } from "../../../db/schema/accounts.ts";
import { users } from "../../../db/schema/users.ts";
import { inTransaction } from "../../../db/transaction.ts";
import { audit } from "../../audit.ts";
import { found } from "../../authorise.ts";
import { parse } from "../../parse.ts";
import { describeAgent, type Client } from "../client.ts";
import { assertConfirmed, strengthenSession } from "../second-factor/confirmed.ts";
import { issueTicket, openTicket, spendTicket, ticketOver } from "../tickets.ts";
import { registrationSchema, relyingParty, userHandle, type PasskeyRow } from "./relying-party.ts";

const SECONDS = 10 * 60;
/** More than anybody has; a list without end would make every question to the browser long. */
const MAX_PASSKEYS = 20;

/** EdDSA, ES256, RS256 (COSE): what every device has. Those that Node still calls experimental are not asked for. */
const ALGORITHMS = [-8, -7, -257];

const ticketSchema = z.object({ userId: z.uuid(), challenge: z.string() });

/** What the browser is asked for a new passkey, and the ticket that comes back with its answer. @throws AppError `forbidden`, `conflict` */
export async function beginPasskeyRegistration(ctx: Ctx) {
  const { person, own } = await inTransaction(ctx, async (tx, ctx) => {
    const { userId } = await assertConfirmed(tx, ctx);
    const rows = await tx.select({ id: users.id, email: users.email, name: users.name }).from(users).where(eq(users.id, userId));
    return { person: found(rows[0], "person"), own: await tx.select().from(passkeys).where(eq(passkeys.userId, userId)) };
  });
  assertRoom(own.length);
  const options = await generateRegistrationOptions({
    rpName: "Kronika",
    rpID: relyingParty(ctx.publicUrl).id,
    userName: person.email,
    userDisplayName: person.name,
    userID: userHandle(person.id),
    attestationType: "none",
    supportedAlgorithmIDs: ALGORITHMS,
    // Found by the device without a name typed (discoverable), opened by finger, face or PIN: so that it stands for both factors.
    authenticatorSelection: { residentKey: "required", userVerification: "required" },
    excludeCredentials: own.map(({ credentialId, transports }) => ({ id: credentialId, transports })),
  });
  return { options, ticket: issueTicket(ctx, "passkey-registration", { userId: person.id, challenge: options.challenge }, SECONDS) };
}

export const registerPasskeySchema = z.object({
  ticket: z.string().max(2000),
  response: registrationSchema,
  /** By which the person knows it again; the browser's name when it is left out. */
  name: safeText(100).trim().optional(),
});

/**
 * Keeps a new passkey of the person who is signed in. The session counts as strong from now on: they have just shown it.
 * @throws AppError `forbidden`, `unauthenticated` for a ticket that is over, `invalid` for an answer that is not right, `conflict`
 */
export async function registerPasskey(ctx: Ctx, input: z.input<typeof registerPasskeySchema>, client: Client): Promise<PasskeyRow> {
  const { ticket: text, response, name } = parse(registerPasskeySchema, input);
  const ticket = openTicket(ctx, "passkey-registration", text, ticketSchema);
  if (!ticket) throw ticketOver();
  await spendTicket(ctx, ticket);
  const info = await verify(ctx, response, ticket.data.challenge);
  return inTransaction(ctx, async (tx, ctx) => {
    const { userId, sessionId } = await assertConfirmed(tx, ctx);
    if (ticket.data.userId !== userId) throw ticketOver();
    assertRoom((await tx.select({ id: passkeys.id }).from(passkeys).where(eq(passkeys.userId, userId))).length);
    const rows = await tx
      .insert(passkeys)
      .values({
        id: newId(),
        orgId: ctx.orgId,
        userId,
        credentialId: info.credential.id,
        publicKey: Buffer.from(info.credential.publicKey),
        counter: info.credential.counter,
        transports: response.response.transports ?? [],
        synced: info.credentialDeviceType === "multiDevice",
        name: name || describeAgent(client.userAgent) || "Passkey",
        createdAt: ctx.now(),
      })
      .onConflictDoNothing()
      .returning();
    if (!rows[0]) throw new AppError("conflict", "This passkey is registered already.");
    await strengthenSession(tx, ctx, sessionId, "password+passkey");
    await audit(tx, ctx, { verb: "add", noun: "passkey", rowId: rows[0].id });
    return rows[0];
  });
}

async function verify(ctx: Ctx, response: z.output<typeof registrationSchema>, challenge: string) {
  const { id, origin } = relyingParty(ctx.publicUrl);
  try {
    const { verified, registrationInfo } = await verifyRegistrationResponse({
      response: response as unknown as RegistrationResponseJSON,
      expectedChallenge: challenge,
      expectedOrigin: origin,
      expectedRPID: id,
      requireUserVerification: true,
      supportedAlgorithmIDs: ALGORITHMS,
    });
    if (!verified) throw new Error("not verified");
    return registrationInfo;
  } catch (cause) {
    throw new AppError("invalid", "The answer of the device is not right.", {
      fields: [{ pointer: "/response", message: "could not be verified" }],
      cause,
    });
  }
}

function assertRoom(count: number): void {
  if (count >= MAX_PASSKEYS) throw new AppError("conflict", `There are ${MAX_PASSKEYS} passkeys already. Remove one that you do not use.`);
}
