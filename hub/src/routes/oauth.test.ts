import { createHash, randomBytes } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { createWorld, NOON, type Person, type World } from "../../../test/world.ts";
import { createVisitor, signedIn, type Visitor } from "../services/auth/testing/visitor.ts";

let world: World;
let jana: Person;
let person: Visitor;
let now = NOON;
const later = (seconds: number) => (now = new Date(now.getTime() + seconds * 1000));

beforeAll(async () => {
  world = await createWorld({ now: () => now });
  jana = await world.person("Jana");
});
beforeEach(async () => {
  person = await signedIn(world, jana);
});
afterAll(() => world[Symbol.asyncDispose]());

const redirectUri = `https://${"abcdefghijklmnop".repeat(2)}.chromiumapp.org/cb`;
const agent = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Safari/537.36";
const extension = () => createVisitor(world.deps);

interface Tokens {
  access_token: string;
  refresh_token: string;
}

function pkce() {
  const verifier = randomBytes(32).toString("base64url");
  return { verifier, challenge: createHash("sha256").update(verifier).digest("base64url") };
}

const request = (challenge: string, more: Record<string, string> = {}) => ({
  client_id: "kronika-extension",
  redirect_uri: redirectUri,
  response_type: "code",
  code_challenge: challenge,
  code_challenge_method: "S256",
  state: "s-1",
  ...more,
});
const authorize = (params: Record<string, string> | string) =>
  extension().get(`/oauth/authorize?${new URLSearchParams(params).toString()}`);

/** The person's yes: what their browser is sent to. */
async function approved(challenge: string, more: object = {}): Promise<URL> {
  const answer = await person.post("/api/v1/oauth/approve", {
    clientId: "kronika-extension",
    redirectUri,
    codeChallenge: challenge,
    state: "s-1",
    scope: "extension",
    ...more,
  });
  expect(answer.status).toBe(200);
  return new URL(((await answer.json()) as { redirectTo: string }).redirectTo);
}

const token = (form: Record<string, string>) =>
  extension().call("POST", "/oauth/token", { form, headers: { "user-agent": agent, "x-kronika": null } });
const exchange = (code: string, verifier: string, more: Record<string, string> = {}) =>
  token({
    grant_type: "authorization_code",
    client_id: "kronika-extension",
    code,
    redirect_uri: redirectUri,
    code_verifier: verifier,
    ...more,
  });
const refresh = (refreshToken: string, more: Record<string, string> = {}) =>
  token({ grant_type: "refresh_token", client_id: "kronika-extension", refresh_token: refreshToken, ...more });
const works = async (tokens: Tokens) => (await extension().get("/api/v1/me", { bearer: tokens.access_token })).status === 200;

async function signedInExtension(): Promise<Tokens & { code: string; verifier: string }> {
  const { verifier, challenge } = pkce();
  const code = (await approved(challenge)).searchParams.get("code")!;
  const answer = await exchange(code, verifier);
  expect(answer.status).toBe(200);
  return { ...((await answer.json()) as Tokens), code, verifier };
}

/** The error of a refused call, which has the form of RFC 6749 section 5.2. */
const refusal = async (answer: Response): Promise<string> => {
  expect(answer.status).toBe(400);
  expect(answer.headers.get("cache-control")).toBe("no-store");
  const body = (await answer.json()) as { error: string };
  expect(body).toEqual({ error: expect.any(String), error_description: expect.any(String) });
  return body.error;
};
const refreshed = async (answer: Response): Promise<Tokens> => {
  expect(answer.status).toBe(200);
  return (await answer.json()) as Tokens;
};

