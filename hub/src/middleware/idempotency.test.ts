import { randomUUID } from "node:crypto";
import { sql } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { AppError } from "@kronika/core/errors.ts";
import { createWorld, NOON, type World } from "../../../test/world.ts";
import { inTransaction } from "../db/transaction.ts";
import { createRouter, ctxOf } from "../http.ts";
import { audit } from "../services/audit.ts";
import { createVisitor, otherOrganization, signedIn, type Visitor } from "../services/auth/testing/visitor.ts";
import { authenticate } from "./authenticate.ts";
import { idempotency } from "./idempotency.ts";
import { problemHandler } from "./problem.ts";

let world: World;
let visitor: Visitor;
let now = NOON;
/** What the write waits for, or fails with, before its transaction ends. */
let during: (pid: number) => Promise<void> = async () => {};
let runs = 0;

beforeAll(async () => {
  world = await createWorld({ now: () => now });
  visitor = await caller();
});
afterAll(() => world[Symbol.asyncDispose]());

/** A surface with one write, which leaves a line in the trail and answers with something new each time. */
function app() {
  const router = createRouter();
  router.onError(problemHandler);
  router.use(async (c, next) => {
    c.set("deps", world.deps);
    c.set("requestId", randomUUID());
    await next();
  });
  router.use("/api/v1/*", authenticate, idempotency);
  router.on(["POST", "PUT"], ["/api/v1/things", "/api/v1/others", "/api/v1/tokens"], async (c) => {
    const { name } = await c.req.json<{ name: string }>();
    runs += 1;
    await inTransaction(ctxOf(c), async (tx, ctx) => {
      await audit(tx, ctx, { verb: "create", noun: `thing-${name}` });
      const { rows } = await tx.execute<{ pid: number }>(sql`SELECT pg_backend_pid() AS pid`);
      await during(rows[0]!.pid);
    });
    return c.json({ id: randomUUID(), name }, 201);
  });
  return router as never;
}

async function caller(person = world.admin): Promise<Visitor> {
  const { cookie } = await signedIn(world, person);
  return createVisitor(world.deps, { cookie: cookie!, app: app() });
}

const post = (key: string, name: string, path = "/api/v1/things", by = visitor) =>
  by.post(path, { name }, { headers: { "idempotency-key": key } });
const written = async (name: string) => (await world.rows("SELECT id FROM audit_log WHERE noun = $1", [`thing-${name}`])).length;

describe("a repeat answers as the first did", () => {
  test("with the same status and body, and does nothing more", async () => {
    const first = await post("key-1", "one");
    const again = await post("key-1", "one");
    expect([first.status, again.status]).toEqual([201, 201]);
    expect(first.headers.get("idempotency-replayed")).toBeNull();
    expect(again.headers.get("idempotency-replayed")).toBe("true");
    expect(await again.json()).toEqual(await first.json());
    expect(await written("one")).toBe(1);
  });

  test("without the header each is new", async () => {
    for (let i = 0; i < 2; i += 1)
      expect((await visitor.post("/api/v1/things", { name: "none" })).headers.get("idempotency-replayed")).toBeNull();
    expect(await written("none")).toBe(2);
  });

  test("for seven days", async () => {
    await post("key-week", "week");
    now = new Date(now.getTime() + 7 * 24 * 3600 * 1000);
    expect((await post("key-week", "week")).headers.get("idempotency-replayed")).toBe("true");
    now = new Date(now.getTime() + 1);
    expect((await post("key-week", "week")).headers.get("idempotency-replayed")).toBeNull();
    now = NOON;
  });

  test("to its own sender only: the same key of somebody else is another key", async () => {
    const mine = (await (await post("key-mine", "mine")).json()) as { id: string };
    for (const person of [await world.person("Jana"), await otherOrganization(world)]) {
      const theirs = (await (await post("key-mine", "mine", "/api/v1/things", await caller(person))).json()) as { id: string };
      expect(theirs.id).not.toBe(mine.id);
    }
  });
});

describe("a key stands for one request", () => {
  test.each([
    ["another body", "two-b", "/api/v1/things"],
    ["another route", "two", "/api/v1/others"],
    ["another query", "two", "/api/v1/things?dry=1"],
  ])("%s: 422, nothing done", async (_, name, path) => {
    await post("key-2", "two");
    const before = runs;
    const answer = await post("key-2", name, path);
    expect(answer.status).toBe(422);
    expect(await answer.json()).toMatchObject({ errors: [{ pointer: "/header/idempotency-key" }] });
    expect(runs).toBe(before);
  });

  test.each(["", " ", "x".repeat(256), "žaba"])("the key %j is refused", async (key) => {
    const headers = new Headers({ cookie: `kronika_session=${visitor.cookie}`, "x-kronika": "1", "content-type": "application/json" });
    headers.set("idempotency-key", key === "žaba" ? Buffer.from(key).toString("latin1") : key);
    const answer = await (app() as ReturnType<typeof createRouter>).request("/api/v1/things", {
      method: "POST",
      headers,
      body: '{"name":"k"}',
    });
    expect(answer.status).toBe(422);
  });
});

