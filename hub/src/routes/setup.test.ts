import { randomBytes } from "node:crypto";
import pino from "pino";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { startPostgres, type TestDatabase } from "../../../test/servers/postgres.ts";
import type { Deps } from "../context.ts";
import { openDatabase } from "../db/database.ts";
import { createKeyring } from "../secrets.ts";
import { folderBlobStore } from "../services/blobs/folder-store.ts";
import { colliding, createVisitor } from "../services/auth/testing/visitor.ts";
import { ensureSetupLink } from "../services/installation/setup-link.ts";

let database: TestDatabase;
let deps: Deps;

async function fresh(): Promise<void> {
  database = await (await startPostgres()).createDatabase();
  deps = {
    database: openDatabase(database.appUrl),
    keys: createKeyring(randomBytes(32).toString("base64")),
    blobs: folderBlobStore("never-written"),
    log: pino({ level: "silent" }),
    now: () => new Date("2026-11-24T11:00:00Z"),
    publicUrl: "http://localhost:7070",
  };
}

async function drop(): Promise<void> {
  await deps.database.close();
  await database.drop();
}

const newToken = async () => (await ensureSetupLink(deps.database, deps.publicUrl))!.split("/").at(-1)!;
const input = (token: string) => ({
  token,
  organization: {
    name: "Borovica Trade, s. r. o.",
    country: "SK",
    language: "sk",
    timeZone: "Europe/Bratislava",
    ownDomains: ["@Borovica.EXAMPLE", "borovica.example", "čučoriedka.example"],
  },
  user: { name: "Jana Nováková", email: "Jana@Borovica.example", password: "zelený bicykel pri jazere" },
});

async function counts() {
  const counted = openDatabase(database.ownerUrl);
  const { rows } = await counted.pool.query(
    "SELECT (SELECT count(*)::int FROM organizations) AS organizations, (SELECT count(*)::int FROM users) AS users, (SELECT count(*)::int FROM sessions) AS sessions",
  );
  await counted.close();
  return rows[0] as { organizations: number; users: number; sessions: number };
}

describe("the set-up", () => {
  beforeEach(fresh);
  afterEach(drop);

  test("under the one-time link the administrator creates the organisation and is signed in", async () => {
    const link = await ensureSetupLink(deps.database, "http://localhost:7070/");
    expect(link).toMatch(/^http:\/\/localhost:7070\/setup\/kro_setup_[\w-]{43}$/);
    const token = link!.split("/").at(-1)!;
    const visitor = createVisitor(deps);
    expect(await (await visitor.get(`/api/v1/setup/${token}`)).json()).toEqual({ valid: true });
    const answer = await visitor.post("/api/v1/setup", input(token));
    expect(answer.status).toBe(201);
    const me = await answer.json();
    expect(me).toMatchObject({
      user: { name: "Jana Nováková", email: "jana@borovica.example", role: "admin", language: "sk" },
      organization: {
        name: "Borovica Trade, s. r. o.",
        country: "SK",
        currency: "EUR",
        ownDomains: ["borovica.example", "xn--uoriedka-jbbb.example"],
      },
    });
    expect(await (await visitor.get("/api/v1/me")).json()).toEqual(me);
    const credentials = { email: "jana@borovica.example", password: "zelený bicykel pri jazere" };
    expect((await createVisitor(deps).post("/api/v1/session", credentials)).status).toBe(200);
  });

  test("each start makes a new link, the older one opens nothing; once set up there is none", async () => {
    const older = await newToken();
    const token = await newToken();
    const visitor = createVisitor(deps);
    expect((await visitor.get(`/api/v1/setup/${older}`)).status).toBe(404);
    expect((await visitor.post("/api/v1/setup", input(older))).status).toBe(404);
    expect((await visitor.post("/api/v1/setup", input(token))).status).toBe(201);
    expect(await ensureSetupLink(deps.database, deps.publicUrl)).toBeNull();
    expect((await visitor.get(`/api/v1/setup/${token}`)).status).toBe(404);
    expect((await createVisitor(deps).post("/api/v1/setup", input(token))).status).toBe(409);
    expect(await counts()).toEqual({ organizations: 1, users: 1, sessions: 1 });
  });

  test("two who hold the link at the same moment: one organisation, the other is told", async () => {
    const token = await newToken();
    const other = { ...input(token), user: { name: "Eva", email: "eva@lipa.example", password: "šedá myš pod stolom" } };
    const calls = [input(token), other].map((one) => () => createVisitor(deps).post("/api/v1/setup", one));
    const answers = await colliding(database, "SELECT * FROM installation", calls, 2);
    expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([201, 409]);
    expect(await counts()).toEqual({ organizations: 1, users: 1, sessions: 1 });
  });

  test("the link's token is not stored", async () => {
    const token = await newToken();
    const owner = openDatabase(database.ownerUrl);
    expect(JSON.stringify((await owner.pool.query("SELECT * FROM installation")).rows)).not.toContain(token);
    await owner.close();
  });
});

describe("wrong input names the field, and the link stays good", () => {
  beforeAll(fresh);
  afterAll(drop);

  test.each([
    ["/organization/name", { organization: { name: " " } }],
    ["/organization/country", { organization: { country: "Slovakia" } }],
    ["/organization/country", { organization: { country: "XQ" } }],
    ["/organization/timeZone", { organization: { timeZone: "Bratislava" } }],
    ["/organization/timeZone", { organization: { timeZone: "+01:00" } }],
    ["/organization/ownDomains/0", { organization: { ownDomains: ["gmail.com"] } }],
    ["/organization/ownDomains/1", { organization: { ownDomains: ["borovica.example", "not a domain"] } }],
    ["/user/email", { user: { email: "nobody" } }],
    ["/user/password", { user: { password: "short" } }],
    ["/user/password", { user: { password: "heslo12345" } }],
    ["/user/password", { user: { password: "borovica-trade-2026" } }],
    ["/user/name", { user: { name: "Jana \u0000" } }],
  ])("%s %j", async (pointer, wrong: { organization?: object; user?: object }) => {
    const token = await newToken();
    const whole = input(token);
    const answer = await createVisitor(deps).post("/api/v1/setup", {
      ...whole,
      organization: { ...whole.organization, ...wrong.organization },
      user: { ...whole.user, ...wrong.user },
    });
    expect(answer.status).toBe(422);
    expect(await answer.json()).toMatchObject({ code: "invalid", errors: [{ pointer }] });
    expect((await createVisitor(deps).get(`/api/v1/setup/${token}`)).status).toBe(200);
    expect(await counts()).toEqual({ organizations: 0, users: 0, sessions: 0 });
  });
});
