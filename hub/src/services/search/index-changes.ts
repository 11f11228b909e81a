import type pg from "pg";
import type { Ctx, Deps } from "../../context.ts";
import type { SearchNoun } from "../../db/schema/search.ts";
import { inScope, inTransaction, withClient } from "../../db/transaction.ts";
import { isPoison } from "../sync/poison.ts";
import { rowsOfNames } from "./names.ts";
import { SEARCHED_LENGTH, termsOf, type InteractionTexts } from "./terms.ts";

/** How many changes one transaction takes. */
const BATCH = 500;
/** The lock of whoever indexes for an organisation. */
const LOCK = "hashtextextended('search|' || app_org()::text, 0)";

interface Change {
  noun: SearchNoun | "interaction" | "audience";
  rowId: string;
}

/**
 * Brings the index up to date with the next changes of an organisation. What triggers have enlisted (db/schema/search.ts) is taken and written
 * into the index in one transaction: nothing is lost when it fails, and a change that comes meanwhile is taken next. The rows themselves are
 * read, not the change: it may be repeated, and the order does not matter. One at a time per organisation; another one waits for nothing.
 * @param most of them, so many at once
 * @returns how many changes it took: 0 when there is nothing to do, or another one is at it
 */
export async function indexChanges(ctx: Ctx, most = BATCH): Promise<number> {
  return inTransaction(
    ctx,
    async (tx, ctx) => {
      const client = withClient(tx);
      const { rows } = await client.query<Change>({ name: "search-take", text: TAKE, values: [most] });
      const ids = (...nouns: Change["noun"][]) => [...new Set(rows.filter(({ noun }) => nouns.includes(noun)).map(({ rowId }) => rowId))];
      const interactions = ids("interaction");
      if (interactions.length > 0) await indexInteractions(client, ctx.orgId, interactions);
      const moved = ids("audience");
      if (moved.length > 0) await client.query({ name: "search-audiences", text: FOLLOW_AUDIENCES, values: [moved] });
      const named = ids("customer", "contact", "opportunity", "document");
      if (named.length > 0) await indexNames(client, ctx.orgId, named);
      return rows.length;
    },
    { system: true },
  );
}

/**
 * The next changes, and when one of them cannot be indexed, that one is left out: it is found no more than before, and holds up nobody.
 * @returns as {@link indexChanges}
 */
export async function indexNext(ctx: Ctx): Promise<number> {
  try {
    return await indexChanges(ctx);
  } catch (error) {
    // A database that is down fails for all of them.
    if (!isPoison(error)) throw error;
  }
  for (let done = 0; done < BATCH; done += 1) {
    try {
      if ((await indexChanges(ctx, 1)) === 0) return done;
    } catch (error) {
      if (!isPoison(error)) throw error;
      const [dropped] = await inTransaction(ctx, async (tx) => (await withClient(tx).query(DROP)).rows, { system: true });
      ctx.log.error({ err: error, change: dropped }, "this cannot be indexed for search");
      return done + 1;
    }
  }
  return BATCH;
}

const DROP = `DELETE FROM search_queue WHERE pg_try_advisory_xact_lock(${LOCK})
  AND id = (SELECT id FROM search_queue WHERE org_id = app_org() ORDER BY id LIMIT 1) RETURNING noun, row_id AS "rowId"`;

/** The organisations in which something waits to be indexed. */
export async function organizationsToIndex({ database }: Pick<Deps, "database">): Promise<string[]> {
  const { rows } = await inScope(database, { relay: true }, (_tx, client) =>
    client.query<{ id: string }>("SELECT o.id FROM organizations o WHERE EXISTS (SELECT FROM search_queue q WHERE q.org_id = o.id)"),
  );
  return rows.map(({ id }) => id);
}

/** All that is enlisted now: for tests, and for an import that wants to be found at once. */
export async function indexAllChanges(ctx: Ctx): Promise<void> {
  while ((await indexChanges(ctx)) > 0);
}

