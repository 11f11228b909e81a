import { z } from "@hono/zod-openapi";
import type { PasskeyRow } from "../services/auth/passkeys/relying-party.ts";
import type { Confirmation } from "../services/auth/second-factor/confirmed.ts";

export const passkeySchema = z
  .object({
    id: z.uuid(),
    name: z.string(),
    synced: z.boolean().openapi({ description: "A key chain copies it to further devices" }),
    createdAt: z.iso.datetime(),
    lastUsedAt: z.iso.datetime().nullable(),
  })
  .openapi("Passkey");

/** A passkey as its owner sees it. */
export const presentPasskey = ({ id, name, synced, createdAt, lastUsedAt }: PasskeyRow): z.infer<typeof passkeySchema> => ({
  id,
  name,
  synced,
  createdAt: createdAt.toISOString(),
  lastUsedAt: lastUsedAt?.toISOString() ?? null,
});

const step = z.enum(["totp", "recovery", "passkey"]);

export const confirmationSchema = z
  .object({
    confirmed: z.boolean().openapi({ description: "This session may change ways in now" }),
    by: z.array(z.enum(["totp", "recovery", "passkey", "password"])).openapi({ description: "What confirms it; empty: a new sign-in" }),
    totp: z.boolean(),
    passkeys: z.number().int(),
    recoveryCodes: z.number().int().openapi({ description: "How many are left" }),
    hasPassword: z.boolean(),
    required: z.boolean().openapi({ description: "The company asks people of this role for a second factor" }),
  })
  .openapi("Confirmation");

/** How a person's second factor stands, and whether it may be changed now. */
export function presentConfirmation({ confirmed, by, factors }: Confirmation): z.infer<typeof confirmationSchema> {
  const { totp, passkeys, recoveryCodes, hasPassword, required } = factors;
  return { confirmed, by, totp, passkeys, recoveryCodes, hasPassword, required };
}

export const secondStepAnswerSchema = z
  .object({ secondStep: z.object({ ticket: z.string(), steps: z.array(step) }) })
  .openapi("SecondStep", { description: "The password was right; one of the steps is still to be shown" });

/** What the browser is asked (Web Authentication Level 3, section 5.4 and 5.5, as JSON), and the ticket that its answer comes with. */
export const passkeyQuestionSchema = z
  .object({ options: z.record(z.string(), z.unknown()).openapi({ description: "For navigator.credentials" }), ticket: z.string() })
  .openapi("PasskeyQuestion");

export const presentPasskeyQuestion = ({
  options,
  ticket,
}: {
  options: object;
  ticket: string;
}): z.infer<typeof passkeyQuestionSchema> => ({
  options: { ...options },
  ticket,
});

export const recoveryCodesSchema = z.object({ recoveryCodes: z.array(z.string()) }).openapi("RecoveryCodes");
