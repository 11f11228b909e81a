import { eq } from "drizzle-orm";
import type { Deps } from "../../../context.ts";
import type { Tx } from "../../../db/database.ts";
import { oauthCodes } from "../../../db/schema/credentials.ts";
import { audit } from "../../audit.ts";
import { callerCache } from "../caller-cache.ts";
import { describeAgent, type Client } from "../client.ts";
import { inScopeOfSecret } from "../presented.ts";
import { EXTENSION_CLIENT, verifierFits } from "./client.ts";
import { OAuthError } from "./errors.ts";
import { endGrant, issueTokens, lockGrant, mayStillSignIn, onBehalfOf, type TokenAnswer } from "./grants.ts";

export interface CodeExchange {
  clientId: string;
  code: string;
  redirectUri: string;
  codeVerifier: string;
}

type Outcome = { tokens: TokenAnswer } | { refused: string; endedUserId?: string };

/**
 * Code for tokens (RFC 6749 section 4.1.3, RFC 7636 section 4.5). A code works once; a second time, whoever brings it, ends what the first
 * time gave (RFC 6749 section 4.1.2). A wrong verifier does not use the code up.
 * @throws OAuthError `invalid_client`, `invalid_grant`
 */
export async function exchangeCode(deps: Deps, input: CodeExchange, client: Client): Promise<TokenAnswer> {
  if (input.clientId !== EXTENSION_CLIENT) throw new OAuthError("invalid_client", "unknown client_id");
  // The outcome leaves the transaction as a value: an exception would roll back the end of the grant.
  const outcome = await inScopeOfSecret(deps.database, "oauthCodes", input.code, (tx, { orgId, hash }) =>
    exchange(deps, tx, orgId, hash, input, client),
  );
  if (outcome === null) throw new OAuthError("invalid_grant", "unknown code");
  if ("tokens" in outcome) return outcome.tokens;
  if (outcome.endedUserId) callerCache(deps.database).forget(outcome.endedUserId);
  throw new OAuthError("invalid_grant", outcome.refused);
}

async function exchange(deps: Deps, tx: Tx, orgId: string, hash: string, input: CodeExchange, client: Client): Promise<Outcome> {
  const rows = await tx.select().from(oauthCodes).where(eq(oauthCodes.codeHash, hash)).for("update");
  const code = rows[0];
  if (!code) return { refused: "unknown code" };
  const now = deps.now();
  const ctx = onBehalfOf(deps, orgId, code.userId, code.id);
  if (code.usedAt) {
    await lockGrant(tx, code.familyId);
    const ended = await endGrant(tx, code.familyId, now);
    if (ended) await audit(tx, ctx, { verb: "end", noun: "oauth-grant", rowId: code.familyId, detail: { reason: "code-used-twice" } });
    return { refused: "the code was used before", endedUserId: code.userId };
  }
  if (code.expiresAt <= now) return { refused: "the code is older than five minutes" };
  if (code.redirectUri !== input.redirectUri) return { refused: "redirect_uri is not the one of the authorisation" };
  if (!verifierFits(input.codeVerifier, code.codeChallenge)) return { refused: "code_verifier does not fit the challenge" };
  if (!(await mayStillSignIn(tx, code.userId))) return { refused: "the account is disabled" };
  await tx.update(oauthCodes).set({ usedAt: now }).where(eq(oauthCodes.id, code.id));
  const { userId, familyId, scope } = code;
  const tokens = await issueTokens(tx, { orgId, userId, familyId, scope, name: describeAgent(client.userAgent) }, now);
  await audit(tx, ctx, { verb: "sign-in", noun: "oauth-grant", rowId: familyId });
  return { tokens };
}