describe("the extension signs in", () => {
  test("request, approval, code, tokens: without a password, and only within its scope", async () => {
    const { verifier, challenge } = pkce();
    const asked = await authorize(request(challenge, { scope: "extension" }));
    expect(asked.status).toBe(302);
    const page = new URL(asked.headers.get("location")!);
    expect(page.origin + page.pathname).toBe("http://localhost:7070/authorize");
    expect(Object.fromEntries(page.searchParams)).toEqual(request(challenge, { scope: "extension" }));

    const back = await approved(challenge);
    expect(back.origin + back.pathname).toBe(redirectUri);
    expect(back.searchParams.get("state")).toBe("s-1");

    const answer = await exchange(back.searchParams.get("code")!, verifier);
    expect(answer.headers.get("cache-control")).toBe("no-store");
    const tokens = (await answer.json()) as Tokens;
    expect(tokens).toEqual({
      access_token: expect.stringMatching(/^kro_at_[\w-]{43}$/),
      token_type: "Bearer",
      expires_in: 3600,
      refresh_token: expect.stringMatching(/^kro_rt_[\w-]{43}$/),
      scope: "extension",
    });
    expect(((await (await extension().get("/api/v1/me", { bearer: tokens.access_token })).json()) as { user: object }).user).toMatchObject({
      id: jana.id,
    });
    expect((await extension().get("/api/v1/users", { bearer: tokens.access_token })).status).toBe(403);
    expect((await extension().patch("/api/v1/me", { name: "X" }, { bearer: tokens.access_token })).status).toBe(403);
    expect((await extension().get("/api/v1/me", { bearer: tokens.refresh_token })).status).toBe(401);
    const stored = JSON.stringify([await world.rows("SELECT * FROM api_tokens"), await world.rows("SELECT * FROM oauth_codes")]);
    for (const secret of [tokens.access_token, tokens.refresh_token, back.searchParams.get("code")!]) expect(stored).not.toContain(secret);
  });

  test("a person may say no, and the extension is told", async () => {
    const back = await approved(pkce().challenge, { deny: true });
    expect(Object.fromEntries(back.searchParams)).toEqual({ error: "access_denied", state: "s-1" });
    expect(back.origin + back.pathname).toBe(redirectUri);
  });

  test.each([
    "https://0123456789abcdef0123456789abcdef01234567.extensions.allizom.org/",
    "https://0f8fad5b-d9cb-469f-a165-70867728950e.extensions.allizom.org/",
    "http://127.0.0.1/mozoauth2/0123456789abcdef0123456789abcdef01234567",
  ])("from Firefox too: %s", async (uri) => {
    expect((await authorize(request(pkce().challenge, { redirect_uri: uri }))).headers.get("location")).toContain(
      "http://localhost:7070/authorize?",
    );
  });
});

describe("nothing is ever sent to an address that was not checked", () => {
  test.each([
    "https://evil.example/cb",
    `https://${"a".repeat(32)}.chromiumapp.org.evil.example/cb`,
    `https://evil.example/?x=https://${"a".repeat(32)}.chromiumapp.org/`,
    `https://${"a".repeat(32)}.chromiumapp.org@evil.example/`,
    `https://${"a".repeat(32)}.chromiumapp.org:8443/cb`,
    `https://${"a".repeat(32)}.chromiumapp.org/cb#fragment`,
    `https://${"a".repeat(32)}.chromiumapp.org/cb?next=1`,
    `https://${"a".repeat(32)}.chromiumapp.org\\@evil.example/`,
    `https://${"a".repeat(32)}.chromiumapp.org/\nLocation: https://evil.example`,
    `http://${"a".repeat(32)}.chromiumapp.org/cb`,
    `https://${"z".repeat(32)}.chromiumapp.org/cb`,
    `https://${"a".repeat(31)}.chromiumapp.org/cb`,
    "https://chromiumapp.org/cb",
    "http://127.0.0.1:8080/mozoauth2/x",
    "http://127.0.0.1/other",
    "http://127.0.0.1/mozoauth2/x?next=https://evil.example",
    "http://127.0.0.1/mozoauth2/x#fragment",
    "http://localhost/mozoauth2/x",
    "javascript:alert(1)//.chromiumapp.org/",
    "",
  ])("%s", async (uri) => {
    const { challenge } = pkce();
    const asked = await authorize(request(challenge, { redirect_uri: uri }));
    expect(asked.status).toBe(422);
    expect(asked.headers.get("location")).toBeNull();
    const answer = await person.post("/api/v1/oauth/approve", {
      clientId: "kronika-extension",
      redirectUri: uri,
      codeChallenge: challenge,
    });
    expect(answer.status).toBe(422);
    const denied = await person.post("/api/v1/oauth/approve", {
      clientId: "kronika-extension",
      redirectUri: uri,
      codeChallenge: challenge,
      deny: true,
    });
    expect(denied.status).toBe(422);
  });

  test("nor for an unknown program, nor when the address comes twice", async () => {
    const { challenge } = pkce();
    expect((await authorize(request(challenge, { client_id: "other" }))).status).toBe(422);
    const twice = `${new URLSearchParams(request(challenge)).toString()}&redirect_uri=${encodeURIComponent("https://evil.example")}`;
    const answer = await extension().get(`/oauth/authorize?${twice}`);
    expect([answer.status, answer.headers.get("location")]).toEqual([422, null]);
  });
});