describe("at the same moment", () => {
  test("twenty repeats wait for the first and answer like it", async () => {
    const answers = await Promise.all(Array.from({ length: 20 }, () => post("key-20", "twenty")));
    const bodies = new Set(await Promise.all(answers.map((answer) => answer.text())));
    expect(answers.map(({ status }) => status)).toEqual(Array(20).fill(201));
    expect(bodies.size).toBe(1);
    expect(await written("twenty")).toBe(1);
  });

  test("a repeat of one that takes long is told so, and answered later", async () => {
    let finish = () => {};
    let started = () => {};
    const underWay = new Promise<void>((resolve) => (started = resolve));
    const end = new Promise<void>((resolve) => (finish = resolve));
    during = async () => (started(), end);
    const first = post("key-long", "long");
    await underWay;
    const second = await post("key-long", "long");
    expect(second.status).toBe(409);
    finish();
    during = async () => {};
    const body = await (await first).json();
    expect(await (await post("key-long", "long")).json()).toEqual(body);
    expect(await written("long")).toBe(1);
  });
});

describe("write and answer stand or fall together", () => {
  test("a refused request changes nothing, is not kept, and is judged anew", async () => {
    during = () => Promise.reject(new AppError("conflict", "not now"));
    expect((await post("key-refused", "refused")).status).toBe(409);
    expect(await written("refused")).toBe(0);
    during = async () => {};
    const answer = await post("key-refused", "refused");
    expect([answer.status, answer.headers.get("idempotency-replayed")]).toEqual([201, null]);
    expect(await written("refused")).toBe(1);
  });

  test("a hub that dies after the write and before the end has done nothing; the repeat does it once", async () => {
    during = async (pid) => {
      await world.rows("SELECT pg_terminate_backend($1)", [pid]);
      await expect.poll(() => world.rows("SELECT 1 FROM pg_stat_activity WHERE pid = $1", [pid])).toEqual([]);
    };
    expect((await post("key-killed", "killed")).status).toBeGreaterThanOrEqual(500);
    expect(await written("killed")).toBe(0);
    during = async () => {};
    expect((await post("key-killed", "killed")).status).toBe(201);
    expect(await written("killed")).toBe(1);
  });
});

test("answers that hold a secret are never stored, other methods are left alone", async () => {
  await post("key-secret", "secret", "/api/v1/tokens");
  await visitor.call("PUT", "/api/v1/things", { json: { name: "put" }, headers: { "idempotency-key": "key-secret" } });
  expect(await world.rows("SELECT key FROM idempotency_keys WHERE key = 'key-secret'")).toEqual([]);
});

test("the writes of the product take a key: each is done once", async () => {
  const web = await signedIn(world, world.admin);
  const repeat = async (path: string, json: object) => {
    const headers = { "idempotency-key": `real-${path}` };
    const [first, again] = [await web.post(path, json, { headers }), await web.post(path, json, { headers })];
    expect([path, first.status, again.status, again.headers.get("idempotency-replayed")]).toEqual([path, 201, 201, "true"]);
    const body = (await first.json()) as { id: string };
    expect(await again.json()).toEqual(body);
    return body.id;
  };
  const customerId = await repeat("/api/v1/customers", { name: "Javor, s. r. o.", domains: ["javor.example"] });
  await repeat("/api/v1/contacts", { name: "Ivan", customerId, addresses: [{ kind: "email", value: "ivan@javor.example" }] });
  await repeat("/api/v1/opportunities", { name: "Rok 2027", customerId });
  await repeat("/api/v1/reminders", { title: "Zavolať", at: "2026-12-01T09:00:00Z", customerId });
  await repeat("/api/v1/me/exclusions", { domain: "privat.example" });
  await repeat("/api/v1/users", { name: "Nová", email: "nova@borovica.example", password: "zelený bicykel pri jazere" });
  const counted = `SELECT (SELECT count(*)::int FROM customers) AS customers, (SELECT count(*)::int FROM contacts) AS contacts,
    (SELECT count(*)::int FROM opportunities) AS opportunities, (SELECT count(*)::int FROM reminders) AS reminders, (SELECT count(*)::int FROM exclusions) AS exclusions`;
  expect(await world.rows(counted)).toEqual([{ customers: 1, contacts: 1, opportunities: 1, reminders: 1, exclusions: 1 }]);
});
