import type { TokenScope } from "../services/tokens/scopes.ts";

/** What a wider scope holds too. */
const INCLUDES: Record<TokenScope, readonly TokenScope[]> = {
  read: ["read"],
  write: ["read", "write"],
  admin: ["read", "write", "admin"],
  extension: ["extension"],
};

type Rule = readonly [methods: readonly string[], path: RegExp];

/** Writes that need `admin`; the verbs behind them ask for the role as well. */
const ADMINISTRATION: readonly Rule[] = [
  [
    ["POST", "PATCH", "PUT", "DELETE"],
    /^\/api\/v1\/(?:(?:users|teams|webhooks|invitations|password-resets|sso|erasures|legal-holds|retention-rules)(?:\/.*)?|organization(?:\/.*)?)$/,
  ],
];

/** All that the browser extension calls. */
const EXTENSION: readonly Rule[] = [
  [["GET"], /^\/api\/v1\/(?:me|capture-policy|lookup)$/],
  [["POST"], /^\/api\/v1\/interactions(?:\/batch)?$/],
  [["GET", "POST"], /^\/api\/v1\/reminders(?:\/[^/]+(?:\/[a-z]+)?)?$/],
  [["GET", "POST", "DELETE"], /^\/api\/v1\/me\/exclusions(?:\/[^/]+)?$/],
];

const READING: readonly string[] = ["GET", "HEAD", "OPTIONS"];

/**
 * The scope that a request needs of a token besides `extension`: reading needs `read`, everything else `write`, administration `admin`. A
 * new route needs no line here; one for the extension does.
 */
export function scopeFor(method: string, path: string): TokenScope {
  if (covers(ADMINISTRATION, method, path)) return "admin";
  return READING.includes(method) ? "read" : "write";
}

/** True when a token with these scopes may send this request at all. Its person's own rights are asked afterwards, by the verb. */
export function scopesAllow(scopes: readonly string[], method: string, path: string): boolean {
  const held = new Set(scopes.flatMap((scope) => INCLUDES[scope as TokenScope] ?? []));
  if (held.has(scopeFor(method, path))) return true;
  return held.has("extension") && covers(EXTENSION, method === "HEAD" ? "GET" : method, path);
}

const covers = (rules: readonly Rule[], method: string, path: string): boolean =>
  rules.some(([methods, pattern]) => methods.includes(method) && pattern.test(path));
