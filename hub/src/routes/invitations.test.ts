import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { createWorld, NOON, type Person, type World } from "../../../test/world.ts";
import { openDatabase } from "../db/database.ts";
import { createToken } from "../services/tokens/create.ts";
import { everything, trail } from "../services/auth/testing/trail.ts";
import { colliding, createVisitor, otherOrganization, PASSWORD, signedIn, type Visitor } from "../services/auth/testing/visitor.ts";

let world: World;
let jana: Person;
let admin: Visitor;
let now = NOON;

beforeAll(async () => {
  world = await createWorld({ now: () => now });
  jana = await world.person("Jana");
});
afterAll(() => world[Symbol.asyncDispose]());
beforeEach(async () => {
  now = NOON;
  await world.rows("DELETE FROM rate_limits");
  admin = await signedIn(world, world.admin);
});

const HOUR = 60 * 60 * 1000;
const later = (ms: number) => (now = new Date(now.getTime() + ms));
let guests = 0;
const newGuest = () => `host-${(guests += 1)}@borovica.example`;

interface Made {
  invitation: { id: string; email: string; expiresAt: string };
  link: string;
}
async function invited(fields: object = {}): Promise<Made & { token: string; id: string }> {
  const answer = await admin.post("/api/v1/invitations", { email: newGuest(), ...fields });
  expect(answer.status).toBe(201);
  const made = (await answer.json()) as Made;
  return { ...made, token: new URL(made.link).hash.slice(1), id: made.invitation.id };
}
const guest = () => createVisitor(world.deps, { address: "198.51.100.20" });
const accept = (token: string, fields: object = {}, visitor = guest()) =>
  visitor.post("/api/v1/invitations/accept", { token, name: "Oľga Nová", password: PASSWORD, ...fields });
const look = async (token: string) => (await guest().post("/api/v1/invitations/look", { token })).status;

