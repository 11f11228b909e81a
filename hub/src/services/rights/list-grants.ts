import { sql } from "drizzle-orm";
import type { Ctx } from "../../context.ts";
import type { GrantResource, GrantVerb, Level } from "../../db/schema/rights.ts";
import { inTransaction } from "../../db/transaction.ts";
import { mayShare, mayShareInteraction, mayShareMail, type SharedFacts } from "../../policies/rights.ts";
import { decodeCursor, toPage, type Page } from "../paging.ts";
import { parse } from "../parse.ts";
import { seesInteractionSql } from "./principals.ts";
import { listGrantsSchema, type ListGrants } from "./schemas.ts";

/** A right with the names of both sides, as far as the viewer sees them. */
export interface GrantRow {
  id: string;
  grantee: string;
  granteeName: string | null;
  resource: GrantResource;
  resourceId: string;
  resourceName: string | null;
  level: Level;
  verbs: GrantVerb[];
  createdBy: string | null;
  createdByName: string | null;
  createdAt: Date;
  /** Whether the viewer may take it back. */
  mayTake: boolean;
}

/** What decides who may take a right back (policies/rights.ts). */
interface Shared {
  ownerId: string | null;
  customerOwnerId: string | null;
  interaction: SharedFacts | null;
}

/**
 * Rights, newest first: all of the organisation, of one thing, or of one grantee. Row security shows only those on things that the viewer
 * sees; rights on somebody's mail are seen by that person, by who received them, and by administrators.
 */
export async function listGrants(ctx: Ctx, input: ListGrants): Promise<Page<GrantRow>> {
  const { resource, resourceId, grantee, limit, cursor } = parse(listGrantsSchema, input);
  const after = decodeCursor(cursor, 1);
  const conditions = [sql`g.org_id = app_org()`];
  if (resource) conditions.push(sql`g.resource = ${resource}`);
  if (resourceId) conditions.push(sql`g.resource_id = ${resourceId}`);
  if (grantee) conditions.push(sql`g.grantee = ${grantee}`);
  if (after) conditions.push(sql`g.id < ${after[0]}::uuid`);
  return inTransaction(ctx, async (tx) => {
    const { rows } =
      await tx.execute(sql`SELECT g.id, g.grantee, g.resource, g.resource_id AS "resourceId", g.level, g.verbs, g.created_by AS "createdBy",
        g.created_at AS "createdAt", (SELECT u.name FROM users u WHERE u.id = g.created_by) AS "createdByName",
        CASE split_part(g.grantee, ':', 1) WHEN 'user' THEN (SELECT u.name FROM users u WHERE 'user:' || u.id = g.grantee)
          WHEN 'team' THEN (SELECT t.name FROM teams t WHERE 'team:' || t.id = g.grantee) END AS "granteeName",
        CASE g.resource WHEN 'customer' THEN (SELECT c.name FROM customers c WHERE c.id = g.resource_id)
          WHEN 'opportunity' THEN (SELECT o.name FROM opportunities o WHERE o.id = g.resource_id)
          WHEN 'user' THEN (SELECT u.name FROM users u WHERE u.id = g.resource_id)
          ELSE (SELECT s.subject FROM interaction_subjects s WHERE s.interaction_id = g.resource_id) END AS "resourceName",
        CASE g.resource WHEN 'customer' THEN (SELECT c.owner_id FROM customers c WHERE c.id = g.resource_id)
          WHEN 'opportunity' THEN (SELECT o.owner_id FROM opportunities o WHERE o.id = g.resource_id) END AS "ownerId",
        CASE g.resource WHEN 'opportunity' THEN (SELECT c.owner_id FROM opportunities o JOIN customers c ON c.id = o.customer_id WHERE o.id = g.resource_id) END AS "customerOwnerId",
        (SELECT json_build_object('mail', i.kind = 'email', 'private', i.private, 'seesContent', ${sql.raw(seesInteractionSql("i.id", "app_principals()", "content"))}, 'owners', ARRAY(SELECT k.owner_id FROM interaction_copies k
            WHERE k.interaction_id = i.id AND k.owner_id IS NOT NULL)) FROM interactions i WHERE g.resource = 'interaction' AND i.id = g.resource_id) AS interaction
      FROM grants g WHERE ${sql.join(conditions, sql` AND `)} ORDER BY g.id DESC LIMIT ${limit + 1}`);
    const grants = (rows as unknown as (Omit<GrantRow, "mayTake"> & Shared)[]).map(({ ownerId, customerOwnerId, interaction, ...row }) => ({
      ...row,
      createdAt: new Date(row.createdAt),
      mayTake: mayTake(ctx, row, { ownerId, customerOwnerId, interaction }),
    }));
    return toPage(grants, limit, (row) => [row.id]);
  });
}

function mayTake(
  ctx: Ctx,
  { resource, resourceId }: Pick<GrantRow, "resource" | "resourceId">,
  { ownerId, customerOwnerId, interaction }: Shared,
): boolean {
  if (resource === "user") return mayShareMail(ctx.actor, resourceId);
  if (resource === "interaction") return interaction !== null && mayShareInteraction(ctx.actor, interaction);
  return mayShare(ctx.actor, { ownerId, customerOwnerId });
}
