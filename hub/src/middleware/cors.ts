import { cors } from "hono/cors";

const EXTENSION_ORIGIN = /^(?:chrome-extension:\/\/[a-p]{32}|moz-extension:\/\/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/;

/** True for a page or worker of a browser extension. */
export const isExtensionOrigin = (origin: string | undefined): boolean => origin !== undefined && EXTENSION_ORIGIN.test(origin);

/**
 * Lets extensions call with a bearer token. No `Access-Control-Allow-Credentials`: a cookie never counts across origins (authenticate.ts does
 * not look at it then). Web pages of other origins get no permission at all.
 */
export const extensionCors = cors({
  origin: (origin) => (isExtensionOrigin(origin) ? origin : null),
  allowMethods: ["GET", "POST", "PATCH", "PUT", "DELETE"],
  allowHeaders: ["Authorization", "Content-Type", "Accept-Language", "Idempotency-Key", "X-Kronika"],
  exposeHeaders: ["Retry-After", "WWW-Authenticate"],
  maxAge: 7200,
});
