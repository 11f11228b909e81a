import { eq, sql } from "drizzle-orm";
import type { Ctx } from "../../context.ts";
import type { Tx } from "../../db/database.ts";
import { interactionBodies, interactions, interactionSubjects, reactions } from "../../db/schema/interactions.ts";
import { inTransaction, withSystemEyes } from "../../db/transaction.ts";
import { audit } from "../audit.ts";
import { authorise, found } from "../authorise.ts";
import { announce } from "../outbox.ts";
import { emit } from "../webhooks/events.ts";
import { readOrganization } from "../organizations/get.ts";
import { listed } from "../organizations/listed.ts";
import { listsOf } from "../organizations/settings.ts";
import { parse } from "../parse.ts";
import { settleReactions } from "../reactions/settle.ts";
import { seesInteractionSql } from "../rights/principals.ts";
import { interactionRights, mayOfInteraction, type InteractionRights } from "./interaction-rights.ts";
import { previewOf } from "./recording/rows.ts";
import { updateInteractionSchema, type UpdateInteraction } from "./schemas.ts";

/** Changes words or outcome of a note, call or meeting that somebody wrote by hand; a meeting from a calendar takes its outcome too. */
export async function updateInteraction(ctx: Ctx, id: string, input: UpdateInteraction): Promise<void> {
  const { subject, text, outcome, outcomeKey } = parse(updateInteractionSchema, input);
  await inTransaction(ctx, async (tx, ctx) => {
    const row = await load(tx, ctx, id);
    const onlyOutcome = subject === undefined && text === undefined && row.kind === "meeting";
    authorise(onlyOutcome || row.may.edit, "What a mailbox or calendar brought, and what you see only in part, stays as it is.");
    if (outcome !== undefined || outcomeKey !== undefined) {
      const change = outcomeKey === undefined ? { outcome, outcomeKey: null } : await chosenOutcome(tx, ctx, row.kind, outcomeKey);
      await tx
        .update(interactions)
        .set({ details: sql`${interactions.details} || ${JSON.stringify(change)}::jsonb`, updatedAt: ctx.now() })
        .where(eq(interactions.id, id));
      await withSystemEyes(tx, () => settleReactions(tx, ctx, [id]));
    }
    if (subject !== undefined) {
      await tx
        .insert(interactionSubjects)
        .values({ interactionId: id, orgId: ctx.orgId, audienceId: row.audienceId, subject })
        .onConflictDoUpdate({ target: interactionSubjects.interactionId, set: { subject } });
    }
    if (text !== undefined) {
      const preview = previewOf(text);
      await tx
        .insert(interactionBodies)
        .values({ interactionId: id, orgId: ctx.orgId, audienceId: row.audienceId, text, preview })
        .onConflictDoUpdate({ target: interactionBodies.interactionId, set: { text, preview } });
    }
    await emit(tx, ctx, "interaction.updated", [id]);
    await audit(tx, ctx, { verb: "edit", noun: "interaction", rowId: id, detail: { fields: Object.keys(input) } });
    await announce(tx, ctx, { noun: "interaction", id, customerIds: row.customerIds });
  });
}

/** An outcome of the organisation's own list, with what it counts as. @throws AppError `invalid` at `/outcomeKey` */
async function chosenOutcome(tx: Tx, ctx: Ctx, kind: string, outcomeKey: string) {
  const { callOutcomes, meetingOutcomes } = listsOf((await readOrganization(tx, ctx)).settings);
  const { countsAs } = listed(kind === "call" ? callOutcomes : kind === "meeting" ? meetingOutcomes : [], outcomeKey, "/outcomeKey");
  return { outcome: countsAs, outcomeKey };
}

/** Deletes what somebody wrote by hand. */
export async function deleteInteraction(ctx: Ctx, id: string): Promise<void> {
  await inTransaction(ctx, async (tx, ctx) => {
    const row = await load(tx, ctx, id);
    authorise(row.may.delete, "Only what was written by hand can be deleted here.");
    await tx.delete(interactions).where(eq(interactions.id, id));
    await withSystemEyes(tx, () => tx.delete(reactions).where(eq(reactions.toInteractionId, id)));
    await emit(tx, ctx, "interaction.erased", [id]);
    await audit(tx, ctx, { verb: "delete", noun: "interaction", rowId: id, detail: { kind: row.kind } });
    await announce(tx, ctx, { noun: "interaction", id, customerIds: row.customerIds });
  });
}

/** What is to be changed, and what the actor may do with it. Held until the transaction ends. */
async function load(tx: Tx, ctx: Ctx, id: string) {
  const { rows } = await tx.execute<LoadedRow>(sql`SELECT i.kind, i.created_by AS "createdById", i.audience_id AS "audienceId", i.private,
      ${sql.raw(seesInteractionSql("i.id", "app_principals()", "content"))} OR app_system() AS "seesContent", ${interactionRights} AS rights,
      ARRAY(SELECT l.target_id FROM interaction_links l WHERE l.interaction_id = i.id AND l.target = 'customer' AND l.chosen) AS "customerIds"
    FROM interactions i WHERE i.id = ${id} FOR UPDATE OF i`);
  const { rights, ...row } = found(rows[0], "interaction");
  return { ...row, may: mayOfInteraction(ctx.actor, { ...row, ...rights }) };
}

type LoadedRow = {
  kind: string;
  createdById: string | null;
  audienceId: string;
  private: boolean;
  seesContent: boolean;
  rights: InteractionRights;
  customerIds: string[];
};
