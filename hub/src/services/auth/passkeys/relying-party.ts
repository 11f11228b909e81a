import { verifyAuthenticationResponse, type AuthenticationResponseJSON } from "@simplewebauthn/server";
import { z } from "zod";
import { AppError } from "@kronika/core/errors.ts";
import type { Deps } from "../../../context.ts";
import type { passkeys } from "../../../db/schema/accounts.ts";

export type PasskeyRow = typeof passkeys.$inferSelect;

/** Who asks for a passkey: the public address of the hub (Web Authentication Level 3, section 5.1.2), and nobody else. */
export function relyingParty(publicUrl: string): { id: string; origin: string } {
  const url = new URL(publicUrl);
  return { id: url.hostname, origin: url.origin };
}

/** The handle by which an authenticator knows the account: the 16 bytes of the id. Nothing personal is in it. */
export const userHandle = (userId: string): Uint8Array<ArrayBuffer> => new Uint8Array(Buffer.from(userId.replaceAll("-", ""), "hex"));

const base64url = z.string().regex(/^[\w-]*$/, "must be base64url");

/** What the browser answers to both questions. Bounded: nothing that a device makes is longer. */
const credential = {
  id: base64url.min(1).max(1400),
  rawId: base64url.max(1400),
  type: z.literal("public-key"),
  authenticatorAttachment: z.string().max(40).optional(),
  clientExtensionResults: z.record(z.string(), z.unknown()).default({}),
};
const transports = z.array(z.string().max(40)).max(10);

export const registrationSchema = z.object({
  ...credential,
  response: z.object({
    clientDataJSON: base64url.max(8000),
    attestationObject: base64url.max(64_000),
    transports: transports.optional(),
  }),
});
export const assertionSchema = z.object({
  ...credential,
  response: z.object({
    clientDataJSON: base64url.max(8000),
    authenticatorData: base64url.max(8000),
    signature: base64url.max(16_000),
    userHandle: base64url.max(200).optional(),
  }),
});
export type Assertion = z.output<typeof assertionSchema>;

/**
 * Checks what a device has signed: our challenge, our address, our account, with finger, face or PIN (user verification), and a counter that
 * went on where the device has one.
 * @returns the new counter
 * @throws AppError `unauthenticated`
 */
export async function verifyAssertion(
  deps: Pick<Deps, "publicUrl">,
  passkey: PasskeyRow,
  response: Assertion,
  challenge: string,
): Promise<{ counter: number; synced: boolean }> {
  const { id, origin } = relyingParty(deps.publicUrl);
  const handle = response.response.userHandle;
  try {
    if (handle && !Buffer.from(handle, "base64url").equals(userHandle(passkey.userId))) throw new Error("another account's handle");
    const { verified, authenticationInfo } = await verifyAuthenticationResponse({
      response: response as unknown as AuthenticationResponseJSON,
      expectedChallenge: challenge,
      expectedOrigin: origin,
      expectedRPID: id,
      requireUserVerification: true,
      credential: { id: passkey.credentialId, publicKey: new Uint8Array(passkey.publicKey), counter: passkey.counter },
    });
    if (!verified) throw new Error("not verified");
    return { counter: authenticationInfo.newCounter, synced: authenticationInfo.credentialBackedUp };
  } catch (cause) {
    throw new AppError("unauthenticated", "This passkey could not be verified.", { cause });
  }
}
