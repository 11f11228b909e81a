import { createHash } from "node:crypto";
import { sameSecret } from "../../../secrets.ts";

/** The one client: the browser extension, a public client (RFC 6749 section 2.1). It has no secret; PKCE stands in (RFC 7636). */
export const EXTENSION_CLIENT = "kronika-extension";
export const EXTENSION_SCOPE = "extension";

/**
 * Where browsers send the answer of `identity.launchWebAuthFlow`. The id of an extension depends on how it was installed (store, unpacked,
 * signed by the company), so the forms are fixed and not one address. No port, no user, no query, no fragment can hide in them.
 */
const REDIRECT_FORMS = [
  /^https:\/\/[a-p]{32}\.chromiumapp\.org\/[\w./~-]*$/,
  /^https:\/\/(?:[0-9a-f]{40}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\.extensions\.allizom\.org\/[\w./~-]*$/,
  /^http:\/\/127\.0\.0\.1\/mozoauth2\/[\w./~-]*$/,
];

/** True for an address that only a browser's own extension flow receives. */
export const isAllowedRedirect = (uri: string): boolean => uri.length <= 300 && REDIRECT_FORMS.some((form) => form.test(uri));

/** S256 of RFC 7636 section 4.2: 32 bytes in base64url. `plain` is not accepted. */
export const CHALLENGE = /^[\w-]{43}$/;
const VERIFIER = /^[\w.~-]{43,128}$/;

export function verifierFits(verifier: string, challenge: string): boolean {
  return VERIFIER.test(verifier) && sameSecret(createHash("sha256").update(verifier).digest("base64url"), challenge);
}

/** An address with parameters added. */
export function withQuery(uri: string, params: Record<string, string | undefined>): string {
  const url = new URL(uri);
  for (const [name, value] of Object.entries(params)) if (value !== undefined) url.searchParams.set(name, value);
  return url.href;
}