describe("a request that is wrong otherwise goes back to the extension with the reason", () => {
  const { challenge } = pkce();
  test.each([
    ["no PKCE", { code_challenge: "" }, "invalid_request"],
    ["PKCE without hashing", { code_challenge_method: "plain" }, "invalid_request"],
    ["a challenge of another length", { code_challenge: "short" }, "invalid_request"],
    ["a token straight away", { response_type: "token" }, "unsupported_response_type"],
    ["a wider scope", { scope: "admin" }, "invalid_scope"],
  ])("%s", async (_, more, error) => {
    const back = new URL((await authorize(request(challenge, more))).headers.get("location")!);
    expect(back.origin + back.pathname).toBe(redirectUri);
    expect(Object.fromEntries(back.searchParams)).toEqual({ error, error_description: expect.any(String), state: "s-1" });
  });

  test("a parameter that is missing or comes twice", async () => {
    const { code_challenge_method: _, ...missing } = request(challenge);
    const twice = `${new URLSearchParams(request(challenge)).toString()}&scope=extension&scope=admin`;
    for (const query of [new URLSearchParams(missing).toString(), twice]) {
      const back = new URL((await extension().get(`/oauth/authorize?${query}`)).headers.get("location")!);
      expect(back.searchParams.get("error")).toBe("invalid_request");
    }
  });
});

describe("only a person who is signed in approves", () => {
  const body = () => ({ clientId: "kronika-extension", redirectUri, codeChallenge: pkce().challenge });
  test("not a stranger, not another site, not a token", async () => {
    const before = await world.rows("SELECT count(*) FROM oauth_codes");
    expect((await extension().post("/api/v1/oauth/approve", body())).status).toBe(401);
    expect((await person.post("/api/v1/oauth/approve", body(), { headers: { "x-kronika": null } })).status).toBe(403);
    expect((await person.post("/api/v1/oauth/approve", body(), { headers: { origin: "https://evil.example" } })).status).toBe(403);
    const made = (await (await person.post("/api/v1/tokens", { name: "p", scopes: ["write"] })).json()) as { token: string };
    expect((await extension().post("/api/v1/oauth/approve", body(), { bearer: made.token })).status).toBe(403);
    expect(await world.rows("SELECT count(*) FROM oauth_codes")).toEqual(before);
  });
});

describe("a code", () => {
  test("works once; brought again it ends what it gave", async () => {
    const tokens = await signedInExtension();
    expect(await works(tokens)).toBe(true);
    expect(await refusal(await exchange(tokens.code, tokens.verifier))).toBe("invalid_grant");
    expect(await works(tokens)).toBe(false);
    expect(await refusal(await refresh(tokens.refresh_token))).toBe("invalid_grant");
  });

  test("brought twice at the same moment gives one answer at most, and no tokens that stay", async () => {
    const { verifier, challenge } = pkce();
    const code = (await approved(challenge)).searchParams.get("code")!;
    const answers = await Promise.all(Array.from({ length: 10 }, () => exchange(code, verifier)));
    const given = answers.filter(({ status }) => status === 200);
    expect(given).toHaveLength(1);
    expect(await works((await given[0]!.json()) as Tokens)).toBe(false);
  });

  test.each([
    ["another verifier", { code_verifier: pkce().verifier }],
    ["the challenge itself as verifier", "challenge" as const],
    ["a verifier that is too short", { code_verifier: "short" }],
    ["another address", { redirect_uri: `${redirectUri}/other` }],
  ])("is worth nothing with %s, and is not used up by that", async (_, change) => {
    const { verifier, challenge } = pkce();
    const code = (await approved(challenge)).searchParams.get("code")!;
    expect(await refusal(await exchange(code, verifier, change === "challenge" ? { code_verifier: challenge } : change))).toBe(
      "invalid_grant",
    );
    expect((await exchange(code, verifier)).status).toBe(200);
  });

  test("lasts five minutes", async () => {
    const { verifier, challenge } = pkce();
    const code = (await approved(challenge)).searchParams.get("code")!;
    later(5 * 60);
    expect(await refusal(await exchange(code, verifier))).toBe("invalid_grant");
  });

  test("of a person who was disabled meanwhile gives nothing", async () => {
    const karol = await world.person("Karol");
    const { verifier, challenge } = pkce();
    const answer = await (
      await signedIn(world, karol)
    ).post("/api/v1/oauth/approve", { clientId: "kronika-extension", redirectUri, codeChallenge: challenge });
    const code = new URL(((await answer.json()) as { redirectTo: string }).redirectTo).searchParams.get("code")!;
    await world.rows("UPDATE users SET disabled_at = now() WHERE id = $1", [karol.id]);
    expect(await refusal(await exchange(code, verifier))).toBe("invalid_grant");
  });
});

