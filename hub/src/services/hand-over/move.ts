import { actingUserId, type Ctx } from "../../context.ts";
import type { Tx } from "../../db/database.ts";
import { newId } from "../../db/ids.ts";
import type { HandOverTrace } from "../../db/schema/hand-overs.ts";
import { withClient, withSystemEyes } from "../../db/transaction.ts";
import { applyRightsChange } from "../rights/apply-change.ts";
import { principalsSql } from "../rights/principals.ts";
import { PLACES } from "./places.ts";

// Names of tables and columns are constants of places.ts; ids travel as parameters.

/** What was moved, and how many rows had to stay because the new person would not see them. */
export interface Moved {
  trace: HandOverTrace;
  left: Record<string, number>;
}

/**
 * Moves what the actor sees of one person's things to another, with the rights that follow. What the actor does not see (a customer restricted
 * from him) stays, and its number is told to nobody.
 */
export async function movePlaces(
  tx: Tx,
  ctx: Ctx,
  { fromId, toId, mail }: { fromId: string; toId: string; mail: boolean },
): Promise<Moved> {
  const client = withClient(tx);
  const candidates = new Map<string, string[]>();
  for (const { table, column, only } of PLACES) {
    const { rows } = await client.query<{ id: string }>(
      `SELECT t.id FROM ${table} t WHERE t.${column} = $1 AND ${only} ORDER BY t.id FOR UPDATE`,
      [fromId],
    );
    candidates.set(
      table,
      rows.map(({ id }) => id),
    );
  }
  return withSystemEyes(tx, async () => {
    const moved: Moved = { trace: { moved: {}, mail: null }, left: {} };
    if (mail) moved.trace.mail = await openMail(tx, ctx, fromId, toId);
    for (const { table, column, seen } of PLACES) {
      const ids = candidates.get(table)!;
      if (ids.length === 0) continue;
      const { rows } = await client.query<{ id: string }>(
        `UPDATE ${table} t SET ${column} = $2, updated_at = $3 FROM (SELECT ${principalsSql("u")} AS principals FROM users u WHERE u.id = $2) p
         WHERE t.id = ANY($1::uuid[]) AND ${seen("p.principals")} RETURNING t.id`,
        [ids, toId, ctx.now()],
      );
      moved.trace.moved[`${table}.${column}`] = rows.map(({ id }) => id);
      if (rows.length < ids.length) moved.left[table] = ids.length - rows.length;
      if (table === "customers")
        await applyToRestricted(
          tx,
          ctx,
          rows.map(({ id }) => id),
        );
    }
    return moved;
  });
}

/** Takes back what nobody moved on since: what is still the new person's, and still open. @returns the ids by `table.column` */
export async function moveBack(tx: Tx, ctx: Ctx, fromId: string, toId: string, trace: HandOverTrace): Promise<Record<string, string[]>> {
  return withSystemEyes(tx, async () => {
    const back: Record<string, string[]> = {};
    for (const { table, column, only } of PLACES) {
      const ids = trace.moved[`${table}.${column}`] ?? [];
      if (ids.length === 0) continue;
      const { rows } = await withClient(tx).query<{ id: string }>(
        `UPDATE ${table} t SET ${column} = $2, updated_at = $4 WHERE t.id = ANY($1::uuid[]) AND t.${column} = $3 AND ${only} RETURNING t.id`,
        [ids, fromId, toId, ctx.now()],
      );
      back[`${table}.${column}`] = rows.map(({ id }) => id);
      if (table === "customers")
        await applyToRestricted(
          tx,
          ctx,
          rows.map(({ id }) => id),
        );
    }
    if (trace.mail) await closeMail(tx, ctx, fromId, toId, trace.mail);
    return back;
  });
}

/** The owner of a restricted customer sees it; of all others everybody does, and a new owner changes nothing. */
async function applyToRestricted(tx: Tx, ctx: Ctx, customerIds: readonly string[]): Promise<void> {
  const { rows } = await withClient(tx).query<{ id: string }>(
    "SELECT customer_id AS id FROM customer_restrictions WHERE customer_id = ANY($1::uuid[]) ORDER BY customer_id",
    [customerIds],
  );
  for (const { id } of rows) await applyRightsChange(tx, ctx, "customer", id);
}

/** The new person reads the old one's mail from now on. A right that stands already is widened, never narrowed. */
async function openMail(tx: Tx, ctx: Ctx, fromId: string, toId: string): Promise<HandOverTrace["mail"]> {
  const grantee = `user:${toId}`;
  const client = withClient(tx);
  const standing = await client.query<NonNullable<NonNullable<HandOverTrace["mail"]>["before"]>>(
    "SELECT level, verbs FROM grants WHERE org_id = app_org() AND resource = 'user' AND resource_id = $1 AND grantee = $2 FOR UPDATE",
    [fromId, grantee],
  );
  const before = standing.rows[0] ?? null;
  if (before?.level === "content" && before.verbs.includes("view")) return null;
  const { rows } = await client.query<{ id: string }>(
    `INSERT INTO grants (id, org_id, grantee, resource, resource_id, level, verbs, created_by, created_at, updated_at)
     VALUES ($1, app_org(), $2, 'user', $3, 'content', '{view}', $4, $5, $5)
     ON CONFLICT (org_id, resource, resource_id, grantee) DO UPDATE SET level = 'content', updated_at = EXCLUDED.updated_at,
       verbs = ARRAY(SELECT DISTINCT v FROM unnest(grants.verbs || EXCLUDED.verbs) v ORDER BY v)
     RETURNING id`,
    [newId(), grantee, fromId, actingUserId(ctx), ctx.now()],
  );
  await applyRightsChange(tx, ctx, "user", fromId);
  return { grantId: rows[0]!.id, before };
}

/** What {@link openMail} gave, unless somebody has decided on that right since. */
async function closeMail(
  tx: Tx,
  ctx: Ctx,
  fromId: string,
  toId: string,
  { grantId, before }: NonNullable<HandOverTrace["mail"]>,
): Promise<void> {
  const client = withClient(tx);
  const given = "id = $1 AND resource = 'user' AND resource_id = $2 AND grantee = $3 AND level = 'content'";
  if (before === null) await client.query(`DELETE FROM grants WHERE ${given} AND verbs = '{view}'`, [grantId, fromId, `user:${toId}`]);
  else
    await client.query(`UPDATE grants SET level = $4, verbs = $5, updated_at = $6 WHERE ${given}`, [
      grantId,
      fromId,
      `user:${toId}`,
      before.level,
      before.verbs,
      ctx.now(),
    ]);
  await applyRightsChange(tx, ctx, "user", fromId);
}
