import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createWorld, type World } from "../../../test/world.ts";
import { createVisitor, signedIn } from "../services/auth/testing/visitor.ts";
import { createTokenForCli } from "../services/tokens/create-for-cli.ts";

let world: World;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world[Symbol.asyncDispose]());

test("a token is shown once and stored as a hash", async () => {
  const visitor = await signedIn(world, world.admin);
  const answer = await visitor.post("/api/v1/tokens", { name: " ERP ", scopes: ["read", "read", "write"] });
  expect(answer.status).toBe(201);
  const { id, token } = (await answer.json()) as { id: string; token: string };
  expect(token).toMatch(/^kro_api_[\w-]{43}$/);
  const [row] = await world.rows<{ name: string; scopes: string[] }>("SELECT * FROM api_tokens WHERE id = $1", [id]);
  expect(row).toMatchObject({ name: "ERP", scopes: ["read", "write"], kind: "api", expires_at: null });
  expect(JSON.stringify([row, await world.rows("SELECT * FROM audit_log")])).not.toContain(token);
});

describe("nobody gets more than they have", () => {
  test("`admin` is for administrators", async () => {
    const rep = await signedIn(world, await world.person("Jana"));
    const answer = await rep.post("/api/v1/tokens", { name: "x", scopes: ["read", "admin"] });
    expect(answer.status).toBe(422);
    expect(await answer.json()).toMatchObject({ errors: [{ pointer: "/scopes/1" }] });
  });

  test("a token makes no token", async () => {
    const { token } = await createTokenForCli(world.deps, { email: world.admin.email });
    const before = await world.rows("SELECT count(*) FROM api_tokens");
    expect((await createVisitor(world.deps).post("/api/v1/tokens", { name: "x", scopes: ["read"] }, { bearer: token })).status).toBe(403);
    expect(await world.rows("SELECT count(*) FROM api_tokens")).toEqual(before);
  });

  test.each([[[]], [["root"]], ["read"], [undefined]])("scopes %j are refused", async (scopes) => {
    const visitor = await signedIn(world, world.admin);
    expect((await visitor.post("/api/v1/tokens", { name: "x", scopes })).status).toBe(422);
  });
});

describe("from the command line", () => {
  test("a token for anybody may all that its person may, unless told otherwise", async () => {
    const marek = await world.person("Marek");
    const scopes = async (id: string) =>
      (await world.rows<{ scopes: string[] }>("SELECT scopes FROM api_tokens WHERE id = $1", [id]))[0]?.scopes;
    expect(await scopes((await createTokenForCli(world.deps, { email: " MAREK@borovica.example" })).id)).toEqual(["read", "write"]);
    expect(await scopes((await createTokenForCli(world.deps, { email: world.admin.email })).id)).toEqual(["read", "write", "admin"]);
    expect(await scopes((await createTokenForCli(world.deps, { email: marek.email, scopes: ["extension"] })).id)).toEqual(["extension"]);
    expect(
      await world.rows("SELECT actor_kind, actor_id FROM audit_log WHERE noun = 'token' AND detail->>'userId' = $1 LIMIT 1", [marek.id]),
    ).toEqual([{ actor_kind: "system", actor_id: "cli" }]);
  });

  test("not for nobody, not for a disabled account, not beyond the role", async () => {
    const milan = await world.person("Milan");
    await expect(createTokenForCli(world.deps, { email: "nobody@borovica.example" })).rejects.toMatchObject({ code: "not-found" });
    await expect(createTokenForCli(world.deps, { email: "' OR 1=1 --" })).rejects.toMatchObject({ code: "not-found" });
    await expect(createTokenForCli(world.deps, { email: milan.email, scopes: ["admin"] })).rejects.toMatchObject({ code: "invalid" });
    await world.rows("UPDATE users SET disabled_at = now() WHERE id = $1", [milan.id]);
    await expect(createTokenForCli(world.deps, { email: milan.email })).rejects.toMatchObject({ code: "conflict" });
  });
});
