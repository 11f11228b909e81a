import { eq, sql } from "drizzle-orm";
import type { Ctx } from "../../context.ts";
import type { Tx } from "../../db/database.ts";
import { interactionBodies, interactions, interactionSubjects, reactions } from "../../db/schema/interactions.ts";
import { inTransaction, withSystemEyes } from "../../db/transaction.ts";
import { mayInteraction } from "../../policies/interaction.ts";
import { audit } from "../audit.ts";
import { authorise, found } from "../authorise.ts";
import { announce } from "../outbox.ts";
import { emit } from "../webhooks/events.ts";
import { grantedVerbs } from "../rights/granted.ts";
import { readOrganization } from "../organizations/get.ts";
import { listed } from "../organizations/listed.ts";
import { listsOf } from "../organizations/settings.ts";
import { parse } from "../parse.ts";
import { settleReactions } from "../reactions/settle.ts";
import { previewOf } from "./recording/rows.ts";
import { updateInteractionSchema, type UpdateInteraction } from "./schemas.ts";

/** Changes words or outcome of a note, call or meeting that somebody wrote by hand; a meeting from a calendar takes its outcome too. */
export async function updateInteraction(ctx: Ctx, id: string, input: UpdateInteraction): Promise<void> {
  const { subject, text, outcome, outcomeKey } = parse(updateInteractionSchema, input);
  await inTransaction(ctx, async (tx, ctx) => {
    const row = await load(tx, id);
    const onlyOutcome = subject === undefined && text === undefined && row.kind === "meeting";
    authorise(onlyOutcome || mayInteraction(ctx.actor, "edit", row), "What a mailbox or calendar brought stays as it came.");
    authorise(onlyOutcome || row.seesContent, "You see only a part of this.");
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
    const row = await load(tx, id);
    authorise(mayInteraction(ctx.actor, "delete", row), "Only what was written by hand can be deleted here.");
    await tx.delete(interactions).where(eq(interactions.id, id));
    await withSystemEyes(tx, () => tx.delete(reactions).where(eq(reactions.toInteractionId, id)));
    await emit(tx, ctx, "interaction.erased", [id]);
    await audit(tx, ctx, { verb: "delete", noun: "interaction", rowId: id, detail: { kind: row.kind } });
    await announce(tx, ctx, { noun: "interaction", id, customerIds: row.customerIds });
  });
}

async function load(tx: Tx, id: string) {
  const rows = await tx
    .select({
      kind: interactions.kind,
      createdBy: interactions.createdBy,
      audienceId: interactions.audienceId,
      private: interactions.private,
      seesContent: sql<boolean>`EXISTS (SELECT FROM audiences a WHERE a.id = ${interactions.audienceId} AND a.content && app_principals()) OR app_system()`,
      opportunityIds: sql<
        string[]
      >`coalesce((SELECT array_agg(l.target_id) FROM interaction_links l WHERE l.interaction_id = ${interactions.id} AND l.target = 'opportunity' AND l.chosen), '{}')`,
      byHand: sql<boolean>`NOT EXISTS (SELECT FROM interaction_copies k WHERE k.interaction_id = ${interactions.id} AND k.source NOT IN ('manual', 'api'))`,
      customerIds: sql<
        string[]
      >`coalesce((SELECT array_agg(l.target_id) FROM interaction_links l WHERE l.interaction_id = ${interactions.id} AND l.target = 'customer' AND l.chosen), '{}')`,
    })
    .from(interactions)
    .where(eq(interactions.id, id))
    .for("update");
  const row = found(rows[0], "interaction");
  const granted = await grantedVerbs(tx, { interaction: [id], customer: row.customerIds, opportunity: row.opportunityIds });
  return { ...row, granted };
}