test("who is invited chooses a name and a password and is in, with the address, role and team of the invitation", async () => {
  const [team] = await world.rows<{ id: string }>(
    "INSERT INTO teams (id, org_id, name) VALUES (gen_random_uuid(), $1, 'Západ') RETURNING id",
    [world.orgId],
  );
  const { token, id, link, invitation } = await invited({
    email: " Olga@Borovica.example ",
    role: "manager",
    language: "en",
    teamIds: [team!.id],
  });
  expect(link).toMatch(/^http:\/\/localhost:7070\/invitation#kro_inv_[\w-]{43}$/);
  expect(invitation).toMatchObject({ email: "olga@borovica.example", expiresAt: new Date(NOON.getTime() + 72 * HOUR).toISOString() });
  expect(await (await guest().post("/api/v1/invitations/look", { token })).json()).toEqual({
    email: "olga@borovica.example",
    role: "manager",
    language: "en",
    organization: "Borovica Trade, s. r. o.",
    expiresAt: invitation.expiresAt,
    sso: null,
  });

  const visitor = guest();
  const answer = await accept(token, { email: "root@borovica.example", role: "admin" }, visitor);
  expect(answer.status).toBe(201);
  const me = (await (await visitor.get("/api/v1/me")).json()) as { user: { id: string } };
  expect(me.user).toMatchObject({ name: "Oľga Nová", email: "olga@borovica.example", role: "manager", language: "en" });
  expect(await world.rows("SELECT team_id FROM memberships WHERE user_id = $1", [me.user.id])).toEqual([{ team_id: team!.id }]);
  expect((await guest().post("/api/v1/session", { email: "olga@borovica.example", password: PASSWORD })).status).toBe(200);
  for (const verb of ["create", "accept"]) expect((await trail(world, verb, "invitation")).map((line) => line.row_id)).toContain(id);
});

test("the secret of a link is stored nowhere, and in no list", async () => {
  const { token } = await invited();
  const rows = JSON.stringify([await world.rows("SELECT * FROM invitations"), await world.rows("SELECT * FROM audit_log")]);
  const list = await (await admin.get("/api/v1/invitations")).text();
  expect(rows + list).not.toContain(token);
  expect(list).not.toContain("token");
});

describe("a link is good once, for 72 hours, until it is taken back", () => {
  async function expectRefused(token: string): Promise<void> {
    const before = await everything(world);
    expect([(await accept(token)).status, await look(token)]).toEqual([404, 404]);
    expect(await everything(world)).toEqual(before);
  }

  test("used", async () => {
    const { token } = await invited();
    expect((await accept(token)).status).toBe(201);
    await expectRefused(token);
  });

  test("over", async () => {
    const { token } = await invited();
    later(72 * HOUR - 1);
    expect(await look(token)).toBe(200);
    later(1);
    await expectRefused(token);
  });

  test("taken back", async () => {
    const { token, id } = await invited();
    expect((await admin.delete(`/api/v1/invitations/${id}`)).status).toBe(204);
    await expectRefused(token);
    expect((await admin.delete(`/api/v1/invitations/${id}`)).status).toBe(404);
    expect((await admin.post(`/api/v1/invitations/${id}/link`)).status).toBe(404);
  });

  test("sent again: the new link is good for 72 hours, the old one for nothing", async () => {
    const { token, id } = await invited();
    later(80 * HOUR);
    const renewed = (await (await admin.post(`/api/v1/invitations/${id}/link`)).json()) as Made;
    await expectRefused(token);
    expect((await accept(new URL(renewed.link).hash.slice(1))).status).toBe(201);
  });

  test("invited once more: the first invitation is replaced", async () => {
    const first = await invited();
    const second = await invited({ email: first.invitation.email });
    await expectRefused(first.token);
    const { items } = (await (await admin.get("/api/v1/invitations")).json()) as { items: { id: string; email: string }[] };
    expect(items.filter(({ email }) => email === first.invitation.email).map(({ id }) => id)).toEqual([second.id]);
  });

  test("by two at the same moment: one is in", async () => {
    const { token, id } = await invited();
    const calls = [0, 1].map(() => () => accept(token));
    const answers = await colliding(world.database, `SELECT id FROM invitations WHERE id = '${id}'`, calls, 2);
    expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([201, 404]);
  });

  test("guessed, or of another kind", async () => {
    for (const token of ["", "x", `kro_inv_${"A".repeat(43)}`, admin.cookie ?? ""]) await expectRefused(token);
  });
});

describe("for anybody but an administrator nothing changes", () => {
  test.each(["rep", "manager"] as const)("%s: 403", async (role) => {
    const visitor = await signedIn(world, await world.person(`Some-${role}`, { role }));
    const { id } = await invited();
    const before = await everything(world);
    const answers = [
      await visitor.get("/api/v1/invitations"),
      await visitor.post("/api/v1/invitations", { email: newGuest(), role: "admin" }),
      await visitor.post(`/api/v1/invitations/${id}/link`),
      await visitor.delete(`/api/v1/invitations/${id}`),
    ];
    expect(answers.map(({ status }) => status)).toEqual([403, 403, 403, 403]);
    expect(await everything(world)).toEqual(before);
  });

  test("an administrator's token without the scope admin: 403; an administrator of another organisation: 404", async () => {
    const { id } = await invited();
    const { token: bearer } = await createToken(world.admin.ctx, { name: "ERP", scopes: ["write"] });
    const eva = await signedIn(world, await otherOrganization(world));
    const before = await everything(world);
    expect((await createVisitor(world.deps).post("/api/v1/invitations", { email: newGuest() }, { bearer })).status).toBe(403);
    expect((await createVisitor(world.deps).get("/api/v1/invitations", { bearer })).status).toBe(403);
    expect((await eva.delete(`/api/v1/invitations/${id}`)).status).toBe(404);
    expect((await eva.post(`/api/v1/invitations/${id}/link`)).status).toBe(404);
    expect(await (await eva.get("/api/v1/invitations")).json()).toEqual({ items: [] });
    // The last use of the token is noted beside the request.
    const { api_tokens: _, ...rest } = (await everything(world)) as Record<string, unknown>;
    const { api_tokens: __, ...was } = before as Record<string, unknown>;
    expect(rest).toEqual(was);
  });

  test("row security alone: a colleague sees no invitation, whatever the code asks for", async () => {
    await invited();
    const seen = await signedIn(world, jana);
    expect((await seen.get("/api/v1/me")).status).toBe(200);
    const { inTransaction } = await import("../db/transaction.ts");
    const { invitations, passwordResets } = await import("../db/schema/accounts.ts");
    expect(await inTransaction(jana.ctx, (tx) => tx.select().from(invitations))).toEqual([]);
    expect(await inTransaction(jana.ctx, (tx) => tx.select().from(passwordResets))).toEqual([]);
    expect(await inTransaction(world.admin.ctx, (tx) => tx.select().from(invitations))).not.toEqual([]);
  });
});

test("an address that a colleague has, also as alias, is not invited; one taken meanwhile is not accepted", async () => {
  await world.person("Peter", { aliases: ["p@gmail.com"] });
  for (const email of ["peter@borovica.example", "p@gmail.com"]) {
    const answer = await admin.post("/api/v1/invitations", { email });
    expect([answer.status, ((await answer.json()) as { errors: object[] }).errors]).toMatchObject([409, [{ pointer: "/email" }]]);
  }
  const { token } = await invited({ email: "dana@borovica.example" });
  await world.person("Dana");
  const before = await everything(world);
  expect((await accept(token)).status).toBe(409);
  expect(await everything(world)).toEqual(before);
});

test.each([
  [{ email: "nobody" }, "/email"],
  [{ role: "owner" }, "/role"],
  [{ teamIds: ["01930000-0000-7000-8000-000000000000"] }, "/teamIds/0"],
  [{ email: "a@b.example\r\nBcc: all@x.example" }, "/email"],
])("an invitation with %j is refused and names the field", async (fields, pointer) => {
  const before = await everything(world);
  const answer = await admin.post("/api/v1/invitations", { email: newGuest(), ...fields });
  expect([answer.status, ((await answer.json()) as { errors: object[] }).errors]).toMatchObject([422, [{ pointer }]]);
  expect(await everything(world)).toEqual(before);
});

test.each([
  [{ password: "heslo12345" }, "/password"],
  [{ password: "kratke" }, "/password"],
  [{ name: " " }, "/name"],
])("accepting with %j is refused, and the link stays good", async (fields, pointer) => {
  const { token } = await invited();
  const answer = await accept(token, fields);
  expect([answer.status, ((await answer.json()) as { errors: object[] }).errors]).toMatchObject([422, [{ pointer }]]);
  expect(await look(token)).toBe(200);
});

test("nobody's mailbox is flooded: ten links for one address a day, also after a restart", async () => {
  const { id, invitation } = await invited();
  await world.rows("UPDATE rate_limits SET count = 10 WHERE count > 0");
  await world.rows("UPDATE rate_limits SET window_start = $1", [NOON]);
  const database = openDatabase(world.database.appUrl);
  const restarted = await signedIn(world, world.admin, { deps: { ...world.deps, database } });
  expect((await restarted.post(`/api/v1/invitations/${id}/link`)).status).toBe(429);
  expect((await restarted.post("/api/v1/invitations", { email: invitation.email })).status).toBe(429);
  expect((await restarted.post("/api/v1/invitations", { email: newGuest() })).status).toBe(201);
  await database.close();
});
