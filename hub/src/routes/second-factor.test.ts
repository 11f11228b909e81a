import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { createWorld, NOON, type Person, type World } from "../../../test/world.ts";
import { openDatabase } from "../db/database.ts";
import { inTransaction } from "../db/transaction.ts";
import { passkeys, recoveryCodes, totpSecrets } from "../db/schema/accounts.ts";
import { createApp } from "../services/auth/testing/authenticator-app.ts";
import { everything, trail } from "../services/auth/testing/trail.ts";
import { colliding, createVisitor, givePassword, PASSWORD, signedIn, type Visitor } from "../services/auth/testing/visitor.ts";
import { createToken } from "../services/tokens/create.ts";

let world: World;
let admin: Visitor;
let jana: Person;
let now = NOON;
let people = 0;

beforeAll(async () => {
  world = await createWorld({ now: () => now });
});
afterAll(() => world[Symbol.asyncDispose]());
beforeEach(async () => {
  now = NOON;
  await world.rows("DELETE FROM rate_limits");
  await world.rows("UPDATE organizations SET settings = '{}'");
  admin = await signedIn(world, world.admin);
  jana = await world.person(`Jana${(people += 1)}`);
  await givePassword(world, jana);
});

const MINUTE = 60_000;
const later = (ms: number) => (now = new Date(now.getTime() + ms));
const stranger = (deps = world.deps) => createVisitor(deps, { address: "198.51.100.50" });
const expectFields = async (answer: Response, status: number, pointers: string[]) =>
  expect([answer.status, ((await answer.json()) as { errors?: { pointer: string }[] }).errors?.map(({ pointer }) => pointer)]).toEqual([
    status,
    pointers,
  ]);

/** Sets the app up as a person does. */
async function withApp(person = jana) {
  const visitor = await signedIn(world, person);
  const begun = await visitor.post("/api/v1/me/totp");
  expect(begun.status).toBe(201);
  const { secret, uri } = (await begun.json()) as { secret: string; uri: string };
  const app = createApp(secret, () => now);
  const finished = await visitor.post("/api/v1/me/totp/confirmation", { code: app.code() });
  expect(finished.status).toBe(200);
  const { recoveryCodes } = (await finished.json()) as { recoveryCodes: string[] };
  later(MINUTE);
  return { visitor, app, secret, uri, recoveryCodes };
}

async function password(visitor: Visitor, person = jana): Promise<{ ticket: string; steps: string[] }> {
  const answer = await visitor.post("/api/v1/session", { email: person.email, password: PASSWORD });
  expect([answer.status, answer.headers.get("set-cookie")]).toEqual([200, null]);
  return ((await answer.json()) as { secondStep: { ticket: string; steps: string[] } }).secondStep;
}
const step = (visitor: Visitor, ticket: string, code: string) => visitor.post("/api/v1/session/second-step", { ticket, code });

