import { afterAll, beforeAll, describe, expect, test } from "vitest";
import pg from "pg";
import { createWorld, mail, type World } from "../../../test/world.ts";
import { createToken } from "../services/tokens/create.ts";
import { createVisitor, givePassword, otherOrganization, PASSWORD } from "../services/auth/testing/visitor.ts";
import { record } from "../services/interactions/record.ts";
import { assertApplicationRole, openDatabase } from "./database.ts";
import { inScope } from "./transaction.ts";

/** The only tables that belong to no organisation; what is in them tells nobody anything. */
const COMMON = ["installation", "rate_limits"];

let world: World;
let app: pg.Client;
let tables: string[];
let perOrganization: string[];

beforeAll(async () => {
  world = await createWorld();
  await world.customer("Lipa, a. s.", { domains: ["lipa.example"], contacts: ["eva@lipa.example"] });
  await record(world.system, { content: mail({ from: { address: "eva@lipa.example" } }), source: "mailbox", ownerId: world.admin.id });
  await createToken(world.admin.ctx, { name: "x", scopes: ["read"] });
  await givePassword(world, world.admin);
  await createVisitor(world.deps).post("/api/v1/session", { email: world.admin.email, password: PASSWORD });
  app = new pg.Client({ connectionString: world.database.appUrl });
  await app.connect();
  tables = (
    await world.rows<{ name: string }>(
      "SELECT relname AS name FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p') ORDER BY 1",
    )
  ).map(({ name }) => name);
  perOrganization = tables.filter((name) => !COMMON.includes(name));
});
afterAll(async () => {
  await app.end();
  await world[Symbol.asyncDispose]();
});

/** One after the other, as `{name: result}`: a failure names the table. */
async function eachOf<T>(names: readonly string[], look: (name: string) => Promise<T>): Promise<Record<string, T>> {
  const results: Record<string, T> = {};
  for (const name of names) results[name] = await look(name);
  return results;
}

async function count(client: pg.Client | pg.PoolClient | pg.Pool, table: string): Promise<number | undefined> {
  const { rows } = await client.query<{ n: number }>(`SELECT count(*)::int AS n FROM ${pg.escapeIdentifier(table)}`);
  return rows[0]?.n;
}

/** How many rows, or with which SQLSTATE it was refused. */
const outcome = (query: Promise<pg.QueryResult>): Promise<number | string | null | undefined> =>
  query.then(
    ({ rowCount }) => rowCount,
    (error: { code?: string }) => error.code,
  );

test("every table is closed: row security is on and forced, and a policy says for whom it opens", async () => {
  const rows = await world.rows<{ name: string; on: boolean; forced: boolean; policies: number }>(
    `SELECT c.relname AS name, c.relrowsecurity AS on, c.relforcerowsecurity AS forced, (SELECT count(*)::int FROM pg_policy p WHERE p.polrelid = c.oid) AS policies
     FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p')`,
  );
  expect(rows.length).toBeGreaterThan(20);
  expect(rows.filter(({ on, forced, policies }) => !on || !forced || policies === 0)).toEqual([]);
});

test("nothing goes round it: no view, no right for everybody, of functions with their owner's rights only the search's, whose owner may do nothing else", async () => {
  expect(
    await world.rows("SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('v', 'm', 'f')"),
  ).toEqual([]);
  const definers = `SELECT p.proname FROM pg_proc p WHERE p.pronamespace = 'public'::regnamespace AND p.prosecdef`;
  expect(await world.rows(definers)).toEqual([{ proname: "kronika_search" }]);
  expect(
    await world.rows(`SELECT r.rolname, r.rolsuper, r.rolbypassrls, r.rolcanlogin, (SELECT count(*)::int FROM pg_auth_members m WHERE m.member = r.oid) AS "memberOf",
      ARRAY(SELECT g.table_name || ' ' || g.privilege_type FROM information_schema.role_table_grants g WHERE g.grantee = r.rolname ORDER BY 1) AS may
      FROM pg_proc p JOIN pg_roles r ON r.oid = p.proowner WHERE p.proname = 'kronika_search'`),
  ).toEqual([
    {
      rolname: "kronika_search",
      rolsuper: false,
      rolbypassrls: false,
      rolcanlogin: false,
      memberOf: 0,
      may: ["audiences SELECT", "search_entries SELECT"],
    },
  ]);
  expect(
    await world.rows("SELECT table_name FROM information_schema.role_table_grants WHERE table_schema = 'public' AND grantee = 'PUBLIC'"),
  ).toEqual([]);
});

