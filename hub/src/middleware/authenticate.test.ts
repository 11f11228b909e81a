import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createWorld, NOON, type World } from "../../../test/world.ts";
import { openDatabase } from "../db/database.ts";
import { hashSecret } from "../secrets.ts";
import { callerCache } from "../services/auth/caller-cache.ts";
import { resolveBearer } from "../services/auth/resolve-caller.ts";
import { createVisitor, otherOrganization, signedIn } from "../services/auth/testing/visitor.ts";
import { createTokenForCli } from "../services/tokens/create-for-cli.ts";
import { createToken } from "../services/tokens/create.ts";

let world: World;
let now = NOON;
beforeAll(async () => {
  world = await createWorld({ now: () => now });
});
afterAll(() => world[Symbol.asyncDispose]());

const later = (seconds: number) => (now = new Date(now.getTime() + seconds * 1000));
const me = (token: string, deps = world.deps) => createVisitor(deps).get("/api/v1/me", { bearer: token });

describe("everything below /api/v1 is closed to strangers", () => {
  test.each([
    ["GET", "/api/v1/me"],
    ["GET", "/api/v1/users"],
    ["POST", "/api/v1/tokens"],
    ["POST", "/api/v1/oauth/approve"],
    ["GET", "/api/v1/session"],
    ["GET", "/api/v1/no-such-route"],
    ["POST", "/api/v1/setup/token"],
  ])("%s %s: 401", async (method, path) => {
    const answer = await createVisitor(world.deps).call(method, path, method === "POST" ? { json: {} } : {});
    expect(answer.status).toBe(401);
    expect(answer.headers.get("www-authenticate")).toBe("Bearer");
    expect(answer.headers.get("content-type")).toBe("application/problem+json");
  });

  test.each(["kro_api_unknown", `kro_api_${"A".repeat(43)}`, "", "Basic abc", "x".repeat(10_000)])(
    "with the token %.20s: 401, also beside a good cookie",
    async (token) => {
      const visitor = await signedIn(world, world.admin);
      const answer = await visitor.get("/api/v1/me", { headers: { authorization: token.startsWith("Basic") ? token : `Bearer ${token}` } });
      expect(answer.status).toBe(401);
      expect(answer.headers.get("www-authenticate")).toBe('Bearer error="invalid_token"');
    },
  );
});

describe("a token acts for its person within its scopes", () => {
  test("reading with `read`, writing not", async () => {
    const { token } = await createToken(world.admin.ctx, { name: "reader", scopes: ["read"] });
    expect((await me(token)).status).toBe(200);
    const refused = await createVisitor(world.deps).patch("/api/v1/me", { name: "X" }, { bearer: token });
    expect(refused.status).toBe(403);
    expect(refused.headers.get("www-authenticate")).toBe('Bearer error="insufficient_scope", scope="write"');
  });

  test("administration needs the scope, the role alone is not enough", async () => {
    const { token } = await createToken(world.admin.ctx, { name: "writer", scopes: ["write"] });
    expect((await createVisitor(world.deps).patch("/api/v1/organization", { name: "X" }, { bearer: token })).status).toBe(403);
    const { token: wide } = await createToken(world.admin.ctx, { name: "admin", scopes: ["admin"] });
    expect((await createVisitor(world.deps).patch("/api/v1/organization", { name: "X" }, { bearer: wide })).status).toBe(200);
  });

  test("nor is the scope without the role: it ends with the role", async () => {
    const second = await world.person("Second", { role: "admin" });
    const { token } = await createToken(second.ctx, { name: "admin", scopes: ["admin"] });
    await world.rows("UPDATE users SET role = 'rep' WHERE id = $1", [second.id]);
    expect((await createVisitor(world.deps).patch("/api/v1/organization", { name: "Y" }, { bearer: token })).status).toBe(403);
  });

  test("of another organisation it sees its own", async () => {
    const eva = await otherOrganization(world);
    const { token } = await createTokenForCli(world.deps, { email: eva.email });
    const answer = (await (await me(token)).json()) as { organization: { name: string } };
    expect(answer.organization.name).toBe("Lipa, a. s.");
    const people = (await (await createVisitor(world.deps).get("/api/v1/users", { bearer: token })).json()) as { items: { id: string }[] };
    expect(people.items.map(({ id }) => id)).toEqual([eva.id]);
    const foreign = await createVisitor(world.deps).patch(`/api/v1/users/${world.admin.id}`, { name: "Mallory" }, { bearer: token });
    expect(foreign.status).toBe(404);
    expect(await world.rows("SELECT id FROM users WHERE name = 'Mallory'")).toEqual([]);
  });

  test("a refresh token or a session's secret is no bearer token", async () => {
    const visitor = await signedIn(world, world.admin);
    expect((await me(visitor.cookie!)).status).toBe(401);
  });
});

