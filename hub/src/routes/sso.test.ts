import { generateKeyPairSync } from "node:crypto";
import { createServer } from "node:net";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { createWorld, NOON, type World } from "../../../test/world.ts";
import { reissue, startOidcProvider, type TestProvider } from "../services/auth/testing/oidc-provider.ts";
import { everything, trail } from "../services/auth/testing/trail.ts";
import { createVisitor, givePassword, otherOrganization, PASSWORD, signedIn, type Visitor } from "../services/auth/testing/visitor.ts";
import { createToken } from "../services/tokens/create.ts";

let world: World;
let admin: Visitor;
let provider: TestProvider;

const CALLBACK = "http://localhost:7070/api/v1/session/sso/callback";

beforeAll(async () => {
  // The provider goes by the clock of this machine.
  world = await createWorld({ now: () => new Date() });
  provider = await startOidcProvider(CALLBACK);
  admin = await signedIn(world, world.admin);
});
afterAll(async () => {
  await provider[Symbol.asyncDispose]();
  await world[Symbol.asyncDispose]();
});
beforeEach(async () => {
  provider.tamper = null;
  await world.rows("DELETE FROM rate_limits");
  await configure();
});

const settings = (change: object = {}) => ({
  name: "Borovica ID",
  issuer: provider.issuer,
  clientId: provider.clientId,
  clientSecret: provider.clientSecret,
  domains: ["borovica.example"],
  ...change,
});
const configure = (change: object = {}) => admin.call("PUT", "/api/v1/sso", { json: settings(change) });

let subjects = 0;
/** Somebody new at the provider. */
function account(claims: object): string {
  const sub = `subject-${(subjects += 1)}`;
  provider.accounts.set(sub, { name: "Novák Ján", email_verified: true, ...claims });
  return sub;
}

/** A browser: the visitor's cookie and the one of the sign-in under way. */
function browser() {
  const visitor = createVisitor(world.deps, { address: "198.51.100.40" });
  let ticket = "";
  return {
    visitor,
    get ticket() {
      return ticket;
    },
    async begin(next?: string): Promise<URL> {
      const ways = (await (await visitor.get("/api/v1/session/ways")).json()) as { sso: { id: string }[] };
      const answer = await visitor.post("/api/v1/session/sso", { providerId: ways.sso[0]!.id, ...(next ? { next } : {}) });
      expect(answer.status).toBe(200);
      const cookie = answer.headers.getSetCookie().find((text) => text.startsWith("kronika_sso="))!;
      expect(cookie).toMatch(/; Path=\/api\/v1\/session\/sso\/callback; HttpOnly; SameSite=Lax$/);
      ticket = /^kronika_sso=([^;]+)/.exec(cookie)![1]!;
      return new URL(((await answer.json()) as { redirectTo: string }).redirectTo);
    },
    /** @returns where the hub sends the browser */
    async comeBack(url: URL, cookie = ticket): Promise<string> {
      const answer = await visitor.get(`${url.pathname}${url.search}`, { headers: { cookie: `kronika_sso=${cookie}` } });
      expect(answer.status).toBe(302);
      return answer.headers.get("location") ?? "";
    },
  };
}

async function signInAs(subject: string | null, next?: string) {
  const one = browser();
  const location = await one.comeBack(await provider.visit((await one.begin(next)).href, subject));
  const me =
    one.visitor.cookie === null
      ? null
      : ((await (await one.visitor.get("/api/v1/me")).json()) as { user: { id: string; email: string; role: string } });
  return { location, me: me?.user ?? null };
}

async function expectRefused(subject: string | null, reason: string): Promise<void> {
  const before = await everything(world);
  expect(await signInAs(subject)).toEqual({ location: `/sign-in?sso=${reason}`, me: null });
  expect(await everything(world)).toEqual(before);
}

