import { eq } from "drizzle-orm";
import type { Ctx } from "../../context.ts";
import { teams } from "../../db/schema/rights.ts";
import { inTransaction } from "../../db/transaction.ts";
import { mayTeam } from "../../policies/team.ts";
import { audit } from "../audit.ts";
import { callerCache } from "../auth/caller-cache.ts";
import { authorise, found } from "../authorise.ts";
import { parse } from "../parse.ts";
import { readTeam, type TeamRow } from "./list.ts";
import { setMembers } from "./members.ts";
import { updateTeamSchema, type UpdateTeam } from "./schemas.ts";

/**
 * Changes a team's name or people, or puts it away. Rights were given to the team and not to its people: who comes has them at once, who goes
 * has lost them at his next request. @throws AppError `forbidden`, `not-found`, `invalid`, `conflict`
 */
export async function updateTeam(ctx: Ctx, id: string, input: UpdateTeam): Promise<TeamRow> {
  authorise(mayTeam(ctx.actor, "edit"), "Only an administrator may change teams.");
  const { memberIds, archived, ...fields } = parse(updateTeamSchema, input);
  const { team, touched } = await inTransaction(ctx, async (tx, ctx) => {
    const before = await readTeam(tx, id);
    const archivedAt = archived === undefined ? before.archivedAt : archived ? (before.archivedAt ?? ctx.now()) : null;
    const rows = await tx
      .update(teams)
      .set({ ...fields, archivedAt, updatedAt: ctx.now() })
      .where(eq(teams.id, id))
      .returning({ id: teams.id });
    found(rows[0], "team");
    const moved = memberIds === undefined ? [] : await setMembers(tx, ctx, id, memberIds);
    await audit(tx, ctx, { verb: "edit", noun: "team", rowId: id, detail: { fields: Object.keys(input), moved } });
    return { team: await readTeam(tx, id), touched: [...moved, ...before.members.map((member) => member.id)] };
  });
  for (const userId of touched) callerCache(ctx.database).forget(userId);
  return team;
}