describe("an app that shows codes", () => {
  test("is asked for after the password; its code signs in", async () => {
    const { app, uri } = await withApp();
    expect(uri).toMatch(/^otpauth:\/\/totp\/Kronika%3A%20Borovica/);
    const visitor = stranger();
    const { ticket, steps } = await password(visitor);
    expect(steps).toEqual(["totp", "recovery"]);
    expect((await visitor.get("/api/v1/me")).status).toBe(401);
    expect((await step(visitor, ticket, ` ${app.code().slice(0, 3)} ${app.code().slice(3)} `)).status).toBe(200);
    expect((await visitor.get("/api/v1/me")).status).toBe(200);
    expect(await trail(world, "sign-in", "session")).toContainEqual(
      expect.objectContaining({ actor_id: jana.id, detail: { method: "password+totp" } }),
    );
    expect(await trail(world, "add", "totp")).toContainEqual(expect.objectContaining({ row_id: jana.id }));
  });

  test("the secret is sealed in the table, and stands in no other answer", async () => {
    const { secret, recoveryCodes: codes, visitor } = await withApp();
    const rows = JSON.stringify([
      await world.rows("SELECT * FROM totp_secrets"),
      await world.rows("SELECT * FROM recovery_codes"),
      await world.rows("SELECT * FROM audit_log"),
    ]);
    const answer = await (await visitor.get("/api/v1/me/confirmation")).text();
    for (const text of [secret, ...codes, ...codes.map((code) => code.replaceAll("-", ""))]) expect(rows + answer).not.toContain(text);
  });

  test("a code is good once, at whichever sign-in; so is one before it", async () => {
    const { app } = await withApp();
    const code = app.code();
    const [first, second] = [stranger(), stranger()];
    const tickets = [await password(first), await password(second)];
    expect((await step(first, tickets[0]!.ticket, code)).status).toBe(200);
    const before = await everything(world);
    expect((await step(second, tickets[1]!.ticket, code)).status).toBe(401);
    expect((await step(second, tickets[1]!.ticket, app.code(-30))).status).toBe(401);
    expect(await everything(world)).toEqual(before);
    expect((await step(second, tickets[1]!.ticket, app.code(30))).status).toBe(200);
  });

  test("two that show one code at the same moment: one is in", async () => {
    const { app } = await withApp();
    const visitors = [stranger(), stranger()];
    const tickets = await Promise.all(visitors.map((visitor) => password(visitor)));
    const code = app.code();
    const calls = visitors.map((visitor, i) => () => step(visitor, tickets[i]!.ticket, code));
    const answers = await colliding(world.database, `SELECT user_id FROM totp_secrets WHERE user_id = '${jana.id}'`, calls, 2);
    expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 401]);
  });

  test("five wrong codes, then not even the right one, from wherever and after a restart; later it is good again", async () => {
    const { app } = await withApp();
    const { ticket } = await password(stranger());
    const wrong = (Number(app.code()) + 7).toString().padStart(6, "0").slice(-6);
    for (let i = 0; i < 5; i += 1) expect((await step(stranger(), ticket, wrong)).status).toBe(401);
    expect((await step(stranger(), ticket, app.code())).status).toBe(429);
    const database = openDatabase(world.database.appUrl);
    const fresh = createVisitor({ ...world.deps, database }, { address: "203.0.113.9" });
    expect((await step(fresh, (await password(fresh)).ticket, app.code())).status).toBe(429);
    await database.close();
    later(15 * MINUTE);
    const visitor = stranger();
    expect((await step(visitor, (await password(visitor)).ticket, app.code())).status).toBe(200);
    await expect.poll(async () => (await trail(world, "refuse", "sign-in")).filter((line) => line.row_id === jana.id).length).toBe(5);
  });

  test("the ticket of the first step is good for ten minutes, until the password is changed or the person disabled, and for nobody else", async () => {
    const { app } = await withApp();
    const other = await withApp(await world.person(`Peter${people}`));
    const visitor = stranger();
    const old = await password(visitor);
    expect((await step(visitor, old.ticket, other.app.code())).status).toBe(401);
    later(10 * MINUTE);
    expect((await step(visitor, old.ticket, app.code())).status).toBe(401);
    const { ticket } = await password(visitor);
    for (const text of ["", "x", `${ticket.slice(0, -3)}AAA`]) expect((await step(visitor, text, app.code())).status).toBe(401);
    await world.rows("UPDATE users SET password_hash = password_hash || 'x' WHERE id = $1", [jana.id]);
    expect((await step(visitor, ticket, app.code())).status).toBe(401);
    await world.rows("UPDATE users SET password_hash = rtrim(password_hash, 'x'), disabled_at = now() WHERE id = $1", [jana.id]);
    expect((await step(visitor, ticket, app.code())).status).toBe(401);
    await world.rows("UPDATE users SET disabled_at = NULL WHERE id = $1", [jana.id]);
    expect((await step(visitor, ticket, app.code())).status).toBe(200);
  });

  test("does not count before its first right code", async () => {
    const visitor = await signedIn(world, jana);
    const { secret } = (await (await visitor.post("/api/v1/me/totp")).json()) as { secret: string };
    await expectFields(await visitor.post("/api/v1/me/totp/confirmation", { code: "000000" }), 422, ["/code"]);
    expect((await stranger().post("/api/v1/session", { email: jana.email, password: PASSWORD })).headers.get("set-cookie")).toContain(
      "kronika_session=kro",
    );
    // Beginning again makes the first secret void.
    await visitor.post("/api/v1/me/totp");
    await expectFields(await visitor.post("/api/v1/me/totp/confirmation", { code: createApp(secret, () => now).code() }), 422, ["/code"]);
  });
});

