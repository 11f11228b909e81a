import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { createWorld, NOON, type Person, type World } from "../../../test/world.ts";
import { createExtension, pkce, redirectUri, refusal, type Tokens } from "../services/auth/testing/extension.ts";
import { signedIn, type Visitor } from "../services/auth/testing/visitor.ts";

let world: World;
let jana: Person;
let person: Visitor;
let extension: ReturnType<typeof createExtension>;
let now = NOON;
const later = (seconds: number) => (now = new Date(now.getTime() + seconds * 1000));

beforeAll(async () => {
  world = await createWorld({ now: () => now });
  jana = await world.person("Jana");
  extension = createExtension(world, () => person);
});
beforeEach(async () => {
  person = await signedIn(world, jana);
});
afterAll(() => world[Symbol.asyncDispose]());

const request = (challenge: string, more: Record<string, string> = {}) => ({
  client_id: "kronika-extension",
  redirect_uri: redirectUri,
  response_type: "code",
  code_challenge: challenge,
  code_challenge_method: "S256",
  state: "s-1",
  ...more,
});
const authorize = (params: Record<string, string>) => extension.browser().get(`/oauth/authorize?${new URLSearchParams(params).toString()}`);

describe("the extension signs in", () => {
  test("request, approval, code, tokens: without a password, and only within its scope", async () => {
    const { verifier, challenge } = pkce();
    const asked = await authorize(request(challenge, { scope: "extension" }));
    expect(asked.status).toBe(302);
    const page = new URL(asked.headers.get("location")!);
    expect(page.origin + page.pathname).toBe("http://localhost:7070/authorize");
    expect(Object.fromEntries(page.searchParams)).toEqual(request(challenge, { scope: "extension" }));

    const back = await extension.approved(challenge);
    expect(back.origin + back.pathname).toBe(redirectUri);
    expect(back.searchParams.get("state")).toBe("s-1");

    const answer = await extension.exchange(back.searchParams.get("code")!, verifier);
    expect(answer.headers.get("cache-control")).toBe("no-store");
    const tokens = (await answer.json()) as Tokens;
    expect(tokens).toEqual({
      access_token: expect.stringMatching(/^kro_at_[\w-]{43}$/),
      token_type: "Bearer",
      expires_in: 3600,
      refresh_token: expect.stringMatching(/^kro_rt_[\w-]{43}$/),
      scope: "extension",
    });
    expect(
      ((await (await extension.browser().get("/api/v1/me", { bearer: tokens.access_token })).json()) as { user: object }).user,
    ).toMatchObject({
      id: jana.id,
    });
    expect((await extension.browser().get("/api/v1/users", { bearer: tokens.access_token })).status).toBe(403);
    expect((await extension.browser().patch("/api/v1/me", { name: "X" }, { bearer: tokens.access_token })).status).toBe(403);
    expect((await extension.browser().get("/api/v1/me", { bearer: tokens.refresh_token })).status).toBe(401);
    const stored = JSON.stringify([await world.rows("SELECT * FROM api_tokens"), await world.rows("SELECT * FROM oauth_codes")]);
    for (const secret of [tokens.access_token, tokens.refresh_token, back.searchParams.get("code")!]) expect(stored).not.toContain(secret);
  });

  test("a person may say no, and the extension is told", async () => {
    const back = await extension.approved(pkce().challenge, { deny: true });
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
    const answer = await extension.browser().get(`/oauth/authorize?${twice}`);
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
      const back = new URL((await extension.browser().get(`/oauth/authorize?${query}`)).headers.get("location")!);
      expect(back.searchParams.get("error")).toBe("invalid_request");
    }
  });
});

describe("only a person who is signed in approves", () => {
  const body = () => ({ clientId: "kronika-extension", redirectUri, codeChallenge: pkce().challenge });
  test("not a stranger, not another site, not a token", async () => {
    const before = await world.rows("SELECT count(*) FROM oauth_codes");
    expect((await extension.browser().post("/api/v1/oauth/approve", body())).status).toBe(401);
    expect((await person.post("/api/v1/oauth/approve", body(), { headers: { "x-kronika": null } })).status).toBe(403);
    expect((await person.post("/api/v1/oauth/approve", body(), { headers: { origin: "https://evil.example" } })).status).toBe(403);
    const made = (await (await person.post("/api/v1/tokens", { name: "p", scopes: ["write"] })).json()) as { token: string };
    expect((await extension.browser().post("/api/v1/oauth/approve", body(), { bearer: made.token })).status).toBe(403);
    expect(await world.rows("SELECT count(*) FROM oauth_codes")).toEqual(before);
  });
});

