import { browser } from "wxt/browser";
import { meAnswer, tokenAnswer } from "../hub-types.ts";
import { readSettings } from "../settings.ts";
import { database } from "./database.ts";
import { HubError, networkError } from "./hub-error.ts";
import { accountKey } from "./outbox-item.ts";

/** The person who is signed in to a hub. */
export interface Account {
  key: string;
  hub: string;
  userId: string;
  name: string;
  email: string;
  organization: string;
}

const CLIENT_ID = "kronika-extension";
/** Renewed a little before it ends, so that no request meets the end. */
const EARLY_MS = 60_000;
const TIMEOUT_MS = 20_000;

interface AccessToken {
  token: string;
  expiresAt: number;
  account: string;
}

/** Who is signed in, or null. */
export async function currentAccount(): Promise<Account | null> {
  const { account } = await browser.storage.local.get("account");
  return (account as Account | undefined) ?? null;
}

/** Address to which the browser brings the answer of the sign-in. */
export function redirectUri(): string {
  return browser.identity.getRedirectURL("oauth");
}

/**
 * Signs in by OAuth 2.1: authorisation code with PKCE in a window of the browser. No password is ever typed into the extension.
 * @throws HubError `cancelled` when the person closes the window, `offline`, `invalid-answer`
 */
export async function signIn(): Promise<Account> {
  const { hub } = await readSettings();
  const [verifier, state] = [randomText(32), randomText(16)];
  const redirect = redirectUri();
  const url = new URL(`${hub}/oauth/authorize`);
  url.search = new URLSearchParams({
    response_type: "code",
    client_id: CLIENT_ID,
    redirect_uri: redirect,
    code_challenge: await challengeOf(verifier),
    code_challenge_method: "S256",
    state,
    scope: "extension",
  }).toString();
  const answer = await browser.identity.launchWebAuthFlow({ url: url.href, interactive: true }).catch(() => undefined);
  const params = URL.parse(answer ?? "")?.searchParams;
  // Another state is another sign-in's answer, or somebody else's: it is not used.
  if (params === undefined || params.get("state") !== state) throw new HubError("cancelled", "the sign-in was not finished");
  const code = params.get("code");
  if (code === null) throw new HubError("cancelled", params.get("error") ?? "the sign-in was refused");
  const tokens = await tokenRequest(hub, { grant_type: "authorization_code", code, code_verifier: verifier, redirect_uri: redirect });
  const account = await whoAmI(hub, tokens.access_token);
  await saveTokens(account.key, tokens);
  await browser.storage.local.set({ account });
  return account;
}

/** Signs out: the hub forgets the grant, the browser forgets the tokens. Items that wait stay, with their account. */
export async function signOut(): Promise<void> {
  const account = await currentAccount();
  const refresh = account === null ? undefined : await readRefreshToken(account.key);
  await forget();
  if (account === null || refresh === undefined) return;
  // The tokens are gone from here in any case; a hub that cannot be reached lets them run out.
  await post(`${account.hub}/oauth/revoke`, { token: refresh, client_id: CLIENT_ID }).catch(() => undefined);
}

/**
 * A token that is good now. Renewals are single-flight across worker and pages: the refresh token can be used once.
 * @param refused a token that the hub has just refused, so that another is needed
 * @throws HubError `signed-out`, `offline`, `hub-unavailable`
 */
export async function accessToken(account: Account, refused?: string): Promise<string> {
  const usable = async () => {
    const access = await readAccess();
    return access?.account === account.key && access.token !== refused && access.expiresAt - EARLY_MS > Date.now() ? access.token : null;
  };
  return (
    (await usable()) ??
    navigator.locks.request("kronika-refresh", async () => {
      const renewed = await usable();
      if (renewed !== null) return renewed;
      const current = await currentAccount();
      const refresh = current?.key === account.key ? await readRefreshToken(account.key) : undefined;
      if (refresh === undefined) throw new HubError("signed-out", "sign in again");
      try {
        const tokens = await tokenRequest(account.hub, { grant_type: "refresh_token", refresh_token: refresh });
        await saveTokens(account.key, tokens);
        return tokens.access_token;
      } catch (error) {
        if (error instanceof HubError && error.code === "signed-out") await forget();
        throw error;
      }
    })
  );
}

async function tokenRequest(hub: string, fields: Record<string, string>) {
  const response = await post(`${hub}/oauth/token`, { ...fields, client_id: CLIENT_ID });
  if (response.status === 400 || response.status === 401) throw new HubError("signed-out", "the hub no longer accepts this sign-in");
  if (!response.ok) throw new HubError("hub-unavailable", `the hub answered ${response.status}`);
  return tokenAnswer(await response.json(), "");
}

async function whoAmI(hub: string, token: string): Promise<Account> {
  const response = await fetch(`${hub}/api/v1/me`, {
    headers: { authorization: `Bearer ${token}` },
    signal: AbortSignal.timeout(TIMEOUT_MS),
  }).catch(networkError);
  if (!response.ok) throw new HubError("hub-unavailable", `the hub answered ${response.status}`);
  const { user, organization } = meAnswer(await response.json(), "");
  return { key: accountKey(hub, user.id), hub, userId: user.id, name: user.name, email: user.email, organization: organization.name };
}

function post(url: string, fields: Record<string, string>): Promise<Response> {
  return fetch(url, { method: "POST", body: new URLSearchParams(fields), signal: AbortSignal.timeout(TIMEOUT_MS) }).catch(networkError);
}

/** The refresh token first and durably: losing it would sign the person out; the access token can be had again. */
async function saveTokens(account: string, tokens: ReturnType<typeof tokenAnswer>): Promise<void> {
  const tx = (await database()).transaction("secrets", "readwrite", { durability: "strict" });
  await tx.store.clear();
  await tx.store.put(tokens.refresh_token, account);
  await tx.done;
  const access: AccessToken = { token: tokens.access_token, expiresAt: Date.now() + tokens.expires_in * 1000, account };
  await browser.storage.session.set({ access });
}

async function readAccess(): Promise<AccessToken | undefined> {
  return (await browser.storage.session.get("access"))["access"] as AccessToken | undefined;
}

async function readRefreshToken(account: string): Promise<string | undefined> {
  return (await database()).get("secrets", account);
}

async function forget(): Promise<void> {
  await (await database()).clear("secrets");
  await browser.storage.session.remove("access");
  await browser.storage.local.remove("account");
}

function randomText(bytes: number): string {
  return base64Url(crypto.getRandomValues(new Uint8Array(bytes)));
}

async function challengeOf(verifier: string): Promise<string> {
  return base64Url(new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(verifier))));
}

function base64Url(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replace(/=+$/, "");
}