describe("the token endpoint says what is wrong in the form of RFC 6749", () => {
  test.each([
    [{ grant_type: "password", username: "a", password: "b" }, "unsupported_grant_type"],
    [{ grant_type: "authorization_code", client_id: "kronika-extension" }, "invalid_request"],
    [{ grant_type: "refresh_token", client_id: "kronika-extension", refresh_token: "kro_rt_unknown" }, "invalid_grant"],
    [{ grant_type: "refresh_token", client_id: "other", refresh_token: "x" }, "invalid_client"],
    [{}, "invalid_request"],
  ])("%j: %s", async (form, error) => expect(await refusal(await token(form as Record<string, string>))).toBe(error));

  test("a parameter that comes twice, a JSON body, a body that is too large", async () => {
    const send = (body: string, type = "application/x-www-form-urlencoded") =>
      extension().call("POST", "/oauth/token", { headers: { "content-type": type }, raw: body });
    expect(await refusal(await send("grant_type=refresh_token&grant_type=password"))).toBe("invalid_request");
    expect((await send("{}", "application/json")).status).toBe(415);
    expect((await send(`grant_type=${"x".repeat(20_000)}`)).status).toBe(413);
  });
});

describe("refreshing", () => {
  test("gives new tokens each time, for 90 days from each time; the access token lasts an hour", async () => {
    const first = await signedInExtension();
    later(3600);
    expect(await works(first)).toBe(false);
    const second = await refreshed(await refresh(first.refresh_token));
    expect(second.refresh_token).not.toBe(first.refresh_token);
    expect(await works(second)).toBe(true);
    later(89 * 24 * 3600);
    const third = await refreshed(await refresh(second.refresh_token));
    later(89 * 24 * 3600);
    const fourth = await refreshed(await refresh(third.refresh_token, { scope: "extension" }));
    later(90 * 24 * 3600);
    expect(await refusal(await refresh(fourth.refresh_token))).toBe("invalid_grant");
  });

  test("a used refresh token that comes back ends everything, for thief and owner", async () => {
    const first = await signedInExtension();
    const second = await refreshed(await refresh(first.refresh_token));
    const third = await refreshed(await refresh(second.refresh_token));
    expect(await works(third)).toBe(true);
    expect(await refusal(await refresh(first.refresh_token))).toBe("invalid_grant");
    expect(await works(third)).toBe(false);
    expect(await refusal(await refresh(third.refresh_token))).toBe("invalid_grant");
    expect(
      await world.rows("SELECT detail FROM audit_log WHERE noun = 'oauth-grant' AND detail->>'reason' = 'refresh-token-used-twice'"),
    ).toHaveLength(1);
  });

  test("after a lost answer the same token is answered anew, for a minute; what was lost is worth nothing", async () => {
    const first = await signedInExtension();
    const lost = await refreshed(await refresh(first.refresh_token));
    later(30);
    const lostAgain = await refreshed(await refresh(first.refresh_token));
    later(30);
    const got = await refreshed(await refresh(first.refresh_token));
    expect(await works(lost)).toBe(false);
    expect(await works(lostAgain)).toBe(false);
    expect(await works(got)).toBe(true);
    const next = await refreshed(await refresh(got.refresh_token));
    expect(await works(next)).toBe(true);
  });

  test("after the minute it is a theft", async () => {
    const first = await signedInExtension();
    const second = await refreshed(await refresh(first.refresh_token));
    later(61);
    expect(await refusal(await refresh(first.refresh_token))).toBe("invalid_grant");
    expect(await works(second)).toBe(false);
  });

  test("within the minute too, once the answer has been used: it was not lost", async () => {
    const first = await signedInExtension();
    const second = await refreshed(await refresh(first.refresh_token));
    expect(await works(second)).toBe(true);
    await expect
      .poll(() => world.rows("SELECT id FROM api_tokens WHERE kind = 'access' AND last_used_at = $1 AND created_at = $1", [now]))
      .toHaveLength(1);
    expect(await refusal(await refresh(first.refresh_token))).toBe("invalid_grant");
    expect(await works(second)).toBe(false);
  });

  test("a thief who is quicker than that minute is found out when the owner comes", async () => {
    const owner = await signedInExtension();
    const answered = await refreshed(await refresh(owner.refresh_token));
    const thief = await refreshed(await refresh(owner.refresh_token));
    expect(await works(thief)).toBe(true);
    expect(await refusal(await refresh(answered.refresh_token))).toBe("invalid_grant");
    expect(await works(thief)).toBe(false);
    expect(await refusal(await refresh(thief.refresh_token))).toBe("invalid_grant");
  });

  test("many at the same moment leave one refresh token that is good, at most", async () => {
    const first = await signedInExtension();
    const answers = await Promise.all(Array.from({ length: 8 }, () => refresh(first.refresh_token)));
    expect(answers.map(({ status }) => status)).toEqual(Array(8).fill(200));
    const all = (await Promise.all(answers.map((answer) => answer.json()))) as Tokens[];
    const good = (await Promise.all(all.map(works))).filter(Boolean);
    expect(good).toHaveLength(1);
  });

  test("is over for a disabled person, and a wider scope is refused without harm", async () => {
    const tokens = await signedInExtension();
    expect(await refusal(await refresh(tokens.refresh_token, { scope: "extension admin" }))).toBe("invalid_scope");
    const next = await refreshed(await refresh(tokens.refresh_token));
    await world.rows("UPDATE users SET disabled_at = now() WHERE id = $1", [jana.id]);
    expect(await refusal(await refresh(next.refresh_token))).toBe("invalid_grant");
    await world.rows("UPDATE users SET disabled_at = NULL WHERE id = $1", [jana.id]);
  });
});