describe("what is taken away is gone", () => {
  test("a revoked token at once, in this process", async () => {
    const visitor = await signedIn(world, world.admin);
    const { id, token } = await createToken(world.admin.ctx, { name: "soon gone", scopes: ["read"] });
    expect((await me(token)).status).toBe(200);
    expect((await visitor.delete(`/api/v1/me/sign-ins/${id}`)).status).toBe(204);
    expect((await me(token)).status).toBe(401);
  });

  test("in another process after five seconds at the latest", async () => {
    const { id, token } = await createToken(world.admin.ctx, { name: "elsewhere", scopes: ["read"] });
    const database = openDatabase(world.database.appUrl);
    const elsewhere = { ...world.deps, database };
    expect((await me(token, elsewhere)).status).toBe(200);
    await (await signedIn(world, world.admin)).delete(`/api/v1/me/sign-ins/${id}`);
    later(5);
    expect((await me(token, elsewhere)).status).toBe(401);
    await database.close();
  });

  test("a lookup that began before the revocation and ends after it is not believed again", () => {
    const cache = callerCache(world.deps.database);
    const caller = {
      tokenId: "t",
      userId: "u",
      orgId: "o",
      role: "rep" as const,
      teams: [],
      scopes: ["read"],
      expiresAt: null,
      lastUsedAt: null,
    };
    const before = cache.generation;
    cache.forget("u");
    cache.keep("hash", caller, now, before);
    expect(cache.find("hash", now)).toBeNull();
    cache.keep("hash", caller, now, cache.generation);
    expect(cache.find("hash", now)).toBe(caller);
  });

  test("a token of a person who is disabled, whoever wrote that into the table", async () => {
    const emil = await world.person("Emil");
    const { token } = await createToken(emil.ctx, { name: "his", scopes: ["read"] });
    await world.rows("UPDATE users SET disabled_at = now() WHERE id = $1", [emil.id]);
    expect((await me(token)).status).toBe(401);
  });

  test("a token of somebody whom the administrator disables", async () => {
    const karol = await world.person("Karol");
    const { token } = await createToken(karol.ctx, { name: "his", scopes: ["read"] });
    expect((await me(token)).status).toBe(200);
    expect((await (await signedIn(world, world.admin)).patch(`/api/v1/users/${karol.id}`, { disabled: true })).status).toBe(200);
    expect((await me(token)).status).toBe(401);
  });
});

test("when a token was last used is noted, a minute exact, beside the request", async () => {
  const { id, token } = await createToken(world.admin.ctx, { name: "used", scopes: ["read"] });
  const used = async () =>
    (await world.rows<{ at: Date | null }>("SELECT last_used_at AS at FROM api_tokens WHERE id = $1", [id]))[0]?.at?.getTime();
  expect(await used()).toBeUndefined();
  await me(token);
  await expect.poll(used).toBe(now.getTime());
  const first = now.getTime();
  later(59);
  await me(token);
  await me(token);
  expect(await used()).toBe(first);
  later(1);
  await me(token);
  await expect.poll(used).toBe(now.getTime());
});

test("a token that was just found is not looked up again", async () => {
  const { token } = await createToken(world.admin.ctx, { name: "hot", scopes: ["read"] });
  expect(await resolveBearer(world.deps, token)).not.toBeNull();
  const closed = openDatabase("postgresql://nobody@127.0.0.1:1/nothing");
  const found = callerCache(world.deps.database).find(hashSecret(token), now);
  callerCache(closed).keep(hashSecret(token), { ...found!, lastUsedAt: now }, now, 0);
  expect(await resolveBearer({ ...world.deps, database: closed }, token)).toMatchObject({
    actor: { kind: "token", userId: world.admin.id },
  });
  await closed.close();
});
