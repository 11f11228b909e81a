import { sql } from "drizzle-orm";
import type { Role } from "../../../context.ts";
import type { Tx } from "../../../db/database.ts";
import type { SignInMethod } from "../../../db/schema/credentials.ts";

/** What a person can prove themselves with besides a password, and what the organisation asks of their role. */
export interface Factors {
  totp: boolean;
  passkeys: number;
  recoveryCodes: number;
  hasPassword: boolean;
  /** The organisation asks people of this role for a second factor. */
  required: boolean;
}

/** One query. The transaction must see the person's own rows (`user:<id>` among its principals) or act as the system. */
export async function readFactors(tx: Tx, user: { id: string; role: Role }): Promise<Factors> {
  const { rows } = await tx.execute<{ totp: boolean; passkeys: number; codes: number; password: boolean; required: boolean }>(sql`
    SELECT EXISTS (SELECT FROM totp_secrets WHERE user_id = ${user.id} AND confirmed_at IS NOT NULL) AS totp,
      (SELECT count(*)::int FROM passkeys WHERE user_id = ${user.id}) AS passkeys,
      (SELECT count(*)::int FROM recovery_codes WHERE user_id = ${user.id}) AS codes,
      (SELECT password_hash LIKE '$%' FROM users WHERE id = ${user.id}) AS password,
      coalesce((SELECT settings->'secondFactorRoles' @> to_jsonb(${user.role}::text) FROM organizations), false) AS required`);
  const row = rows[0];
  return {
    totp: row?.totp === true,
    passkeys: row?.passkeys ?? 0,
    recoveryCodes: row?.codes ?? 0,
    hasPassword: row?.password === true,
    required: row?.required === true,
  };
}

/** What may be shown as the second step after a password. */
export type SecondStep = "totp" | "recovery" | "passkey";

/**
 * The second steps that a person must choose from after their password; empty when the password is enough. An app that shows codes is asked for
 * whenever there is one. A passkey is a sign-in of its own: beside it the password alone goes on working, unless the organisation asks for more.
 */
export function secondSteps(factors: Factors): SecondStep[] {
  if (!factors.totp && !(factors.required && factors.passkeys > 0)) return [];
  return [
    ...(factors.totp ? (["totp"] as const) : []),
    ...(factors.passkeys > 0 ? (["passkey"] as const) : []),
    ...(factors.totp && factors.recoveryCodes > 0 ? (["recovery"] as const) : []),
  ];
}

/** True when more than a password was shown. */
export const isStrong = (method: SignInMethod): boolean => method !== "password";
