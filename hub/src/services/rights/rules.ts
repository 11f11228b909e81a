import type { Ctx } from "../../context.ts";
import type { Tx } from "../../db/database.ts";
import { lockKey } from "../../db/lock-key.ts";
import { withClient } from "../../db/transaction.ts";
import type { audiences } from "../../db/schema/interactions.ts";
import type { Level } from "../../db/schema/rights.ts";
import {
  audienceKey,
  audienceLists,
  ruleKey,
  type AudienceFacts,
  type AudienceLists,
  type AudienceRules,
  type ViewGrant,
} from "./audience.ts";

/** The lock of an organisation's rights: recording shares it, a change of rights holds it alone, so that no row is filed under old rules. */
export const rightsLock = (orgId: string): bigint => lockKey(`rights|${orgId}`);

/** A row of `audiences`. */
export type AudienceRow = typeof audiences.$inferInsert & AudienceLists;

/** Without a single grant or restricted customer: what almost every organisation has, for which nothing needs to be read. */
export const plainRules = (colleagueLevel: Level): AudienceRules => ({ colleagueLevel, restricted: new Map(), grants: new Map() });

/** The rows of audiences with these facts under these rules. */
export function audienceRows(orgId: string, facts: Iterable<AudienceFacts>, rules: AudienceRules): AudienceRow[] {
  return [...facts].map((each) => ({
    ...audienceKey(orgId, each),
    orgId,
    ...each,
    owners: [...each.owners],
    customers: [...each.customers],
    opportunities: [...each.opportunities],
    ...audienceLists(each, rules),
  }));
}

/** Reads the rules that bear on these facts, in one statement, with the eyes of the system. */
export async function loadRules(tx: Tx, facts: readonly AudienceFacts[]): Promise<AudienceRules> {
  const ids = (pick: (each: AudienceFacts) => readonly (string | null)[]) => [...new Set(facts.flatMap(pick))].filter((id) => id !== null);
  const { rows } = await withClient(tx).query<{
    colleagueLevel: Level;
    restricted: { id: string; ownerId: string | null }[];
    grants: { resource: Parameters<typeof ruleKey>[0]; id: string; grantee: string; level: Level }[];
  }>({
    name: "rights-rules",
    text: `SELECT coalesce((SELECT settings ->> 'colleagueMailLevel' FROM organizations WHERE id = app_org()), 'subject') AS "colleagueLevel",
      coalesce((SELECT json_agg(json_build_object('id', r.customer_id, 'ownerId', c.owner_id)) FROM customer_restrictions r JOIN customers c ON c.id = r.customer_id
        WHERE r.customer_id = ANY($1::uuid[])), '[]') AS restricted,
      coalesce((SELECT json_agg(json_build_object('resource', g.resource, 'id', g.resource_id, 'grantee', g.grantee, 'level', g.level)) FROM grants g
        WHERE g.org_id = app_org() AND 'view' = ANY(g.verbs) AND ((g.resource = 'customer' AND g.resource_id = ANY($1::uuid[]))
          OR (g.resource = 'opportunity' AND g.resource_id = ANY($2::uuid[])) OR (g.resource = 'interaction' AND g.resource_id = ANY($3::uuid[]))
          OR (g.resource = 'user' AND g.resource_id = ANY($4::uuid[])))), '[]') AS grants`,
    values: [ids((f) => f.customers), ids((f) => f.opportunities), ids((f) => [f.interactionId]), ids((f) => f.owners)],
  });
  const { colleagueLevel, restricted, grants } = rows[0]!;
  const byResource = new Map<string, ViewGrant[]>();
  for (const { resource, id, grantee, level } of grants) {
    const key = ruleKey(resource, id);
    byResource.set(key, [...(byResource.get(key) ?? []), { grantee, level }]);
  }
  return { colleagueLevel, restricted: new Map(restricted.map(({ id, ownerId }) => [id, { ownerId }])), grants: byResource };
}

/** Makes sure that an audience of these facts stands. @returns its id for each, in their order */
export async function ensureAudiences(tx: Tx, ctx: Ctx, facts: readonly AudienceFacts[]): Promise<string[]> {
  const rows = audienceRows(ctx.orgId, facts, await loadRules(tx, facts));
  if (rows.length > 0) await writeAudiences(tx, rows);
  return rows.map(({ id }) => id);
}

/** Inserts audiences that do not stand yet, and brings the lists of the others up to date. */
export async function writeAudiences(tx: Tx, rows: readonly AudienceRow[]): Promise<void> {
  const unique = [...new Map(rows.map((row) => [row.id, row])).values()].toSorted((a, b) => (a.id < b.id ? -1 : 1));
  await withClient(tx).query({
    name: "rights-audiences",
    text: `INSERT INTO audiences (id, org_id, key, mail, private, owners, customers, opportunities, interaction_id, metadata, subject, content)
      SELECT id, app_org(), key, mail, private, owners, customers, opportunities, "interactionId", metadata, subject, content
      FROM json_to_recordset($1::json) AS a(id uuid, key text, mail boolean, private boolean, owners uuid[], customers uuid[], opportunities uuid[],
        "interactionId" uuid, metadata text[], subject text[], content text[])
      ON CONFLICT (id) DO UPDATE SET metadata = EXCLUDED.metadata, subject = EXCLUDED.subject, content = EXCLUDED.content
        WHERE (audiences.metadata, audiences.subject, audiences.content) IS DISTINCT FROM (EXCLUDED.metadata, EXCLUDED.subject, EXCLUDED.content)`,
    values: [JSON.stringify(unique)],
  });
}