describe("recovery codes", () => {
  test("each is good once, also as it is typed from paper", async () => {
    const { recoveryCodes: codes } = await withApp();
    expect(new Set(codes).size).toBe(10);
    const typed = codes[0]!.toUpperCase().replaceAll("-", " ").replaceAll("0", "O").replaceAll("1", "l");
    const visitor = stranger();
    const { ticket } = await password(visitor);
    expect((await step(visitor, ticket, typed)).status).toBe(200);
    expect(await (await visitor.get("/api/v1/me/confirmation")).json()).toMatchObject({ recoveryCodes: 9, totp: true });
    const before = await everything(world);
    expect((await step(stranger(), ticket, codes[0]!)).status).toBe(401);
    expect(await everything(world)).toEqual(before);
    expect((await step(stranger(), ticket, codes[1]!)).status).toBe(200);
  });

  test("those of a colleague are good for nothing; new ones make the old ones void", async () => {
    const { visitor, recoveryCodes: old } = await withApp();
    const other = await withApp(await world.person(`Peter${people}`));
    const { ticket } = await password(stranger());
    expect((await step(stranger(), ticket, other.recoveryCodes[0]!)).status).toBe(401);
    const renewed = (await (await visitor.post("/api/v1/me/recovery-codes")).json()) as { recoveryCodes: string[] };
    expect((await step(stranger(), ticket, old[0]!)).status).toBe(401);
    expect((await step(stranger(), ticket, renewed.recoveryCodes[0]!)).status).toBe(200);
  });
});

describe("ways in are changed only by who has just shown that it is them", () => {
  const changes = [
    ["POST", "/api/v1/me/totp"],
    ["DELETE", "/api/v1/me/totp"],
    ["POST", "/api/v1/me/recovery-codes"],
    ["POST", "/api/v1/me/passkeys/options"],
    ["DELETE", "/api/v1/me/passkeys/01930000-0000-7000-8000-000000000000"],
  ] as const;

  async function expectForbidden(visitor: Visitor, call: object = {}): Promise<void> {
    const before = { ...((await everything(world)) as object), api_tokens: 0 };
    const statuses = [];
    for (const [method, path] of changes) statuses.push((await visitor.call(method, path, call)).status);
    expect(statuses).toEqual([403, 403, 403, 403, 403]);
    expect({ ...((await everything(world)) as object), api_tokens: 0 }).toEqual(before);
  }

  test("a session that was left open for ten minutes may not, until the password is given again", async () => {
    const visitor = await signedIn(world, jana);
    later(10 * MINUTE);
    await expectForbidden(visitor);
    expect(await (await visitor.get("/api/v1/me/confirmation")).json()).toMatchObject({ confirmed: false, by: ["password"] });
    await expectFields(await visitor.post("/api/v1/me/confirmation", { password: "wrong wrong" }), 422, ["/password"]);
    await expectForbidden(visitor);
    expect((await visitor.post("/api/v1/me/confirmation", { password: PASSWORD })).status).toBe(204);
    expect((await visitor.post("/api/v1/me/totp")).status).toBe(201);
  });

  test("who has an app confirms with its code; the password alone neither removes it nor adds another way in", async () => {
    const { app } = await withApp();
    // A session by password alone, as it was before the app was set up.
    const thief = await signedIn(world, jana, { method: "password" });
    await expectForbidden(thief);
    expect((await thief.post("/api/v1/me/confirmation", { password: PASSWORD })).status).toBe(403);
    await expectFields(await thief.post("/api/v1/me/confirmation", { code: "000000" }), 422, ["/code"]);
    await expectForbidden(thief);
    expect((await thief.post("/api/v1/me/confirmation", { code: app.code() })).status).toBe(204);
    expect((await thief.delete("/api/v1/me/totp")).status).toBe(204);
    expect(await trail(world, "remove", "totp")).toContainEqual(expect.objectContaining({ row_id: jana.id }));
  });

  test("a token may not, whatever its scopes", async () => {
    const { token: bearer } = await createToken(jana.ctx, { name: "ERP", scopes: ["write"] });
    await expectForbidden(createVisitor(world.deps), { bearer });
  });

  test("a password is not found out here: ten tries, also after a restart", async () => {
    const visitor = await signedIn(world, jana);
    await visitor.post("/api/v1/me/confirmation", { password: "wrong wrong" });
    await world.rows("UPDATE rate_limits SET count = 10");
    const database = openDatabase(world.database.appUrl);
    const restarted = createVisitor({ ...world.deps, database }, { cookie: visitor.cookie! });
    expect((await restarted.post("/api/v1/me/confirmation", { password: PASSWORD })).status).toBe(429);
    await database.close();
  });

  test("row security alone: nobody's code, secret or passkey is there for a colleague, whatever the query asks for", async () => {
    await withApp();
    await world.rows(
      "INSERT INTO passkeys (id, org_id, user_id, credential_id, public_key, counter, synced, name) VALUES (gen_random_uuid(), $1, $2, $3, '', 0, true, 'x')",
      [world.orgId, jana.id, `id-${people}`],
    );
    const peter = await world.person(`Peter${people}`);
    for (const ctx of [peter.ctx, world.admin.ctx]) {
      for (const table of [totpSecrets, recoveryCodes, passkeys])
        expect(await inTransaction(ctx, (tx) => tx.select().from(table))).toEqual([]);
      await inTransaction(ctx, async (tx) => {
        await tx.delete(totpSecrets);
        await tx.update(passkeys).set({ name: "stolen" });
      });
    }
    for (const table of [totpSecrets, recoveryCodes, passkeys])
      expect(await inTransaction(jana.ctx, (tx) => tx.select().from(table))).not.toEqual([]);
    await world.rows("DELETE FROM passkeys");
  });
});