test("the application owns nothing and has no power over row security", async () => {
  const [role] = await world.rows(
    "SELECT rolsuper, rolbypassrls, rolcreaterole, rolcreatedb, rolreplication FROM pg_roles WHERE rolname = 'kronika_app'",
  );
  expect(role).toEqual({ rolsuper: false, rolbypassrls: false, rolcreaterole: false, rolcreatedb: false, rolreplication: false });
  expect(await world.rows("SELECT relname FROM pg_class WHERE relowner = 'kronika_app'::regrole")).toEqual([]);
  expect(await world.rows("SELECT roleid::regrole FROM pg_auth_members WHERE member = 'kronika_app'::regrole")).toEqual([]);
  await expect(assertApplicationRole(world.deps.database)).resolves.toBeUndefined();
  const owner = openDatabase(world.database.ownerUrl);
  await expect(assertApplicationRole(owner)).rejects.toThrow("too strong");
  await owner.close();
  const strong = pg.escapeIdentifier(decodeURIComponent(new URL(world.database.ownerUrl).username));
  const attempts = [
    `SET ROLE ${strong}`,
    `SET SESSION AUTHORIZATION ${strong}`,
    "ALTER TABLE users DISABLE ROW LEVEL SECURITY",
    "ALTER TABLE users NO FORCE ROW LEVEL SECURITY",
    "DROP POLICY organization ON users",
  ];
  const outcomes = await eachOf(attempts, (statement) => outcome(app.query(statement)));
  expect(outcomes).toEqual(Object.fromEntries(attempts.map((statement) => [statement, "42501"])));
  await app.query("SET row_security = off");
  await expect(app.query("SELECT * FROM users")).rejects.toMatchObject({ code: "42501" });
  await app.query("RESET row_security");
});

describe("row security alone", () => {
  test("without saying for whom, no row of any table is seen, changed or removed", async () => {
    const seen = await eachOf(perOrganization, (table) => count(app, table));
    expect(seen).toEqual(Object.fromEntries(perOrganization.map((table) => [table, 0])));
    const filled = await Promise.all(
      perOrganization.map(async (table) => ((await world.rows<{ n: number }>(`SELECT count(*)::int AS n FROM ${table}`))[0]?.n ?? 0) > 0),
    );
    expect(filled.filter(Boolean).length).toBeGreaterThan(8);
    const removed = await eachOf(perOrganization, (table) => outcome(app.query(`DELETE FROM ${pg.escapeIdentifier(table)}`)));
    expect(Object.entries(removed).filter(([, result]) => result !== 0 && result !== "42501")).toEqual([]);
  });

  test("another organisation sees none of ours, and cannot write into it", async () => {
    const eva = await otherOrganization(world);
    const scope = { orgId: eva.ctx.orgId, principals: ["org", `user:${eva.id}`, `user:${world.admin.id}`], system: true };
    const ours = perOrganization.filter((name) => name !== "organizations");
    const seen = await eachOf(ours, (table) =>
      inScope(world.deps.database, scope, async (_tx, client) => {
        const { rows } = await client.query<{ n: number }>(
          `SELECT count(*)::int AS n FROM ${pg.escapeIdentifier(table)} WHERE org_id = $1`,
          [world.orgId],
        );
        return rows[0]?.n;
      }),
    );
    expect(seen).toEqual(Object.fromEntries(ours.map((table) => [table, 0])));
    const write = (statement: string, values: unknown[]) =>
      inScope(world.deps.database, scope, (_tx, client) => client.query(statement, values));
    await expect(
      write("INSERT INTO customers (id, org_id, name) VALUES (gen_random_uuid(), $1, 'Trojan')", [world.orgId]),
    ).rejects.toMatchObject({ code: "42501" });
    expect((await write("UPDATE users SET role = 'admin' WHERE org_id = $1", [world.orgId])).rowCount).toBe(0);
    await expect(write("UPDATE users SET org_id = $1", [world.orgId])).rejects.toMatchObject({ code: "42501" });
    expect((await write("SELECT id FROM organizations", [])).rows).toEqual([{ id: eva.ctx.orgId }]);
  });

  test("what somebody presents opens its own row and nothing else", async () => {
    const presented = world.admin.email;
    const seen = await eachOf(perOrganization, (table) =>
      inScope(world.deps.database, { presented }, (_tx, client) => count(client, table)),
    );
    expect(seen).toEqual(Object.fromEntries(perOrganization.map((table) => [table, table === "users" ? 1 : 0])));
    const changed = await inScope(world.deps.database, { presented }, (_tx, client) => client.query("UPDATE users SET role = 'admin'"));
    expect(changed.rowCount).toBe(0);
  });

  test("a setting does not outlive its transaction: the next borrower of the connection sees nothing", async () => {
    const database = openDatabase(world.database.appUrl, { max: 1 });
    await inScope(database, { orgId: world.orgId, system: true }, (_tx, client) => count(client, "users"));
    await inScope(database, { orgId: world.orgId }, () => Promise.reject(new Error("rolled back"))).catch(() => {});
    expect(await count(database.pool, "users")).toBe(0);
    await database.close();
  });

  test("a hostile value of a setting is a value and not SQL", async () => {
    const hostile = "x'; SET app.system = 'on'; --";
    const n = await inScope(world.deps.database, { presented: hostile, principals: [`org"}'; DROP TABLE users; --`] }, (_tx, client) =>
      count(client, "users"),
    );
    expect(n).toBe(0);
    await expect(inScope(world.deps.database, { orgId: hostile }, (_tx, client) => count(client, "users"))).rejects.toMatchObject({
      code: "22P02",
    });
    expect(await world.rows("SELECT to_regclass('users') IS NOT NULL AS there")).toEqual([{ there: true }]);
  });
});

test("the trail only grows", async () => {
  const as = (statement: string) =>
    inScope(world.deps.database, { orgId: world.orgId, system: true }, (_tx, client) => client.query(statement));
  await expect(as("UPDATE audit_log SET verb = 'nothing'")).rejects.toMatchObject({ code: "42501" });
  await expect(as("DELETE FROM audit_log")).rejects.toMatchObject({ code: "42501" });
  await expect(as("TRUNCATE audit_log")).rejects.toMatchObject({ code: "42501" });
});