const TAKE = `WITH mine AS MATERIALIZED (SELECT pg_try_advisory_xact_lock(${LOCK}) AS free),
  taken AS (DELETE FROM search_queue WHERE id IN (SELECT q.id FROM mine, LATERAL (SELECT id FROM search_queue WHERE org_id = app_org() ORDER BY id LIMIT $1) q WHERE mine.free)
    RETURNING noun, row_id)
  SELECT DISTINCT noun, row_id AS "rowId" FROM taken`;

/** What hangs on rows that are gone goes with them by itself (ON DELETE CASCADE). */
const FOLLOW_AUDIENCES = `UPDATE search_entries e SET audience_id = i.audience_id FROM interactions i
  WHERE i.id = e.interaction_id AND i.id = ANY ($1::uuid[]) AND e.audience_id <> i.audience_id`;

async function indexInteractions(client: pg.ClientBase, orgId: string, ids: readonly string[]): Promise<void> {
  const { rows } = await client.query<InteractionTexts & { id: string; audienceId: string }>({
    name: "search-interactions",
    text: TEXTS,
    values: [ids, SEARCHED_LENGTH],
  });
  const entries = rows.map((row) => ({ id: row.id, audience_id: row.audienceId, occurred_at: row.occurredAt, terms: termsOf(orgId, row) }));
  await client.query({ name: "search-write", text: WRITE, values: [JSON.stringify(entries), ids] });
}

const TEXTS = `SELECT i.id, i.kind, i.occurred_at AS "occurredAt", i.audience_id AS "audienceId", i.details ->> 'location' AS location, s.subject,
    left(coalesce(b.text, b.preview), $2) AS text,
    coalesce((SELECT json_agg(json_build_object('role', p.role, 'name', p.name, 'address', p.address)) FROM interaction_participants p WHERE p.interaction_id = i.id), '[]') AS participants,
    coalesce((SELECT array_agg(a.filename) FROM attachments a WHERE a.interaction_id = i.id AND a.filename IS NOT NULL), '{}') AS filenames
  FROM interactions i LEFT JOIN interaction_subjects s ON s.interaction_id = i.id LEFT JOIN interaction_bodies b ON b.interaction_id = i.id
  WHERE i.id = ANY ($1::uuid[]) AND i.state <> 'merged'`;

/** Of those that were asked for, whoever has no texts any more (merged into another one) is found no more. */
const WRITE = `WITH fresh AS MATERIALIZED (SELECT * FROM json_to_recordset($1::json) AS f(id uuid, audience_id uuid, occurred_at timestamptz, terms tsvector)),
  gone AS (DELETE FROM search_entries WHERE interaction_id = ANY ($2::uuid[]) AND interaction_id NOT IN (SELECT id FROM fresh))
  INSERT INTO search_entries (interaction_id, org_id, audience_id, occurred_at, terms) SELECT id, app_org(), audience_id, occurred_at, terms FROM fresh
  ON CONFLICT (interaction_id) DO UPDATE SET audience_id = EXCLUDED.audience_id, occurred_at = EXCLUDED.occurred_at, terms = EXCLUDED.terms`;

async function indexNames(client: pg.ClientBase, orgId: string, ids: readonly string[]): Promise<void> {
  const rows = await rowsOfNames(client, orgId, ids);
  await client.query({
    name: "search-names-write",
    text: `WITH fresh AS MATERIALIZED (SELECT * FROM json_populate_recordset(NULL::search_names, $1::json)),
      gone AS (DELETE FROM search_names n WHERE n.row_id = ANY ($2::uuid[]) AND NOT EXISTS (SELECT FROM fresh f WHERE (f.term, f.noun, f.row_id) = (n.term, n.noun, n.row_id)))
      INSERT INTO search_names SELECT * FROM fresh ON CONFLICT (org_id, term, noun, row_id) DO UPDATE SET customer_id = EXCLUDED.customer_id`,
    values: [JSON.stringify(rows), ids],
  });
}