describe("signing out", () => {
  const revoke = (secret: string) => extension().call("POST", "/oauth/revoke", { form: { token: secret }, headers: { "x-kronika": null } });

  test.each(["access_token", "refresh_token"] as const)("by showing the %s ends both, at once", async (which) => {
    const tokens = await signedInExtension();
    expect(await works(tokens)).toBe(true);
    expect((await revoke(tokens[which])).status).toBe(200);
    expect(await works(tokens)).toBe(false);
    expect(await refusal(await refresh(tokens.refresh_token))).toBe("invalid_grant");
  });

  test("an unknown token is no error, a missing one is", async () => {
    expect((await revoke("kro_at_nobody")).status).toBe(200);
    expect(await refusal(await extension().call("POST", "/oauth/revoke", { form: { other: "x" } }))).toBe("invalid_request");
  });

  test("the person sees the extension among their sign-ins by its browser, and ends it there", async () => {
    later(1);
    const tokens = await signedInExtension();
    const { items } = (await (await person.get("/api/v1/me/sign-ins")).json()) as {
      items: { id: string; kind: string; name: string; createdAt: string }[];
    };
    const [newest] = items.filter(({ kind }) => kind === "extension");
    expect(newest).toMatchObject({ name: "Chrome, Linux", createdAt: now.toISOString() });
    expect((await person.delete(`/api/v1/me/sign-ins/${newest!.id}`)).status).toBe(204);
    expect(await works(tokens)).toBe(false);
    expect(await refusal(await refresh(tokens.refresh_token))).toBe("invalid_grant");
    expect((await person.delete(`/api/v1/me/sign-ins/${newest!.id}`)).status).toBe(404);
  });
});
