/**
 * What a token may do, each within its person's own rights: `read` everything, `write` (and read), `admin` (and write, and change people
 * and organisation), `extension` only what the browser extension calls (middleware/scopes.ts).
 */
export const tokenScopes = ["read", "write", "admin", "extension"] as const;
export type TokenScope = (typeof tokenScopes)[number];
