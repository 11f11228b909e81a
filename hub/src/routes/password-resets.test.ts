import { createHook } from "node:async_hooks";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { createWorld, NOON, type Person, type World } from "../../../test/world.ts";
import { openDatabase } from "../db/database.ts";
import { createExtension } from "../services/auth/testing/extension.ts";
import { everything, trail } from "../services/auth/testing/trail.ts";
import {
  colliding,
  createVisitor,
  givePassword,
  otherOrganization,
  PASSWORD,
  signedIn,
  type Visitor,
} from "../services/auth/testing/visitor.ts";
import { createToken } from "../services/tokens/create.ts";

let world: World;
let jana: Person;
let admin: Visitor;
let now = NOON;

beforeAll(async () => {
  world = await createWorld({ now: () => now });
});
afterAll(() => world[Symbol.asyncDispose]());
let people = 0;
beforeEach(async () => {
  now = NOON;
  await world.rows("DELETE FROM rate_limits");
  admin = await signedIn(world, world.admin);
  jana = await world.person(`Jana${(people += 1)}`);
  await givePassword(world, jana);
});

const NEW = "tri modré hory za oknom";
const HOUR = 60 * 60 * 1000;
const later = (ms: number) => (now = new Date(now.getTime() + ms));
const stranger = () => createVisitor(world.deps, { address: "198.51.100.30" });
const ask = (email: string, visitor = stranger()) => visitor.post("/api/v1/password-resets/ask", { email });
const finish = (token: string, password = NEW) => stranger().post("/api/v1/password-resets/finish", { token, password });
const signIn = async (password: string) => (await stranger().post("/api/v1/session", { email: jana.email, password })).status;
async function link(userId = jana.id): Promise<string> {
  const answer = await admin.post("/api/v1/password-resets", { userId });
  expect(answer.status).toBe(201);
  return new URL(((await answer.json()) as { link: string }).link).hash.slice(1);
}
const asked = async () =>
  ((await (await admin.get("/api/v1/password-resets")).json()) as { items: { userId: string }[] }).items.map((one) => one.userId);

test("the administrator's link sets a new password, once; sessions and extensions end, the old password with them", async () => {
  const open = await signedIn(world, jana);
  const extension = createExtension(world, () => open);
  const tokens = await extension.signedIn();
  const token = await link();
  expect(await (await stranger().post("/api/v1/password-resets/look", { token })).json()).toMatchObject({ email: jana.email });
  const visitor = stranger();
  const answer = await visitor.post("/api/v1/password-resets/finish", { token, password: NEW });
  expect([answer.status, visitor.cookie]).toEqual([204, null]);
  expect((await open.get("/api/v1/me")).status).toBe(401);
  expect(await extension.works(tokens)).toBe(false);
  expect([await signIn(PASSWORD), await signIn(NEW)]).toEqual([401, 200]);
  const before = await everything(world);
  expect((await finish(token)).status).toBe(404);
  expect(await everything(world)).toEqual(before);
  expect(await trail(world, "finish", "password-reset")).toContainEqual(
    expect.objectContaining({ row_id: jana.id, detail: { sessions: 1 } }),
  );
});

describe("a link is good for 24 hours and until there is a newer one", () => {
  async function expectRefused(token: string): Promise<void> {
    const before = await everything(world);
    expect([(await finish(token)).status, (await stranger().post("/api/v1/password-resets/look", { token })).status]).toEqual([404, 404]);
    expect(await everything(world)).toEqual(before);
  }
  test("over", async () => {
    const token = await link();
    later(24 * HOUR);
    await expectRefused(token);
  });
  test("replaced", async () => {
    const token = await link();
    await link();
    await expectRefused(token);
  });
  test("of somebody who is disabled meanwhile", async () => {
    const token = await link();
    await world.rows("UPDATE users SET disabled_at = now() WHERE id = $1", [jana.id]);
    await expectRefused(token);
    expect((await admin.post("/api/v1/password-resets", { userId: jana.id })).status).toBe(404);
  });
  test("guessed", async () => {
    for (const token of ["", `kro_pw_${"A".repeat(43)}`]) await expectRefused(token);
  });
  test("used by two at once: one password holds", async () => {
    const token = await link();
    const calls = [NEW, `${NEW}!`].map((password) => () => finish(token, password));
    const answers = await colliding(world.database, `SELECT id FROM password_resets WHERE user_id = '${jana.id}'`, calls, 2);
    expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([204, 404]);
  });
  test("a weak password is refused, and the link stays good", async () => {
    const token = await link();
    const answer = await finish(token, "heslo12345");
    expect([answer.status, ((await answer.json()) as { errors: object[] }).errors]).toMatchObject([422, [{ pointer: "/password" }]]);
    expect((await finish(token)).status).toBe(204);
  });
});

