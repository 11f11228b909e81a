import { generateKeyPairSync, sign, type KeyObject } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import Provider from "oidc-provider";

/** A real OpenID provider on this machine (oidc-provider), and somebody who signs in there without a form. */
export interface TestProvider extends AsyncDisposable {
  issuer: string;
  clientId: string;
  clientSecret: string;
  /** What the provider says of an account, by subject. */
  accounts: Map<string, Record<string, unknown>>;
  /** Follows a browser from the provider's sign-in page, as `subject`, back to where it is sent. `null`: the person says no. */
  visit(url: string, subject: string | null): Promise<URL>;
  /** Signs its ID tokens. */
  key: KeyObject;
  /** Changes an answer of the provider before it leaves: to play one that lies. */
  tamper: ((path: string, body: string) => string) | null;
}

/** An ID token with other claims, signed with this key: what somebody could try to pass off as the provider's. */
export function reissue(token: string, change: object, key: KeyObject): string {
  const [header = "", payload = ""] = token.split(".");
  const claims = { ...(JSON.parse(Buffer.from(payload, "base64url").toString()) as object), ...change };
  const text = `${header}.${Buffer.from(JSON.stringify(claims)).toString("base64url")}`;
  return `${text}.${sign("RSA-SHA256", Buffer.from(text), key).toString("base64url")}`;
}

/** @param redirectUri of the hub that is a client there */
export async function startOidcProvider(redirectUri: string, options: { port?: number } = {}): Promise<TestProvider> {
  const accounts = new Map<string, Record<string, unknown>>();
  const [clientId, clientSecret] = ["kronika", "a secret between the two of them"];
  const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  let handle: (request: IncomingMessage, response: ServerResponse) => void = () => {};
  const state = { tamper: null as TestProvider["tamper"] };
  const server = createServer((request, response) => {
    const { tamper } = state;
    if (tamper) {
      const end = response.end.bind(response);
      response.end = ((body?: unknown) => {
        const text = Buffer.isBuffer(body) || typeof body === "string" ? tamper(request.url ?? "", body.toString()) : body;
        if (typeof text === "string" && !response.headersSent) response.setHeader("content-length", Buffer.byteLength(text));
        return end(text as string);
      }) as typeof response.end;
    }
    handle(request, response);
  });
  await new Promise<void>((resolve) => server.listen(options.port ?? 0, "127.0.0.1", resolve));
  const issuer = `http://localhost:${(server.address() as AddressInfo).port}`;
  let next: string | null = null;
  const provider = new Provider(issuer, {
    clients: [{ client_id: clientId, client_secret: clientSecret, redirect_uris: [redirectUri], grant_types: ["authorization_code"] }],
    jwks: { keys: [{ ...privateKey.export({ format: "jwk" }), alg: "RS256", use: "sig", kid: "one" }] },
    cookies: { keys: ["only for tests"] },
    features: { devInteractions: { enabled: false } },
    claims: { openid: ["sub"], email: ["email", "email_verified"], profile: ["name"] },
    pkce: { required: () => true },
    interactions: { url: (_ctx, interaction) => `/interaction/${interaction.uid}` },
    findAccount: (_ctx, sub) => ({ accountId: sub, claims: () => ({ sub, ...accounts.get(sub) }) }),
    loadExistingGrant: async (ctx) => {
      const grant = new ctx.oidc.provider.Grant({ accountId: ctx.oidc.session!.accountId!, clientId: ctx.oidc.client!.clientId });
      grant.addOIDCScope("openid email profile");
      await grant.save();
      return grant;
    },
  });
  const app = provider.callback();
  handle = (request, response) => {
    if (!request.url?.startsWith("/interaction/")) return void app(request, response);
    const result = next === null ? { error: "access_denied", error_description: "no" } : { login: { accountId: next, remember: false } };
    return void provider.interactionFinished(request, response, result, { mergeWithLastSubmission: false });
  };
  return {
    issuer,
    clientId,
    clientSecret,
    accounts,
    key: privateKey,
    get tamper() {
      return state.tamper;
    },
    set tamper(value) {
      state.tamper = value;
    },
    async visit(start, subject) {
      next = subject;
      const jar = new Map<string, string>();
      let url = new URL(start);
      for (let hops = 0; hops < 10; hops += 1) {
        const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join("; ");
        const answer = await fetch(url, { redirect: "manual", headers: { cookie } });
        for (const set of answer.headers.getSetCookie()) {
          const [pair = ""] = set.split(";");
          jar.set(pair.slice(0, pair.indexOf("=")), pair.slice(pair.indexOf("=") + 1));
        }
        const location = answer.headers.get("location");
        if (!location) throw new Error(`the provider stopped at ${url.pathname}: ${answer.status} ${(await answer.text()).slice(0, 300)}`);
        url = new URL(location, url);
        if (url.href.startsWith(redirectUri)) return url;
      }
      throw new Error("the provider sent the browser in a circle");
    },
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