describe("the company asks a role for a second factor", () => {
  const ask = () => admin.patch("/api/v1/organization", { settings: { secondFactorRoles: ["rep"] } });

  test("who has none sets one up first and can do nothing else; sessions that are open already as well", async () => {
    const visitor = await signedIn(world, jana);
    expect((await ask()).status).toBe(200);
    const paths = ["/api/v1/customers", "/api/v1/users", "/api/v1/events", "/api/v1/search?q=x", "/api/v1/organization"];
    for (const path of paths) expect([path, (await visitor.get(path)).status]).toEqual([path, 403]);
    const before = await everything(world);
    for (const [method, path] of [
      ["POST", "/api/v1/customers"],
      ["POST", "/api/v1/tokens"],
      ["POST", "/api/v1/oauth/approve"],
      ["PATCH", "/api/v1/me"],
      ["DELETE", "/api/v1/me/sign-ins"],
    ] as const)
      expect([path, (await visitor.call(method, path, { json: { name: "x", scopes: ["read"] } })).status]).toEqual([path, 403]);
    expect(await everything(world)).toEqual(before);
    expect(await (await visitor.get("/api/v1/me")).json()).toMatchObject({ secondFactorDue: true });
    const { secret } = (await (await visitor.post("/api/v1/me/totp")).json()) as { secret: string };
    expect((await visitor.post("/api/v1/me/totp/confirmation", { code: createApp(secret, () => now).code() })).status).toBe(200);
    expect(await (await visitor.get("/api/v1/me")).json()).toMatchObject({ secondFactorDue: false });
    expect((await visitor.get("/api/v1/customers")).status).toBe(200);
  });

  test("who has one cannot get round it by an older session, nor remove the last one", async () => {
    const { visitor, app } = await withApp();
    const old = await signedIn(world, jana, { method: "password" });
    await ask();
    expect((await visitor.delete("/api/v1/me/totp")).status).toBe(409);
    expect((await old.get("/api/v1/customers")).status).toBe(403);
    expect((await old.post("/api/v1/me/totp")).status).toBe(403);
    expect((await old.post("/api/v1/me/confirmation", { code: app.code() })).status).toBe(204);
    expect((await old.get("/api/v1/customers")).status).toBe(200);
  });

  test("other roles are not asked", async () => {
    await ask();
    const boss = await signedIn(world, await world.person(`Boss${people}`, { role: "manager" }));
    expect((await boss.get("/api/v1/customers")).status).toBe(200);
  });
});

describe("a lost phone", () => {
  test("the administrator takes the second factor away; sessions end, and the password is enough again", async () => {
    const { visitor } = await withApp();
    expect(await (await admin.get("/api/v1/users/second-factors")).json()).toMatchObject({
      items: expect.arrayContaining([{ userId: jana.id, totp: true, passkeys: 0 }]),
    });
    expect((await admin.delete(`/api/v1/users/${jana.id}/second-factor`)).status).toBe(204);
    expect((await visitor.get("/api/v1/me")).status).toBe(401);
    expect((await stranger().post("/api/v1/session", { email: jana.email, password: PASSWORD })).headers.get("set-cookie")).toContain(
      "kronika_session=kro",
    );
    expect(await trail(world, "reset", "second-factor")).toContainEqual(
      expect.objectContaining({ row_id: jana.id, actor_id: world.admin.id }),
    );
  });

  test("nobody else may, nor a token of theirs", async () => {
    await withApp();
    const { token: bearer } = await createToken(world.admin.ctx, { name: "ERP", scopes: ["admin"] });
    const rep = await signedIn(world, await world.person(`Rep${people}`));
    const before = { ...((await everything(world)) as object), api_tokens: 0 };
    expect((await rep.delete(`/api/v1/users/${jana.id}/second-factor`)).status).toBe(403);
    expect((await rep.get("/api/v1/users/second-factors")).status).toBe(403);
    expect((await createVisitor(world.deps).delete(`/api/v1/users/${jana.id}/second-factor`, { bearer })).status).toBe(403);
    expect({ ...((await everything(world)) as object), api_tokens: 0 }).toEqual(before);
  });
});
