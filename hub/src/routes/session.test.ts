import { createHook } from "node:async_hooks";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { createWorld, NOON, type Person, type World } from "../../../test/world.ts";
import { openDatabase } from "../db/database.ts";
import { hashPassword } from "../services/auth/passwords.ts";
import { createVisitor, givePassword, otherOrganization, PASSWORD, signedIn } from "../services/auth/testing/visitor.ts";

let world: World;
let jana: Person;
let now = NOON;

beforeAll(async () => {
  world = await createWorld({ now: () => now });
  jana = await world.person("Jana");
  await givePassword(world, jana);
});
afterAll(() => world[Symbol.asyncDispose]());
beforeEach(async () => {
  now = NOON;
  await world.rows("DELETE FROM rate_limits");
});

const later = (seconds: number) => (now = new Date(now.getTime() + seconds * 1000));
const minutes = 60;
const days = 24 * 3600;
const credentials = { email: "jana@borovica.example", password: PASSWORD };

describe("signing in", () => {
  test("the right password answers who I am and sets a cookie that no script reads", async () => {
    const visitor = createVisitor(world.deps);
    const answer = await visitor.post("/api/v1/session", { ...credentials, email: " JANA@Borovica.example " });
    expect(answer.status).toBe(200);
    const me = await answer.json();
    expect(me).toEqual({
      user: { id: jana.id, name: "Jana", email: jana.email, role: "rep", language: "sk", aliases: [] },
      organization: expect.objectContaining({ id: world.orgId, timeZone: "Europe/Bratislava", ownDomains: ["borovica.example"] }),
      secondFactorDue: false,
    });
    expect(answer.headers.get("set-cookie")).toMatch(
      /^kronika_session=kro_session_[\w-]{43}; Max-Age=2592000; Path=\/; HttpOnly; SameSite=Lax$/,
    );
    expect(await (await visitor.get("/api/v1/me")).json()).toEqual(me);
    expect(await world.rows("SELECT verb, noun FROM audit_log WHERE actor_id = $1", [jana.id])).toContainEqual({
      verb: "sign-in",
      noun: "session",
    });
  });

  test("on https the cookie is for https only", async () => {
    const answer = await createVisitor({ ...world.deps, publicUrl: "https://crm.borovica.example" }).post("/api/v1/session", credentials);
    expect(answer.headers.get("set-cookie")).toContain("; Secure");
  });

  test("the secret of the cookie is stored nowhere", async () => {
    const visitor = createVisitor(world.deps);
    await visitor.post("/api/v1/session", credentials);
    expect(JSON.stringify(await world.rows("SELECT * FROM sessions"))).not.toContain(visitor.cookie);
  });

  test("a wrong password and an unknown address get the same answer for the same work", async () => {
    const derivations: number[] = [];
    const hook = createHook({ init: (id, type) => type === "SCRYPTREQUEST" && derivations.push(id) }).enable();
    const answers: unknown[] = [];
    for (const email of [credentials.email, "nobody@borovica.example", "not an address"]) {
      const before = derivations.length;
      const answer = await createVisitor(world.deps).post("/api/v1/session", { email, password: "wrong wrong wrong" });
      const { instance: _, ...problem } = (await answer.json()) as { instance: string };
      answers.push({ status: answer.status, problem, derivations: derivations.length - before, cookie: answer.headers.get("set-cookie") });
    }
    hook.disable();
    expect(answers[0]).toMatchObject({ status: 401, problem: { code: "unauthenticated" }, derivations: 1, cookie: null });
    expect(answers[1]).toEqual(answers[0]);
    expect(answers[2]).toEqual(answers[0]);
  });

  test("a disabled account is told so only with the right password", async () => {
    const peter = await world.person("Peter");
    await givePassword(world, peter);
    await world.rows("UPDATE users SET disabled_at = now() WHERE id = $1", [peter.id]);
    const detail = async (password: string) =>
      (await (await createVisitor(world.deps).post("/api/v1/session", { email: peter.email, password })).json()) as object;
    expect(await detail(PASSWORD)).toMatchObject({ status: 401, detail: expect.stringContaining("disabled") });
    expect(await detail("wrong wrong wrong")).toMatchObject({ status: 401, detail: expect.not.stringContaining("disabled") });
  });

  test("a hash of an older cost is made anew while the password is at hand", async () => {
    const anna = await world.person("Anna");
    await world.rows("UPDATE users SET password_hash = $1 WHERE id = $2", [await hashPassword(PASSWORD, { ln: 10, r: 8, p: 1 }), anna.id]);
    expect((await createVisitor(world.deps).post("/api/v1/session", { email: anna.email, password: PASSWORD })).status).toBe(200);
    const [row] = await world.rows<{ password_hash: string }>("SELECT password_hash FROM users WHERE id = $1", [anna.id]);
    expect(row?.password_hash).toMatch(/^\$scrypt\$ln=17,/);
  });
});

describe("a session cannot be chosen by somebody else", () => {
  test("a value that was in the browser before is not taken over", async () => {
    const planted = `kro_session_${"A".repeat(43)}`;
    const victim = createVisitor(world.deps, { cookie: planted });
    await victim.post("/api/v1/session", credentials);
    expect(victim.cookie).not.toBe(planted);
    expect((await createVisitor(world.deps, { cookie: planted }).get("/api/v1/me")).status).toBe(401);
  });

  test("signing in again ends the session that the browser held", async () => {
    const visitor = createVisitor(world.deps);
    await visitor.post("/api/v1/session", credentials);
    const first = visitor.cookie!;
    await visitor.post("/api/v1/session", credentials);
    expect((await createVisitor(world.deps, { cookie: first }).get("/api/v1/me")).status).toBe(401);
    expect((await visitor.get("/api/v1/me")).status).toBe(200);
  });
});

