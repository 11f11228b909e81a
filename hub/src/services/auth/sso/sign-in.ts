import * as oidc from "openid-client";
import { z } from "zod";
import { AppError } from "@kronika/core/errors.ts";
import type { Deps } from "../../../context.ts";
import { inScope } from "../../../db/transaction.ts";
import { networkOf, type Client } from "../client.ts";
import { takeAttempt, type Limit } from "../limits.ts";
import { enter, type StartedSession } from "../sessions.ts";
import { parse } from "../../parse.ts";
import { issueTicket, openTicket, spendTicket } from "../tickets.ts";
import { discover } from "./discover.ts";
import { personOf, SsoRefused } from "./person.ts";
import { clientSecretOf, presentedProvider } from "./provider.ts";

/** Long enough for a password, a second factor and a form of the provider. */
export const SSO_SECONDS = 15 * 60;
const addressLimit: Limit = { name: "sso-address", max: 100, windowSeconds: 15 * 60 };

export const beginSsoSchema = z.object({
  providerId: z.uuid(),
  /** A path of the application to come back to. */
  next: z.string().max(2000).optional(),
});

const ticketSchema = z.object({
  providerId: z.string(),
  issuer: z.string(),
  clientId: z.string(),
  state: z.string(),
  nonce: z.string(),
  verifier: z.string(),
  next: z.string().optional(),
});

const callbackUrl = (publicUrl: string): string => `${publicUrl.replace(/\/$/, "")}/api/v1/session/sso/callback`;

/**
 * Begins a sign-in at the company's own provider: authorisation code with PKCE (S256), state and nonce (RFC 9700 section 2.1). The ticket goes into
 * a cookie of this browser: an answer that comes to another one (an attacker's code in the victim's browser) is refused.
 * @returns where the browser goes, and the ticket
 * @throws AppError `not-found`, `rate-limited`, `unavailable`
 */
export async function beginSso(
  deps: Deps,
  input: z.input<typeof beginSsoSchema>,
  client: Client,
): Promise<{ redirectTo: string; ticket: string }> {
  const { providerId, next } = parse(beginSsoSchema, input);
  await takeAttempt(deps, [addressLimit, networkOf(client.address)]);
  const provider = await presentedProvider(deps, providerId);
  const config = await reach(deps, provider);
  const [state, nonce, verifier] = [oidc.randomState(), oidc.randomNonce(), oidc.randomPKCECodeVerifier()];
  const url = oidc.buildAuthorizationUrl(config, {
    redirect_uri: callbackUrl(deps.publicUrl),
    scope: "openid email profile",
    code_challenge: await oidc.calculatePKCECodeChallenge(verifier),
    code_challenge_method: "S256",
    state,
    nonce,
  });
  const { issuer, clientId } = provider;
  const data = { providerId, issuer, clientId, state, nonce, verifier, ...(next === undefined ? {} : { next }) };
  return { redirectTo: url.href, ticket: issueTicket(deps, "sso", data, SSO_SECONDS) };
}

/**
 * The provider has sent the browser back. The code is exchanged, the ID token checked (signature, issuer, audience, time, nonce), the person found
 * or made, and signed in.
 * @param query of the request, as it came
 * @throws SsoRefused with a code for the sign-in page; AppError `rate-limited`
 */
export async function finishSso(
  deps: Deps,
  answer: { query: string; ticket: string | undefined },
  client: Client,
  replaced?: string,
): Promise<{ session: StartedSession; next: string | undefined }> {
  await takeAttempt(deps, [addressLimit, networkOf(client.address)]);
  const ticket = answer.ticket === undefined ? null : openTicket(deps, "sso", answer.ticket, ticketSchema);
  if (!ticket) throw new SsoRefused("expired");
  const { providerId, issuer, clientId, state, nonce, verifier, next } = ticket.data;
  await spendTicket(deps, ticket).catch((error: unknown) => {
    throw error instanceof AppError && error.code === "unauthenticated" ? new SsoRefused("expired") : error;
  });
  const provider = await presentedProvider(deps, providerId).catch(() => null);
  // Set up anew meanwhile: the answer of the old one is nobody's.
  if (provider?.issuer !== issuer || provider.clientId !== clientId) throw new SsoRefused("expired");
  const config = await reach(deps, provider);
  const url = new URL(callbackUrl(deps.publicUrl));
  url.search = answer.query;
  const claims = await oidc
    .authorizationCodeGrant(config, url, {
      pkceCodeVerifier: verifier,
      expectedState: state,
      expectedNonce: nonce,
      idTokenExpected: true,
    })
    .then((tokens) => claimsOf(config, tokens))
    .catch((error: unknown) => {
      const denied = error instanceof oidc.AuthorizationResponseError && error.error === "access_denied";
      if (!denied) deps.log.warn({ provider: providerId, error: codeOf(error) }, "single sign-on was refused");
      throw new SsoRefused(denied ? "denied" : "provider");
    });
  const session = await inScope(deps.database, { orgId: provider.orgId, system: true }, async (tx) => {
    const user = await personOf(tx, deps, provider, claims);
    return enter(tx, deps, user, { client, method: "sso", replaced });
  });
  return { session, next };
}

/**
 * What the ID token says, and what only the UserInfo endpoint says: providers that keep to OpenID Connect Core section 5.4 give the address
 * there. Of the two the signed token counts.
 */
async function claimsOf(
  config: oidc.Configuration,
  tokens: oidc.TokenEndpointResponse & oidc.TokenEndpointResponseHelpers,
): Promise<Record<string, unknown>> {
  const claims = tokens.claims();
  if (!claims) throw new SsoRefused("provider");
  if (claims["email"] !== undefined || config.serverMetadata().userinfo_endpoint === undefined) return claims;
  return { ...(await oidc.fetchUserInfo(config, tokens.access_token, claims.sub)), ...claims };
}

async function reach(deps: Deps, provider: Parameters<typeof clientSecretOf>[1]): Promise<oidc.Configuration> {
  try {
    return await discover({ ...provider, clientSecret: clientSecretOf(deps, provider) });
  } catch (error) {
    deps.log.warn({ provider: provider.id, error: codeOf(error) }, "the single sign-on provider cannot be reached");
    throw new AppError("unavailable", "Your company's sign-in does not answer just now. Try again, or use your password.");
  }
}

/** What is logged of a failure: never its text, which may hold what the provider sent. */
const codeOf = (error: unknown): string => (error instanceof Error ? ((error as { code?: string }).code ?? error.name) : "unknown");
