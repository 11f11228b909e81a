import { and, eq, isNull, lt } from "drizzle-orm";
import { z } from "zod";
import { AppError } from "@kronika/core/errors.ts";
import { safeText } from "@kronika/core/interactions/common.ts";
import type { Ctx } from "../../../context.ts";
import { newId } from "../../../db/ids.ts";
import { oauthCodes } from "../../../db/schema/credentials.ts";
import { inTransaction } from "../../../db/transaction.ts";
import { hashSecret, newSecret } from "../../../secrets.ts";
import { audit } from "../../audit.ts";
import { parse } from "../../parse.ts";
import { signedInPerson } from "../signed-in-person.ts";
import { checkAuthorization, checkRedirect } from "./authorization-request.ts";
import { EXTENSION_CLIENT, withQuery } from "./client.ts";
import { OAuthError } from "./errors.ts";

const CODE_SECONDS = 5 * 60;

export const approveSchema = z.object({
  clientId: z.string(),
  redirectUri: z.string(),
  codeChallenge: z.string(),
  state: safeText(500).optional(),
  scope: z.string().optional(),
  /** The person said no: the extension is told so. */
  deny: z.boolean().default(false),
});
export type Approve = z.input<typeof approveSchema>;

/**
 * The signed-in person lets the extension act for them. The request is checked anew: it came through the browser.
 * @returns where the browser goes next: the extension's address with a code (single use, five minutes), or with the refusal
 * @throws AppError `forbidden` for anybody but a session, `invalid`
 */
export async function approveAuthorization(ctx: Ctx, input: Approve): Promise<{ redirectTo: string }> {
  const { userId } = signedInPerson(ctx);
  const { clientId, redirectUri, codeChallenge, state, scope, deny } = parse(approveSchema, input);
  const request = check({ clientId, redirectUri, codeChallenge, state, scope });
  if (deny) return { redirectTo: withQuery(redirectUri, { error: "access_denied", state }) };
  const [code, now] = [newSecret("kro_ac"), ctx.now()];
  await inTransaction(ctx, async (tx, ctx) => {
    // Codes that nobody came for. Used ones stay: they are what a sign-in of the extension is known by.
    await tx.delete(oauthCodes).where(and(eq(oauthCodes.userId, userId), isNull(oauthCodes.usedAt), lt(oauthCodes.expiresAt, now)));
    const [id, familyId] = [newId(), newId()];
    await tx.insert(oauthCodes).values({
      id,
      orgId: ctx.orgId,
      userId,
      codeHash: hashSecret(code),
      clientId: EXTENSION_CLIENT,
      redirectUri: request.redirectUri,
      codeChallenge: request.codeChallenge,
      scope: request.scope,
      familyId,
      createdAt: now,
      expiresAt: new Date(now.getTime() + CODE_SECONDS * 1000),
    });
    await audit(tx, ctx, { verb: "approve", noun: "oauth-grant", rowId: familyId });
  });
  return { redirectTo: withQuery(redirectUri, { code, state }) };
}

/** As at the authorisation endpoint; here the person's page is told, and nobody redirected. */
function check(input: {
  clientId: string;
  redirectUri: string;
  codeChallenge: string;
  state: string | undefined;
  scope: string | undefined;
}) {
  const { clientId, redirectUri, codeChallenge, state, scope } = input;
  const params = {
    client_id: clientId,
    redirect_uri: redirectUri,
    response_type: "code",
    code_challenge: codeChallenge,
    code_challenge_method: "S256",
    state,
    scope,
  };
  try {
    return checkAuthorization(checkRedirect(params), params);
  } catch (error) {
    if (error instanceof OAuthError) throw new AppError("invalid", `This sign-in request cannot be answered: ${error.message}.`);
    throw error;
  }
}
