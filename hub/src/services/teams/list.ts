import { sql } from "drizzle-orm";
import type { Ctx } from "../../context.ts";
import type { Tx } from "../../db/database.ts";
import { inTransaction } from "../../db/transaction.ts";
import { found } from "../authorise.ts";

export interface TeamRow {
  id: string;
  name: string;
  members: { id: string; name: string }[];
  archivedAt: Date | null;
  createdAt: Date;
}

/** All teams by name, with who is in them: an organisation has a few. */
export async function listTeams(ctx: Ctx): Promise<TeamRow[]> {
  return inTransaction(ctx, (tx) => readTeams(tx, sql`true`));
}

/** One team. @throws AppError `not-found` */
export async function readTeam(tx: Tx, id: string): Promise<TeamRow> {
  return found((await readTeams(tx, sql`t.id = ${id}`))[0], "team");
}

async function readTeams(tx: Tx, condition: ReturnType<typeof sql>): Promise<TeamRow[]> {
  const { rows } = await tx.execute(sql`SELECT t.id, t.name, t.archived_at AS "archivedAt", t.created_at AS "createdAt",
      coalesce((SELECT json_agg(json_build_object('id', u.id, 'name', u.name) ORDER BY u.name, u.id) FROM memberships m JOIN users u ON u.id = m.user_id
        WHERE m.team_id = t.id AND u.disabled_at IS NULL), '[]') AS members
    FROM teams t WHERE t.org_id = app_org() AND ${condition} ORDER BY t.name LIMIT 1000`);
  return (rows as unknown as TeamRow[]).map((row) => ({
    ...row,
    createdAt: new Date(row.createdAt),
    archivedAt: row.archivedAt === null ? null : new Date(row.archivedAt),
  }));
}
