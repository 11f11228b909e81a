import { createHash } from "node:crypto";
import type { SQL } from "drizzle-orm";
import { PgDialect } from "drizzle-orm/pg-core";
import pg from "pg";
import type { Ctx } from "../context.ts";
import { isAdministrator } from "../policies/roles.ts";
import { bindConnection, type Database, type Tx } from "./database.ts";

/** For whom a transaction acts: what the row-security policies compare with (drizzle/0001_row_security.sql). */
export interface Scope {
  orgId?: string;
  principals?: readonly string[];
  /** Sees the whole organisation: only for verbs that authorise by themselves (recording, sync). */
  system?: boolean;
  /** A secret's hash or an e-mail address, before we know whose it is. */
  presented?: string;
  /** Sees the outbox and the list of organisations of the installation. */
  relay?: boolean;
  /** Advisory locks that the transaction begins with, taken in one order everywhere: two that want the same wait, and never deadlock. */
  locks?: readonly bigint[];
  /** Advisory locks shared with others of their kind, taken before `locks`: they keep out who takes one of these alone. */
  sharedLocks?: readonly bigint[];
  /**
   * Plans named statements once for all values. For a few that are asked very often and look up by keys, whatever the values: planning them with
   * all their row security takes longer than running them.
   */
  genericPlans?: boolean;
}

/**
 * Runs `work` in one transaction in the actor's scope. Joins the transaction of `ctx`, if it is in one. An exception rolls back.
 * @param options.system see {@link Scope.system}
 */
export async function inTransaction<T>(
  ctx: Ctx,
  work: (tx: Tx, ctx: Ctx) => Promise<T>,
  options: Pick<Scope, "system" | "locks" | "sharedLocks" | "genericPlans"> = {},
): Promise<T> {
  const { locks = [], sharedLocks = [], genericPlans = false } = options;
  const system = options.system === true || ctx.actor.kind === "system";
  if (ctx.tx && (!system || ctx.txIsSystem)) {
    if (sharedLocks.length > 0) await withClient(ctx.tx).query(lockStatement(sharedLocks, "pg_advisory_xact_lock_shared"));
    if (locks.length > 0) await withClient(ctx.tx).query(lockStatement(locks));
    return work(ctx.tx, ctx);
  }
  if (ctx.tx) throw new Error("a system transaction cannot start inside a person's transaction");
  const scope: Scope = { orgId: ctx.orgId, principals: principalsOf(ctx), system, locks, sharedLocks, genericPlans };
  return inScope(ctx.database, scope, (tx) => work(tx, { ...ctx, tx, txIsSystem: system }));
}

/**
 * Who the actor is where rights are given: everybody of the organisation, its role, its teams, and itself. An administrator is a manager
 * as well; a token that was not given the scope `admin` is none.
 */
export function principalsOf(ctx: Pick<Ctx, "actor">): string[] {
  const { actor } = ctx;
  if (actor.kind === "system") return ["org"];
  const roles = actor.role === "rep" ? [] : isAdministrator(actor) ? ["role:admin", "role:manager"] : ["role:manager"];
  return ["org", ...roles, ...(actor.teams ?? []).map((id) => `team:${id}`), `user:${actor.userId}`];
}

/**
 * Runs a part of a verb with the eyes of the system, inside the actor's transaction: for what follows from a change whoever made it (whose
 * skipped mail is due again, who sees what from now on). The actor must be authorised, and nothing that is read may go back to him.
 */
export async function withSystemEyes<T>(tx: Tx, work: () => Promise<T>): Promise<T> {
  const client = withClient(tx);
  const { rows } = await client.query<{ before: string }>("SELECT coalesce(current_setting('app.system', true), '') AS before");
  await client.query("SELECT set_config('app.system', 'on', true)");
  // After a failure the transaction is aborted, and its settings end with it.
  const result = await work();
  await client.query("SELECT set_config('app.system', $1, true)", [rows[0]?.before ?? ""]);
  return result;
}

