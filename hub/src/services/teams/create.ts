import type { Ctx } from "../../context.ts";
import { newId } from "../../db/ids.ts";
import { teams } from "../../db/schema/rights.ts";
import { inTransaction } from "../../db/transaction.ts";
import { mayTeam } from "../../policies/team.ts";
import { audit } from "../audit.ts";
import { callerCache } from "../auth/caller-cache.ts";
import { authorise } from "../authorise.ts";
import { parse } from "../parse.ts";
import { readTeam, type TeamRow } from "./list.ts";
import { setMembers } from "./members.ts";
import { createTeamSchema, type CreateTeam } from "./schemas.ts";

/** Makes a team. @throws AppError `forbidden`, `invalid`, `conflict` when the name is taken */
export async function createTeam(ctx: Ctx, input: CreateTeam): Promise<TeamRow> {
  authorise(mayTeam(ctx.actor, "edit"), "Only an administrator may make teams.");
  const { name, memberIds } = parse(createTeamSchema, input);
  const team = await inTransaction(ctx, async (tx, ctx) => {
    const id = newId();
    await tx.insert(teams).values({ id, orgId: ctx.orgId, name, createdAt: ctx.now(), updatedAt: ctx.now() });
    await setMembers(tx, ctx, id, memberIds);
    await audit(tx, ctx, { verb: "create", noun: "team", rowId: id, detail: { members: memberIds } });
    return readTeam(tx, id);
  });
  for (const { id } of team.members) callerCache(ctx.database).forget(id);
  return team;
}