describe("a code", () => {
  test("extension.works once; brought again it ends what it gave", async () => {
    const tokens = await extension.signedIn();
    expect(await extension.works(tokens)).toBe(true);
    expect(await refusal(await extension.exchange(tokens.code, tokens.verifier))).toBe("invalid_grant");
    expect(await extension.works(tokens)).toBe(false);
    expect(await refusal(await extension.refresh(tokens.refresh_token))).toBe("invalid_grant");
  });

  test("brought twice at the same moment gives one answer at most, and no tokens that stay", async () => {
    const { verifier, challenge } = pkce();
    const code = (await extension.approved(challenge)).searchParams.get("code")!;
    const answers = await Promise.all(Array.from({ length: 10 }, () => extension.exchange(code, verifier)));
    const given = answers.filter(({ status }) => status === 200);
    expect(given).toHaveLength(1);
    expect(await extension.works((await given[0]!.json()) as Tokens)).toBe(false);
  });

  test.each([
    ["another verifier", { code_verifier: pkce().verifier }],
    ["the challenge itself as verifier", "challenge" as const],
    ["a verifier that is too short", { code_verifier: "short" }],
    ["another address", { redirect_uri: `${redirectUri}/other` }],
  ])("is worth nothing with %s, and is not used up by that", async (_, change) => {
    const { verifier, challenge } = pkce();
    const code = (await extension.approved(challenge)).searchParams.get("code")!;
    expect(await refusal(await extension.exchange(code, verifier, change === "challenge" ? { code_verifier: challenge } : change))).toBe(
      "invalid_grant",
    );
    expect((await extension.exchange(code, verifier)).status).toBe(200);
  });

  test("lasts five minutes", async () => {
    const { verifier, challenge } = pkce();
    const code = (await extension.approved(challenge)).searchParams.get("code")!;
    later(5 * 60);
    expect(await refusal(await extension.exchange(code, verifier))).toBe("invalid_grant");
  });

  test("of a person who was disabled meanwhile gives nothing", async () => {
    const karol = await world.person("Karol");
    const { verifier, challenge } = pkce();
    const answer = await (
      await signedIn(world, karol)
    ).post("/api/v1/oauth/approve", { clientId: "kronika-extension", redirectUri, codeChallenge: challenge });
    const code = new URL(((await answer.json()) as { redirectTo: string }).redirectTo).searchParams.get("code")!;
    await world.rows("UPDATE users SET disabled_at = now() WHERE id = $1", [karol.id]);
    expect(await refusal(await extension.exchange(code, verifier))).toBe("invalid_grant");
  });
});

describe("the token endpoint says what is wrong in the form of RFC 6749", () => {
  test.each([
    [{ grant_type: "password", username: "a", password: "b" }, "unsupported_grant_type"],
    [{ grant_type: "authorization_code", client_id: "kronika-extension" }, "invalid_request"],
    [{ grant_type: "refresh_token", client_id: "kronika-extension", refresh_token: "kro_rt_unknown" }, "invalid_grant"],
    [{ grant_type: "refresh_token", client_id: "other", refresh_token: "x" }, "invalid_client"],
    [{}, "invalid_request"],
  ])("%j: %s", async (form, error) => expect(await refusal(await extension.token(form as Record<string, string>))).toBe(error));

  test("a parameter that comes twice, a JSON body, a body that is too large", async () => {
    const send = (body: string, type = "application/x-www-form-urlencoded") =>
      extension.browser().call("POST", "/oauth/token", { headers: { "content-type": type }, raw: body });
    expect(await refusal(await send("grant_type=refresh_token&grant_type=password"))).toBe("invalid_request");
    expect((await send("{}", "application/json")).status).toBe(415);
    expect((await send(`grant_type=${"x".repeat(20_000)}`)).status).toBe(413);
  });
});