/** Runs `work` in one transaction with the given scope: for the edges that have no context yet (sign-in, relay). */
export async function inScope<T>(database: Database, scope: Scope, work: (tx: Tx, client: pg.PoolClient) => Promise<T>): Promise<T> {
  const client = await database.pool.connect();
  let broken: Error | undefined;
  // A connection that dies between two statements emits here as well; the statement that follows reports it.
  const onError = (error: Error) => {
    broken = error;
  };
  client.on("error", onError);
  // Not waited for: the connection sends what follows right behind it (db/database.ts), and one round trip less is on the way of every
  // request. Should it fail, the transaction is aborted, and PostgreSQL refuses whatever comes after it.
  const opened = client.query(opening(scope));
  opened.catch(() => undefined);
  try {
    const result = await work(bindConnection(client), client);
    await opened;
    await client.query("COMMIT");
    return result;
  } catch (error) {
    const cause = await opened.then(
      () => error,
      (failure: unknown) => failure,
    );
    await client.query("ROLLBACK").catch((failure: Error) => {
      broken = failure;
    });
    throw cause;
  } finally {
    client.off("error", onError);
    client.release(broken);
  }
}

/**
 * The system's verbs, and who asks for it ({@link Scope.genericPlans}), look up by keys only. Their prepared statements are planned once, for
 * keys: planning anew costs more than running them, and a plan made while a table was empty would scan it for ever.
 */
const KEYED_PLANS = "SET LOCAL enable_seqscan = off; SET LOCAL plan_cache_mode = force_generic_plan; ";

/** BEGIN and the settings in one round trip. Settings are local: they end with the transaction, whatever happens. */
function opening(scope: Scope): string {
  const settings: [string, string][] = [
    ["app.org", scope.orgId ?? ""],
    ["app.principals", `{${(scope.principals ?? []).map((p) => `"${p.replaceAll(/[^a-z0-9:-]/gi, "")}"`).join(",")}}`],
    ["app.system", scope.system ? "on" : ""],
    ["app.presented", scope.presented ?? ""],
    ["app.relay", scope.relay ? "on" : ""],
  ];
  const calls = settings.map(([name, value]) => `set_config('${name}', ${pg.escapeLiteral(value)}, true)`);
  const shared = scope.sharedLocks?.length ? `; ${lockStatement(scope.sharedLocks, "pg_advisory_xact_lock_shared")}` : "";
  const locks = scope.locks?.length ? `; ${lockStatement(scope.locks)}` : "";
  const plans = scope.system || scope.genericPlans ? KEYED_PLANS : "";
  return `BEGIN; ${plans}SELECT ${calls.join(", ")}${shared}${locks}`;
}

/** Numbers only: safe to stand in the text. */
function lockStatement(locks: readonly bigint[], take = "pg_advisory_xact_lock"): string {
  const sorted = [...new Set(locks)].toSorted((a, b) => (a < b ? -1 : a > b ? 1 : 0));
  return `SELECT ${take}(k) FROM unnest('{${sorted.join(",")}}'::bigint[]) AS k`;
}

const dialect = new PgDialect();

/**
 * Runs a query as a prepared statement, named by its text: planned once for each connection where the transaction asks for that
 * ({@link Scope.genericPlans}). Only for texts of which there are a few: everything that varies must be a parameter.
 */
export async function prepared<Row extends pg.QueryResultRow>(tx: Tx, query: SQL): Promise<Row[]> {
  const { sql: text, params } = dialect.sqlToQuery(query);
  const name = createHash("sha256").update(text).digest("base64url");
  return (await withClient(tx).query<Row>({ name, text, values: params })).rows;
}

/** The connection under a transaction, for the few statements that drizzle cannot say (prepared, batched). */
export const withClient = (tx: Tx): pg.ClientBase => (tx as unknown as { $client: pg.ClientBase }).$client;