describe("who forgot it asks; the answer tells nobody who has an account", () => {
  test("the administrator sees who asks, and the link that is made settles it", async () => {
    expect((await ask(` ${jana.email.toUpperCase()} `)).status).toBe(202);
    await expect.poll(asked).toContain(jana.id);
    await link();
    expect(await asked()).not.toContain(jana.id);
    expect((await ask(jana.email)).status).toBe(202);
    await expect.poll(async () => (await trail(world, "ask", "password-reset")).filter((line) => line.row_id === jana.id).length).toBe(2);
    expect(await asked()).not.toContain(jana.id);
  });

  test("known, unknown, disabled, no address: the same status, body, headers and counters, and no statement before the answer that differs", async () => {
    const off = await world.person("Odstavený");
    await world.rows("UPDATE users SET disabled_at = now() WHERE id = $1", [off.id]);
    const answers: unknown[] = [];
    for (const email of [jana.email, "nobody@borovica.example", off.email, "no address"]) {
      await world.rows("DELETE FROM rate_limits");
      const connections: number[] = [];
      const hook = createHook({ init: (id, type) => type === "SCRYPTREQUEST" && connections.push(id) }).enable();
      const answer = await ask(email);
      hook.disable();
      const counters = (await world.rows("SELECT count FROM rate_limits")).length;
      answers.push({
        status: answer.status,
        body: await answer.text(),
        headers: [...answer.headers],
        counters,
        derivations: connections.length,
      });
    }
    expect(answers[0]).toMatchObject({ status: 202, body: "", counters: 2, derivations: 0 });
    for (const answer of answers.slice(1)) expect(answer).toEqual(answers[0]);
  });

  test("the account is looked for only after the answer: a database that is slow there holds nobody up", async () => {
    const { default: pg } = await import("pg");
    const owner = new pg.Client({ connectionString: world.database.ownerUrl });
    await owner.connect();
    await owner.query("BEGIN; LOCK TABLE users IN ACCESS EXCLUSIVE MODE");
    try {
      expect((await ask(jana.email)).status).toBe(202);
    } finally {
      await owner.query("ROLLBACK");
      await owner.end();
    }
    await expect.poll(asked).toContain(jana.id);
  });

  test("three times an hour for one account, twenty from one address, also after a restart, known or not", async () => {
    for (const email of [jana.email, "nobody@borovica.example"]) {
      await world.rows("DELETE FROM rate_limits");
      const database = openDatabase(world.database.appUrl);
      const restarted = createVisitor({ ...world.deps, database }, { address: "203.0.113.5" });
      const statuses = [];
      for (let i = 0; i < 3; i += 1) statuses.push((await ask(email)).status);
      statuses.push((await ask(email, restarted)).status);
      expect(statuses).toEqual([202, 202, 202, 429]);
      await database.close();
    }
    await world.rows("UPDATE rate_limits SET count = 20");
    expect((await ask("somebody-else@borovica.example")).status).toBe(429);
  });
});

describe("for anybody but a signed-in administrator nothing changes", () => {
  test("a colleague, a token of the administrator, a stranger, another organisation", async () => {
    const rep = await signedIn(world, await world.person(`Rep${people}`));
    const { token: bearer } = await createToken(world.admin.ctx, { name: "ERP", scopes: ["admin"] });
    const eva = await signedIn(world, await otherOrganization(world));
    const before = (await everything(world)) as Record<string, unknown>;
    const body = { userId: jana.id };
    expect((await rep.post("/api/v1/password-resets", body)).status).toBe(403);
    expect((await rep.get("/api/v1/password-resets")).status).toBe(403);
    expect((await createVisitor(world.deps).post("/api/v1/password-resets", body, { bearer })).status).toBe(403);
    expect((await stranger().post("/api/v1/password-resets", body)).status).toBe(401);
    expect((await eva.post("/api/v1/password-resets", body)).status).toBe(404);
    const after = (await everything(world)) as Record<string, unknown>;
    expect({ ...after, api_tokens: null }).toEqual({ ...before, api_tokens: null });
  });
});
