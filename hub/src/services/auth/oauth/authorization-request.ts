import { AppError } from "@kronika/core/errors.ts";
import { CHALLENGE, EXTENSION_CLIENT, EXTENSION_SCOPE, isAllowedRedirect } from "./client.ts";
import { OAuthError } from "./errors.ts";

/** What the extension asks for, checked. */
export interface AuthorizationRequest {
  redirectUri: string;
  codeChallenge: string;
  state: string | undefined;
  scope: typeof EXTENSION_SCOPE;
}

/** The parameters as they came; a name that came twice is an array, which is refused (RFC 6749 section 3.1). */
export type AuthorizationParams = Partial<
  Record<"client_id" | "redirect_uri" | "response_type" | "code_challenge" | "code_challenge_method" | "state" | "scope", unknown>
>;

/**
 * Where an answer may go at all. Before this is known nothing is sent anywhere: an unchecked address would make the hub a relay to it.
 * @throws AppError `invalid`: shown to the person, never redirected
 */
export function checkRedirect(params: Pick<AuthorizationParams, "client_id" | "redirect_uri">): string {
  const { client_id: clientId, redirect_uri: redirectUri } = params;
  const refuse = (pointer: string, message: string) =>
    new AppError("invalid", "This sign-in request cannot be answered.", { fields: [{ pointer, message }] });
  if (clientId !== EXTENSION_CLIENT) throw refuse("/query/client_id", "is not a known program");
  if (typeof redirectUri !== "string" || !isAllowedRedirect(redirectUri))
    throw refuse("/query/redirect_uri", "is not an address of a browser extension");
  return redirectUri;
}

/** The rest of the request. @throws OAuthError, which may be sent to the checked address */
export function checkAuthorization(redirectUri: string, params: AuthorizationParams): AuthorizationRequest {
  const repeated = Object.entries(params).find(([, value]) => value !== undefined && typeof value !== "string");
  if (repeated) throw new OAuthError("invalid_request", `${repeated[0]} must be given once`);
  const { code_challenge: codeChallenge, state, scope } = params as Record<string, string | undefined>;
  if (params.response_type !== "code") throw new OAuthError("unsupported_response_type", "response_type must be code");
  if (params.code_challenge_method !== "S256") throw new OAuthError("invalid_request", "code_challenge_method must be S256");
  if (codeChallenge === undefined || !CHALLENGE.test(codeChallenge))
    throw new OAuthError("invalid_request", "code_challenge must be 43 characters of base64url");
  if (state !== undefined && state.length > 500) throw new OAuthError("invalid_request", "state is longer than 500 characters");
  if (scope !== undefined && scope !== EXTENSION_SCOPE) throw new OAuthError("invalid_scope", `scope must be ${EXTENSION_SCOPE}`);
  return { redirectUri, codeChallenge, state, scope: EXTENSION_SCOPE };
}
