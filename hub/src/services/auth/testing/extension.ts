import { createHash, randomBytes } from "node:crypto";
import { expect } from "vitest";
import type { World } from "../../../../../test/world.ts";
import { createVisitor, type Visitor } from "./visitor.ts";

export const redirectUri = `https://${"abcdefghijklmnop".repeat(2)}.chromiumapp.org/cb`;
const agent = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Safari/537.36";

export interface Tokens {
  access_token: string;
  refresh_token: string;
}

export function pkce(): { verifier: string; challenge: string } {
  const verifier = randomBytes(32).toString("base64url");
  return { verifier, challenge: createHash("sha256").update(verifier).digest("base64url") };
}

/** The error of a refused call, which has the form of RFC 6749 section 5.2. */
export async function refusal(answer: Response): Promise<string> {
  expect(answer.status).toBe(400);
  expect(answer.headers.get("cache-control")).toBe("no-store");
  const body = (await answer.json()) as { error: string };
  expect(body).toEqual({ error: expect.any(String), error_description: expect.any(String) });
  return body.error;
}

/** The tokens of a call that went well. */
export async function granted(answer: Response): Promise<Tokens> {
  expect(answer.status).toBe(200);
  return (await answer.json()) as Tokens;
}

/** The browser extension as the hub sees it, and the person who says yes to it. */
export function createExtension(world: World, person: () => Visitor) {
  const browser = () => createVisitor(world.deps);
  const token = (form: Record<string, string>) =>
    browser().call("POST", "/oauth/token", { form, headers: { "user-agent": agent, "x-kronika": null } });
  const extension = {
    browser,
    token,
    /** The person's yes: what their browser is sent to. */
    async approved(challenge: string, more: object = {}): Promise<URL> {
      const asked = { clientId: "kronika-extension", redirectUri, codeChallenge: challenge, state: "s-1", scope: "extension", ...more };
      const answer = await person().post("/api/v1/oauth/approve", asked);
      expect(answer.status).toBe(200);
      return new URL(((await answer.json()) as { redirectTo: string }).redirectTo);
    },
    exchange: (code: string, verifier: string, more: Record<string, string> = {}) =>
      token({
        grant_type: "authorization_code",
        client_id: "kronika-extension",
        code,
        redirect_uri: redirectUri,
        code_verifier: verifier,
        ...more,
      }),
    refresh: (refreshToken: string, more: Record<string, string> = {}) =>
      token({ grant_type: "refresh_token", client_id: "kronika-extension", refresh_token: refreshToken, ...more }),
    revoke: (secret: string) => browser().call("POST", "/oauth/revoke", { form: { token: secret }, headers: { "x-kronika": null } }),
    works: async (tokens: Tokens) => (await browser().get("/api/v1/me", { bearer: tokens.access_token })).status === 200,
    /** The whole way: approval, code, tokens. */
    async signedIn(): Promise<Tokens & { code: string; verifier: string }> {
      const { verifier, challenge } = pkce();
      const code = (await extension.approved(challenge)).searchParams.get("code")!;
      return { ...(await granted(await extension.exchange(code, verifier))), code, verifier };
    },
  };
  return extension;
}