describe("who the provider vouches for is signed in", () => {
  test("by the verified address the first time, by the subject from then on, whatever the address becomes", async () => {
    const eva = await world.person("Eva");
    const sub = account({ email: "EVA@borovica.example" });
    expect(await signInAs(sub, "/customers?q=x")).toMatchObject({ location: "/customers?q=x", me: { id: eva.id } });
    provider.accounts.set(sub, { email: "eva.married@borovica.example", email_verified: false });
    expect(await signInAs(sub)).toMatchObject({ location: "/", me: { id: eva.id, email: eva.email } });
    expect(await trail(world, "bind", "sso-identity")).toContainEqual(expect.objectContaining({ row_id: eva.id }));
    expect(await trail(world, "sign-in", "session")).toContainEqual(
      expect.objectContaining({ actor_id: eva.id, detail: { method: "sso" } }),
    );
  });

  test("whoever was invited joins with the role of the invitation, and has no password", async () => {
    const answer = await admin.post("/api/v1/invitations", { email: "iva@elsewhere.example", role: "manager" });
    const token = new URL(((await answer.json()) as { link: string }).link).hash.slice(1);
    const facts = (await (await createVisitor(world.deps).post("/api/v1/invitations/look", { token })).json()) as { sso: object };
    expect(facts.sso).toMatchObject({ name: "Borovica ID" });
    expect(await signInAs(account({ email: "iva@elsewhere.example" }))).toMatchObject({ location: "/", me: { role: "manager" } });
    const accept = { token, name: "Somebody else", password: PASSWORD };
    expect((await createVisitor(world.deps).post("/api/v1/invitations/accept", accept)).status).toBe(404);
    for (const password of ["-", "", PASSWORD])
      expect((await createVisitor(world.deps).post("/api/v1/session", { email: "iva@elsewhere.example", password })).status).toBe(401);
  });

  test("with joining switched on, a verified address of the company's domains gets an account; others do not", async () => {
    await configure({ joinRole: "rep" });
    expect(await signInAs(account({ email: "new@borovica.example" }))).toMatchObject({
      location: "/",
      me: { role: "rep", email: "new@borovica.example" },
    });
    await expectRefused(account({ email: "new@elsewhere.example" }), "no-account");
    await expectRefused(account({ email: "new@sub.borovica.example" }), "no-account");
    await expectRefused(account({ email: "new@borovica.example.evil.example" }), "no-account");
    await expectRefused(account({ email: "unproved@borovica.example", email_verified: false }), "unverified");
  });

  test("single sign-on stands for a second factor where the company asks for one", async () => {
    await admin.patch("/api/v1/organization", { settings: { secondFactorRoles: ["rep"] } });
    const dan = await world.person("Dan");
    const one = browser();
    await one.comeBack(await provider.visit((await one.begin()).href, account({ email: dan.email })));
    expect((await one.visitor.get("/api/v1/customers")).status).toBe(200);
    await admin.patch("/api/v1/organization", { settings: { secondFactorRoles: [] } });
  });
});

describe("who is not proved to be somebody is nobody", () => {
  test("an address that the provider has not verified takes nobody's account", async () => {
    await world.person("Zora");
    for (const verified of [false, undefined, "false", 1]) {
      await expectRefused(account({ email: "zora@borovica.example", email_verified: verified }), "unverified");
    }
    await expectRefused(account({ email: undefined }), "unverified");
  });

  test("the administrator may declare that the provider only gives out real addresses of the own domains; no others, and not against its word", async () => {
    const filip = await world.person("Filip");
    await world.rows("UPDATE users SET email = 'g@elsewhere.example' WHERE id = $1", [(await world.person("Gejza")).id]);
    await configure({ trustsEmail: true });
    await expectRefused(account({ email: filip.email, email_verified: false }), "unverified");
    await expectRefused(account({ email: "g@elsewhere.example", email_verified: undefined }), "unverified");
    expect(await signInAs(account({ email: filip.email, email_verified: undefined }))).toMatchObject({ me: { id: filip.id } });
  });

  test("without an account, an invitation, or joining: nobody", async () => {
    await expectRefused(account({ email: "stranger@borovica.example" }), "no-account");
  });

  test("an address that went to somebody else at the provider is not the person we know", async () => {
    const ivan = await world.person("Ivan");
    expect(await signInAs(account({ email: ivan.email }))).toMatchObject({ me: { id: ivan.id } });
    await expectRefused(account({ email: ivan.email }), "other-identity");
    await expect
      .poll(() => trail(world, "refuse", "sign-in"))
      .toContainEqual(expect.objectContaining({ row_id: ivan.id, detail: { reason: "sso-other-identity" } }));
  });

  test("a disabled person", async () => {
    const oto = await world.person("Oto");
    const sub = account({ email: oto.email });
    await signInAs(sub);
    expect((await admin.patch(`/api/v1/users/${oto.id}`, { disabled: true })).status).toBe(200);
    await expectRefused(sub, "disabled");
    await expectRefused(account({ email: oto.email }), "disabled");
  });

  test("somebody of another organisation of this installation", async () => {
    const eva = await otherOrganization(world);
    await expectRefused(account({ email: eva.email }), "no-account");
    await configure({ joinRole: "rep", domains: ["lipa.example"] });
    await expectRefused(account({ email: eva.email }), "no-account");
  });

  test("who says no at the provider", async () => {
    await expectRefused(null, "denied");
  });
});

