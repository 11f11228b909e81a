import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { createWorld, type Person, type World } from "../../../test/world.ts";
import { createVisitor, givePassword, otherOrganization, PASSWORD, signedIn, type Visitor } from "../services/auth/testing/visitor.ts";
import { createToken } from "../services/tokens/create.ts";

let world: World;
let jana: Person;
let visitor: Visitor;
let n = 0;

beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world[Symbol.asyncDispose]());
beforeEach(async () => {
  n += 1;
  jana = await world.person(`Jana${n}`, { aliases: [`j${n}@borovica.example`] });
  visitor = await signedIn(world, jana, { userAgent: "Mozilla/5.0 (Windows NT 10.0; rv:153.0) Gecko/20100101 Firefox/153.0" });
});

const NEW = "tri hrušky na okne";
const change = (current: string, next = NEW) => visitor.patch("/api/v1/me", { password: { current, new: next } });

/** Tokens as the extension has them, without its whole sign-in. */
async function extensionOf(person: Person): Promise<string> {
  const token = `kro_at_${"x".repeat(36)}${person.id.slice(-7)}`;
  await world.rows(
    `INSERT INTO api_tokens (id, org_id, user_id, kind, family_id, client_id, token_hash, scopes)
     VALUES (gen_random_uuid(), $1, $2, 'access', gen_random_uuid(), 'kronika-extension', encode(sha256(convert_to($3, 'UTF8')), 'hex'), '{extension}')`,
    [person.ctx.orgId, person.id, token],
  );
  return token;
}
const status = async (bearer: string) => (await createVisitor(world.deps).get("/api/v1/me", { bearer })).status;

test("name and language are mine to change; e-mail address and role are not", async () => {
  const answer = await visitor.patch("/api/v1/me", { name: "Jana Nová", language: "en", role: "admin", email: "x@y.example" });
  expect(answer.status).toBe(200);
  expect(await answer.json()).toMatchObject({
    user: { name: "Jana Nová", language: "en", role: "rep", email: jana.email, aliases: [`j${n}@borovica.example`] },
  });
  expect((await visitor.patch("/api/v1/me", { language: "de" })).status).toBe(422);
});

describe("a new password", () => {
  test("ends the other sessions and the extensions; this session and programs' tokens stay", async () => {
    await givePassword(world, jana);
    const elsewhere = await signedIn(world, jana);
    const extension = await extensionOf(jana);
    const { token } = await createToken(jana.ctx, { name: "ERP", scopes: ["read"] });
    expect([await status(extension), await status(token)]).toEqual([200, 200]);

    expect((await change(PASSWORD)).status).toBe(200);
    expect((await elsewhere.get("/api/v1/me")).status).toBe(401);
    expect((await visitor.get("/api/v1/me")).status).toBe(200);
    expect([await status(extension), await status(token)]).toEqual([401, 200]);
    const signIn = (password: string) => createVisitor(world.deps).post("/api/v1/session", { email: jana.email, password });
    expect((await signIn(PASSWORD)).status).toBe(401);
    expect((await signIn(NEW)).status).toBe(200);
  });

  test("needs the current one, and ten wrong ones are enough", async () => {
    await givePassword(world, jana);
    const wrong = await change("not this one");
    expect(wrong.status).toBe(422);
    expect(await wrong.json()).toMatchObject({ errors: [{ pointer: "/password/current" }] });
    await world.rows("UPDATE rate_limits SET count = 10");
    expect((await change(PASSWORD)).status).toBe(429);
    await world.rows("DELETE FROM rate_limits");
  });

  test("must be a good one", async () => {
    await givePassword(world, jana);
    for (const weak of ["short", "heslo12345", jana.email]) {
      const answer = await change(PASSWORD, weak);
      expect(answer.status).toBe(422);
      expect(await answer.json()).toMatchObject({ errors: [{ pointer: "/password/new" }] });
    }
  });

  test("cannot be set by a token, whatever its scopes", async () => {
    await givePassword(world, jana);
    const { token } = await createToken(jana.ctx, { name: "wide", scopes: ["write"] });
    const answer = await createVisitor(world.deps).patch("/api/v1/me", { password: { current: PASSWORD, new: NEW } }, { bearer: token });
    expect(answer.status).toBe(403);
  });
});

describe("where I am signed in", () => {
  const list = async (by = visitor, bearer?: string) =>
    ((await (await by.get("/api/v1/me/sign-ins", bearer ? { bearer } : {})).json()) as { items: Record<string, unknown>[] }).items;

  test("sessions and tokens with their names; the current one is marked", async () => {
    const { id, token } = await createToken(jana.ctx, { name: "ERP", scopes: ["read"] });
    await signedIn(world, jana);
    const items = await list();
    expect(items).toHaveLength(3);
    expect(items).toContainEqual(
      expect.objectContaining({
        kind: "session",
        name: "Firefox, Windows",
        current: true,
        lastUsedAt: expect.any(String),
        address: "192.0.2.10",
        method: "password",
      }),
    );
    expect(items).toContainEqual({
      id,
      kind: "token",
      name: "ERP",
      createdAt: "2026-11-24T11:00:00.000Z",
      lastUsedAt: null,
      address: null,
      method: null,
      current: false,
    });
    expect((await list(createVisitor(world.deps), token)).filter(({ current }) => current)).toEqual([expect.objectContaining({ id })]);
  });

  test("each can be ended; somebody else's is not there", async () => {
    const other = await signedIn(world, jana);
    const [theirs] = (await list(other)).filter(({ current }) => current);
    expect((await visitor.delete(`/api/v1/me/sign-ins/${String(theirs?.id)}`)).status).toBe(204);
    expect((await other.get("/api/v1/me")).status).toBe(401);

    const colleague = await world.person(`Colleague${n}`);
    const eva = await otherOrganization(world);
    for (const stranger of [colleague, eva]) {
      const signed = await signedIn(world, stranger);
      const { id } = await createToken(stranger.ctx, { name: "theirs", scopes: ["read"] });
      const [session] = (await list(signed)).filter(({ kind }) => kind === "session");
      for (const foreign of [id, String(session?.id)]) expect((await visitor.delete(`/api/v1/me/sign-ins/${foreign}`)).status).toBe(404);
      expect(await list(signed)).toHaveLength(2);
    }
    expect((await visitor.delete("/api/v1/me/sign-ins/not-an-id")).status).toBe(422);
  });
});
