import * as oidc from "openid-client";
import { AppError } from "@kronika/core/errors.ts";
import { AddressRefused, guardedFetch } from "./guarded-fetch.ts";
import { isLocalhost } from "./schemas.ts";

/** Seconds that a provider may take for one answer. */
const TIMEOUT_SECONDS = 10;

/**
 * Asks a provider for its document (OpenID Connect Discovery 1.0) and makes a client of it. Signatures of ID tokens are always checked against
 * the provider's keys, although the token comes straight from it.
 * @throws AppError `invalid` at `/issuer` when the provider cannot be used
 */
export async function discover(provider: { issuer: string; clientId: string; clientSecret: string | null }): Promise<oidc.Configuration> {
  const issuer = new URL(provider.issuer);
  const { clientId, clientSecret } = provider;
  const local = issuer.protocol === "http:" && isLocalhost(issuer.hostname);
  try {
    const config = await oidc.discovery(
      issuer,
      clientId,
      undefined,
      clientSecret === null ? oidc.None() : oidc.ClientSecretBasic(clientSecret),
      {
        [oidc.customFetch]: guardedFetch(issuer),
        timeout: TIMEOUT_SECONDS,
        execute: [oidc.enableNonRepudiationChecks, ...(local ? [oidc.allowInsecureRequests] : [])],
      },
    );
    const methods = config.serverMetadata().token_endpoint_auth_methods_supported;
    // RFC 8414 section 2: basic is the default; some take the secret in the body only.
    if (clientSecret !== null && methods && !methods.includes("client_secret_basic") && methods.includes("client_secret_post"))
      return await withPost(issuer, clientId, clientSecret, local);
    return config;
  } catch (cause) {
    throw notUsable(cause);
  }
}

const withPost = (issuer: URL, clientId: string, clientSecret: string, local: boolean): Promise<oidc.Configuration> =>
  oidc.discovery(issuer, clientId, undefined, oidc.ClientSecretPost(clientSecret), {
    [oidc.customFetch]: guardedFetch(issuer),
    timeout: TIMEOUT_SECONDS,
    execute: [oidc.enableNonRepudiationChecks, ...(local ? [oidc.allowInsecureRequests] : [])],
  });

function notUsable(cause: unknown): AppError {
  const inner = cause instanceof Error && cause.cause instanceof Error ? cause.cause : cause;
  const message = inner instanceof AddressRefused ? inner.message : "is no OpenID Connect provider, or cannot be reached";
  return new AppError("invalid", "The provider cannot be used.", { fields: [{ pointer: "/issuer", message }], cause });
}