describe("guessing is slowed down", () => {
  const guess = (address: string, email = credentials.email, deps = world.deps) =>
    createVisitor(deps, { address }).post("/api/v1/session", { email, password: "wrong wrong wrong" });

  test("an account takes ten wrong passwords, from wherever, then not even the right one; a restart forgives nothing", async () => {
    expect((await guess("198.51.100.1")).status).toBe(401);
    await world.rows("UPDATE rate_limits SET count = 9");
    expect((await guess("198.51.100.2")).status).toBe(401);
    const refused = await guess("198.51.100.3");
    expect(refused.status).toBe(429);
    expect(Number(refused.headers.get("retry-after"))).toBeGreaterThan(800);

    const database = openDatabase(world.database.appUrl);
    const restarted = { ...world.deps, database };
    expect((await createVisitor(restarted).post("/api/v1/session", credentials)).status).toBe(429);
    await database.close();
    later(15 * minutes);
    expect((await createVisitor(world.deps).post("/api/v1/session", credentials)).status).toBe(200);
  });

  test("an address takes fifty wrong passwords, at whatever accounts; a neighbour is not held up", async () => {
    await guess("198.51.100.1", "somebody0@borovica.example");
    await world.rows("UPDATE rate_limits SET count = count + 49");
    expect((await guess("198.51.100.1", "somebody1@borovica.example")).status).toBe(429);
    expect((await createVisitor(world.deps, { address: "198.51.100.2" }).post("/api/v1/session", credentials)).status).toBe(200);
  });

  test("an unknown account is counted like a known one", async () => {
    await guess("198.51.100.1", "nobody@borovica.example");
    const counts = await world.rows<{ count: number }>("SELECT count FROM rate_limits");
    expect(counts).toHaveLength(2);
  });

  test("who writes an X-Forwarded-For of their own is counted all the same", async () => {
    for (const forwarded of ["6.6.6.6", "7.7.7.7"]) {
      await createVisitor(world.deps).post(
        "/api/v1/session",
        { ...credentials, password: "wrong wrong wrong" },
        { headers: { "x-forwarded-for": forwarded } },
      );
    }
    expect(await world.rows("SELECT count FROM rate_limits")).toEqual([{ count: 2 }, { count: 2 }]);
  });

  test("right passwords do not count against the address of an office", async () => {
    for (let i = 0; i < 2; i += 1) expect((await createVisitor(world.deps).post("/api/v1/session", credentials)).status).toBe(200);
    expect(await world.rows("SELECT count FROM rate_limits")).toEqual([{ count: 0 }]);
  });

  test("signing in with the right password forgets the wrong ones before it", async () => {
    await guess("198.51.100.7");
    await world.rows("UPDATE rate_limits SET count = 9");
    expect((await createVisitor(world.deps).post("/api/v1/session", credentials)).status).toBe(200);
    expect((await guess("198.51.100.7")).status).toBe(401);
  });
});

describe("how long a session lasts", () => {
  test("30 days from its last use; the use is noted every five minutes and the cookie follows", async () => {
    const visitor = await signedIn(world, jana);
    const cookie = visitor.cookie;
    later(4 * minutes);
    expect((await visitor.get("/api/v1/me")).headers.get("set-cookie")).toBeNull();
    later(29 * days);
    const prolonged = await visitor.get("/api/v1/me");
    expect(prolonged.status).toBe(200);
    expect(prolonged.headers.get("set-cookie")).toContain("Max-Age=2592000");
    expect(visitor.cookie).toBe(cookie);
    await expect.poll(() => world.rows("SELECT id FROM sessions WHERE last_seen_at = $1", [now])).toHaveLength(1);
    later(29 * days);
    expect((await visitor.get("/api/v1/me")).status).toBe(200);
    await expect.poll(() => world.rows("SELECT id FROM sessions WHERE last_seen_at = $1", [now])).toHaveLength(1);
    later(30 * days);
    expect((await visitor.get("/api/v1/me")).status).toBe(401);
  });

  test("signing out ends it at the hub and in the browser", async () => {
    const visitor = await signedIn(world, jana);
    const cookie = visitor.cookie!;
    expect((await visitor.delete("/api/v1/session")).status).toBe(204);
    expect(visitor.cookie).toBeNull();
    expect((await createVisitor(world.deps, { cookie }).get("/api/v1/me")).status).toBe(401);
    expect((await visitor.delete("/api/v1/session")).status).toBe(204);
  });

  test("a disabled person is out with the next request", async () => {
    const karol = await world.person("Karol");
    const visitor = await signedIn(world, karol);
    await world.rows("UPDATE users SET disabled_at = now() WHERE id = $1", [karol.id]);
    expect((await visitor.get("/api/v1/me")).status).toBe(401);
  });

  test("each session sees its own organisation", async () => {
    const eva = await otherOrganization(world);
    const me = (await (await (await signedIn(world, eva)).get("/api/v1/me")).json()) as { organization: { name: string } };
    expect(me.organization.name).toBe("Lipa, a. s.");
  });
});

test("an account that is disabled while its password is being checked does not get in", async () => {
  const marek = await world.person("Marek");
  await givePassword(world, marek);
  const hook = createHook({
    init: (_id, type) => {
      if (type === "SCRYPTREQUEST") void world.rows("UPDATE users SET disabled_at = now() WHERE id = $1", [marek.id]);
    },
  }).enable();
  const answer = await createVisitor(world.deps).post("/api/v1/session", { email: marek.email, password: PASSWORD });
  hook.disable();
  expect(answer.status).toBe(401);
  expect(await world.rows("SELECT id FROM sessions WHERE user_id = $1", [marek.id])).toHaveLength(0);
});