describe("an answer that was not asked for is refused", () => {
  async function answered() {
    const adam = await world.person(`Adam${(subjects += 1)}`);
    const one = browser();
    const url = await provider.visit((await one.begin()).href, account({ email: adam.email }));
    return { one, url };
  }
  async function expectNobody(one: ReturnType<typeof browser>, url: URL, reason: string, cookie?: string): Promise<void> {
    const before = await everything(world);
    expect(await one.comeBack(url, cookie)).toBe(`/sign-in?sso=${reason}`);
    expect(one.visitor.cookie).toBeNull();
    expect(await everything(world)).toEqual(before);
  }

  test("in another browser: somebody's code does not sign a victim in", async () => {
    const { url } = await answered();
    const victim = browser();
    await expectNobody(victim, url, "expired", "");
    await victim.begin();
    await expectNobody(victim, url, "provider");
  });

  test("with another state, with none, or a second time", async () => {
    const other = await answered();
    other.url.searchParams.set("state", "another");
    await expectNobody(other.one, other.url, "provider");
    const none = await answered();
    none.url.searchParams.delete("state");
    await expectNobody(none.one, none.url, "provider");
    const { one, url } = await answered();
    expect(await one.comeBack(url)).toBe("/");
    one.visitor.cookie = null;
    await expectNobody(one, url, "expired");
  });

  test("a ticket that was made for something else, or changed", async () => {
    const { one, url } = await answered();
    const { ticket } = (await (await createVisitor(world.deps).post("/api/v1/session/passkey/options", {})).json()) as { ticket: string };
    for (const cookie of [ticket, `${one.ticket.slice(0, -2)}AA`, "x"]) await expectNobody(one, url, "expired", cookie);
  });

  test("after the provider was set up anew", async () => {
    const { one, url } = await answered();
    await configure({ clientId: "another", clientSecret: "x" });
    await expectNobody(one, url, "expired");
  });

  const forged =
    (change: object, key = provider.key) =>
    (path: string, body: string) => {
      if (!path.startsWith("/token")) return body;
      const answer = JSON.parse(body) as { id_token: string };
      return JSON.stringify({ ...answer, id_token: reissue(answer.id_token, change, key) });
    };

  test.each([
    ["of another nonce", { nonce: "replayed" }],
    ["for another client", { aud: "another" }],
    ["of another issuer", { iss: "https://evil.example" }],
    ["that is over", { exp: Math.floor(NOON.getTime() / 1000) - 10 * 365 * 86_400 }],
  ])("an ID token %s", async (_, change) => {
    const { one, url } = await answered();
    provider.tamper = forged(change);
    await expectNobody(one, url, "provider");
  });

  test("an ID token with another key's signature, or none", async () => {
    const { one, url } = await answered();
    provider.tamper = forged({}, generateKeyPairSync("rsa", { modulusLength: 2048 }).privateKey);
    await expectNobody(one, url, "provider");
    const again = await answered();
    provider.tamper = (path, body) =>
      path.startsWith("/token")
        ? body.replace(/"id_token":"[^"]+\.([^".]+)\.[^"]*"/, `"id_token":"${Buffer.from('{"alg":"none"}').toString("base64url")}.$1."`)
        : body;
    await expectNobody(again.one, again.url, "provider");
  });

  test("userinfo of another subject", async () => {
    const { one, url } = await answered();
    provider.tamper = (path, body) =>
      path.startsWith("/me") ? JSON.stringify({ ...(JSON.parse(body) as object), sub: "somebody" }) : body;
    await expectNobody(one, url, "provider");
  });

  test("the way back leads to no other site", async () => {
    const pavol = await world.person("Pavol");
    const sub = account({ email: pavol.email });
    for (const next of ["https://evil.example/", "//evil.example", "/\\evil.example", "/\t/evil.example"])
      expect((await signInAs(sub, next)).location).toBe("/");
  });
});

describe("setting it up", () => {
  test("the secret is sealed, never answered, kept when it is left out, and not given to another issuer", async () => {
    const answers = [await (await configure()).text(), await (await admin.get("/api/v1/sso")).text()];
    const stored = () => world.rows<{ client_secret: Buffer | null }>("SELECT client_secret FROM sso_providers");
    expect(answers.join()).not.toContain(provider.clientSecret);
    expect(JSON.stringify(await world.rows("SELECT * FROM audit_log"))).not.toContain(provider.clientSecret);
    expect((await stored())[0]?.client_secret?.includes(provider.clientSecret)).toBe(false);
    const { clientSecret: _, ...without } = settings();
    expect((await admin.call("PUT", "/api/v1/sso", { json: without })).status).toBe(200);
    await world.person("Rudo");
    expect(await signInAs(account({ email: "rudo@borovica.example" }))).toMatchObject({ location: "/" });
    const elsewhere = await startOidcProvider(CALLBACK);
    expect((await admin.call("PUT", "/api/v1/sso", { json: { ...without, issuer: elsewhere.issuer } })).status).toBe(200);
    expect((await stored())[0]?.client_secret).toBeNull();
    await elsewhere[Symbol.asyncDispose]();
  });

  test.each([
    ["http://login.borovica.example", "/issuer"],
    ["https://user:pw@login.borovica.example", "/issuer"],
    ["ftp://localhost", "/issuer"],
    ["http://localhost:9", "/issuer"],
    ["http://127.0.0.1.nip.io", "/issuer"],
  ])("%s is no issuer: refused, and nothing is stored", async (issuer, pointer) => {
    const before = await everything(world);
    const answer = await configure({ issuer });
    expect([answer.status, ((await answer.json()) as { errors: object[] }).errors]).toMatchObject([422, [{ pointer }]]);
    expect(await everything(world)).toEqual(before);
  });

  test("nobody becomes an administrator by joining; a public mail provider is no company's domain", async () => {
    for (const change of [{ joinRole: "admin" }, { domains: ["gmail.com"] }, { domains: ["localhost"] }])
      expect((await configure(change)).status).toBe(422);
  });

  test("a document that leads elsewhere into a network: nothing is sent there", async () => {
    const heard: number[] = [];
    const inside = createServer((socket) => {
      heard.push(socket.remotePort ?? 0);
      socket.destroy();
    });
    await new Promise<void>((resolve) => inside.listen(0, "127.0.0.1", resolve));
    const { port } = inside.address() as { port: number };
    const ivona = await world.person("Ivona");
    for (const host of ["127.0.0.1", "[::1]", "[::ffff:127.0.0.1]", "2130706433", "0x7f.1", "localhost.", "169.254.169.254"]) {
      for (const field of ["token_endpoint", "jwks_uri", "userinfo_endpoint"]) {
        await world.rows("DELETE FROM rate_limits");
        provider.tamper = null;
        const one = browser();
        const url = await provider.visit((await one.begin()).href, account({ email: ivona.email }));
        provider.tamper = (path, body) =>
          path.includes("openid-configuration")
            ? JSON.stringify({ ...(JSON.parse(body) as object), [field]: `https://${host}:${port}/inside` })
            : body;
        expect(await one.comeBack(url)).toBe("/sign-in?sso=provider");
      }
    }
    expect(heard).toEqual([]);
    inside.close();
  });

  test("only a signed-in administrator: 403 for others and for tokens, nothing changes", async () => {
    const rep = await signedIn(world, await world.person("Vlado"));
    const { token: bearer } = await createToken(world.admin.ctx, { name: "ERP", scopes: ["admin"] });
    const json = settings({ issuer: "https://evil.example" });
    const before = await everything(world);
    const answers = [
      await rep.get("/api/v1/sso"),
      await rep.call("PUT", "/api/v1/sso", { json }),
      await rep.delete("/api/v1/sso"),
      await createVisitor(world.deps).call("PUT", "/api/v1/sso", { json, bearer }),
      await createVisitor(world.deps).delete("/api/v1/sso", { bearer }),
    ];
    expect(answers.map(({ status }) => status)).toEqual([403, 403, 403, 403, 403]);
    expect({ ...((await everything(world)) as object), api_tokens: 0 }).toEqual({ ...(before as object), api_tokens: 0 });
  });

  test("switched off or taken away: the sign-in page offers it no more, and what was begun ends", async () => {
    const ways = async () =>
      ((await (await createVisitor(world.deps).get("/api/v1/session/ways")).json()) as { sso: { id: string; name: string }[] }).sso;
    const [way] = await ways();
    expect(Object.keys(way!).toSorted()).toEqual(["id", "name"]);
    await configure({ enabled: false });
    expect(await ways()).toEqual([]);
    expect((await createVisitor(world.deps).post("/api/v1/session/sso", { providerId: way!.id })).status).toBe(404);
    expect((await admin.delete("/api/v1/sso")).status).toBe(204);
    expect(await (await admin.get("/api/v1/sso")).json()).toEqual({ provider: null, callbackUrl: CALLBACK });
  });
});

test("a password goes on working beside it", async () => {
  const livia = await world.person("Livia");
  await givePassword(world, livia);
  await signInAs(account({ email: livia.email }));
  expect((await createVisitor(world.deps).post("/api/v1/session", { email: livia.email, password: PASSWORD })).status).toBe(200);
});
