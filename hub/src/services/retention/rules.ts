import { asc, eq } from "drizzle-orm";
import { actingUserId, type Ctx } from "../../context.ts";
import { newId } from "../../db/ids.ts";
import { retentionRules } from "../../db/schema/retention.ts";
import { inTransaction } from "../../db/transaction.ts";
import { mayErase } from "../../policies/erasure.ts";
import { audit } from "../audit.ts";
import { authorise, found } from "../authorise.ts";
import { parse } from "../parse.ts";
import { countCandidates, type RetentionPreview } from "./candidates.ts";
import { retentionRuleSchema, type RetentionRuleInput } from "./schemas.ts";

export type RetentionRuleRow = typeof retentionRules.$inferSelect;

/** All rules, the oldest first. */
export async function listRetentionRules(ctx: Ctx): Promise<RetentionRuleRow[]> {
  authorise(mayErase(ctx.actor), "Retention is the administrators' affair.");
  return inTransaction(ctx, (tx) => tx.select().from(retentionRules).orderBy(asc(retentionRules.id)));
}

/** What a rule would take today if it were switched on. */
export async function previewRetention(ctx: Ctx, input: RetentionRuleInput): Promise<RetentionPreview> {
  authorise(mayErase(ctx.actor), "Retention is the administrators' affair.");
  const rule = parse(retentionRuleSchema, input);
  return inTransaction(ctx, (tx, ctx) => countCandidates(tx, ctx, rule), { system: true });
}

/** Makes a rule, or puts it in the place of the one with this id. @throws AppError `not-found`, `invalid` */
export async function saveRetentionRule(ctx: Ctx, input: RetentionRuleInput, id?: string): Promise<RetentionRuleRow> {
  authorise(mayErase(ctx.actor), "Retention is the administrators' affair.");
  const rule = parse(retentionRuleSchema, input);
  return inTransaction(ctx, async (tx, ctx) => {
    const rows =
      id === undefined
        ? await tx
            .insert(retentionRules)
            .values({ id: newId(), orgId: ctx.orgId, ...rule, createdBy: actingUserId(ctx), createdAt: ctx.now(), updatedAt: ctx.now() })
            .returning()
        : await tx
            .update(retentionRules)
            .set({ ...rule, updatedAt: ctx.now() })
            .where(eq(retentionRules.id, id))
            .returning();
    const row = found(rows[0], "rule");
    await audit(tx, ctx, { verb: id === undefined ? "create" : "edit", noun: "retention-rule", rowId: row.id, detail: { ...rule } });
    return row;
  });
}

/** Takes a rule away; what it has taken stays gone. @throws AppError `not-found` */
export async function removeRetentionRule(ctx: Ctx, id: string): Promise<void> {
  authorise(mayErase(ctx.actor), "Retention is the administrators' affair.");
  await inTransaction(ctx, async (tx, ctx) => {
    const rows = await tx.delete(retentionRules).where(eq(retentionRules.id, id)).returning({ id: retentionRules.id });
    found(rows[0], "rule");
    await audit(tx, ctx, { verb: "delete", noun: "retention-rule", rowId: id });
  });
}
