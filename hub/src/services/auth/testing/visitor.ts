import pg from "pg";
import { expect } from "vitest";
import { createApp } from "../../../app.ts";
import type { Deps } from "../../../context.ts";
import type { SignInMethod } from "../../../db/schema/credentials.ts";
import { newId } from "../../../db/ids.ts";
import { hashPassword } from "../passwords.ts";
import { inScope } from "../../../db/transaction.ts";
import { startSession } from "../sessions.ts";
import type { Person, World } from "../../../../../test/world.ts";

/** What one call says besides method and path. */
export interface Call {
  json?: unknown;
  form?: Record<string, string>;
  /** A body as it is. */
  raw?: string;
  bearer?: string;
  headers?: Record<string, string | null>;
}

/** A browser or program in front of the whole HTTP surface: keeps its cookie, sends the header of the web application unless told otherwise. */
export interface Visitor {
  cookie: string | null;
  call(method: string, path: string, call?: Call): Promise<Response>;
  get(path: string, call?: Call): Promise<Response>;
  post(path: string, json?: unknown, call?: Call): Promise<Response>;
  patch(path: string, json: unknown, call?: Call): Promise<Response>;
  delete(path: string, call?: Call): Promise<Response>;
}

/** @param options.address of the visitor's machine, as the socket says it */
export function createVisitor(
  deps: Deps,
  options: { address?: string; cookie?: string; app?: ReturnType<typeof createApp> } = {},
): Visitor {
  const app = options.app ?? createApp(deps);
  const bindings = { incoming: { socket: { remoteAddress: options.address ?? "192.0.2.10" } } };
  const visitor: Visitor = {
    cookie: options.cookie ?? null,
    async call(method, path, { json, form, raw, bearer, headers = {} } = {}) {
      const all = new Headers({ "x-kronika": "1" });
      if (visitor.cookie !== null) all.set("cookie", `kronika_session=${visitor.cookie}`);
      if (bearer !== undefined) all.set("authorization", `Bearer ${bearer}`);
      if (json !== undefined) all.set("content-type", "application/json");
      for (const [name, value] of Object.entries(headers)) {
        if (value === null) all.delete(name);
        else all.set(name, value);
      }
      const content = form ? new URLSearchParams(form) : (raw ?? (json === undefined ? null : JSON.stringify(json)));
      const answer = await app.request(path, { method, headers: all, body: content }, bindings);
      const set = answer.headers.getSetCookie().find((text) => text.startsWith("kronika_session="));
      if (set !== undefined) visitor.cookie = /^kronika_session=([^;]*)/.exec(set)?.[1] || null;
      return answer;
    },
    get: (path, call) => visitor.call("GET", path, call),
    post: (path, json, call) => visitor.call("POST", path, { json, ...call }),
    patch: (path, json, call) => visitor.call("PATCH", path, { json, ...call }),
    delete: (path, call) => visitor.call("DELETE", path, call),
  };
  return visitor;
}

/** A visitor who is signed in as somebody, without the work of a password. */
export async function signedIn(
  world: World,
  person: Person,
  options: { deps?: Deps; userAgent?: string; address?: string; method?: SignInMethod } = {},
): Promise<Visitor> {
  const deps = options.deps ?? world.deps;
  const { orgId } = person.ctx;
  const { secret } = await inScope(deps.database, { orgId }, (tx) =>
    startSession(
      tx,
      { ...person.ctx, ...deps },
      person.id,
      { userAgent: options.userAgent ?? null, address: options.address ?? "192.0.2.10" },
      options.method ?? "password",
    ),
  );
  return createVisitor(deps, { cookie: secret, ...(options.address ? { address: options.address } : {}) });
}

export const PASSWORD = "zelený bicykel pri jazere";
let hash: Promise<string> | undefined;

/** Gives somebody {@link PASSWORD}. The derivation is done once. */
export async function givePassword(world: World, person: Person): Promise<void> {
  hash ??= hashPassword(PASSWORD);
  await world.rows("UPDATE users SET password_hash = $1 WHERE id = $2", [await hash, person.id]);
}

/**
 * Makes two calls meet: holds the rows of a query as the owner until `waiting` of the calls stand before a lock, then lets go.
 * @returns the answers
 */
export async function colliding<T>(
  database: { ownerUrl: string },
  rows: string,
  calls: (() => Promise<T>)[],
  waiting: number,
): Promise<T[]> {
  const owner = new pg.Client({ connectionString: database.ownerUrl });
  const watcher = new pg.Client({ connectionString: database.ownerUrl });
  await Promise.all([owner.connect(), watcher.connect()]);
  try {
    await owner.query("BEGIN");
    await owner.query(`${rows} FOR UPDATE`);
    const answers = Promise.all(calls.map((call) => call()));
    const blocked = "SELECT count(*)::int AS n FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'";
    await expect
      .poll(async () => (await watcher.query<{ n: number }>(blocked)).rows[0]?.n, { timeout: 20_000 })
      .toBeGreaterThanOrEqual(waiting);
    await owner.query("ROLLBACK");
    return await answers;
  } finally {
    await Promise.all([owner.end(), watcher.end()]);
  }
}

/** A second organisation in the same database, with its administrator. */
export async function otherOrganization(world: World): Promise<Person> {
  const [orgId, id] = [newId(), newId()];
  const email = `eva-${id.slice(-6)}@lipa.example`;
  await world.rows("INSERT INTO organizations (id, name) VALUES ($1, 'Lipa, a. s.')", [orgId]);
  await world.rows("INSERT INTO users (id, org_id, email, name, role, password_hash) VALUES ($1, $2, $3, 'Eva', 'admin', '-')", [
    id,
    orgId,
    email,
  ]);
  return { id, email, ctx: { ...world.deps, orgId, actor: { kind: "user", userId: id, role: "admin" } } };
}
