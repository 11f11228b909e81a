import { eq, sql } from "drizzle-orm";
import { AppError } from "@kronika/core/errors.ts";
import type { Ctx } from "../../context.ts";
import { opportunities } from "../../db/schema/opportunities.ts";
import { inTransaction, withSystemEyes } from "../../db/transaction.ts";
import { audit } from "../audit.ts";
import { found } from "../authorise.ts";
import { authoriseCustomer } from "../customers/authorise.ts";
import { announce } from "../outbox.ts";

/**
 * Deletes a deal that was opened by mistake. One with a history (messages, documents, reminders) is closed as lost instead: what happened is not
 * deleted. @throws AppError `not-found`, `forbidden`, `conflict` for one with a history
 */
export async function deleteOpportunity(ctx: Ctx, id: string): Promise<void> {
  await inTransaction(ctx, async (tx, ctx) => {
    const rows = await tx
      .select({ customerId: opportunities.customerId })
      .from(opportunities)
      .where(eq(opportunities.id, id))
      .for("update");
    const { customerId } = found(rows[0], "opportunity");
    await authoriseCustomer(tx, ctx, "archive", customerId, id);
    // Also what the actor does not see keeps it.
    const history = await withSystemEyes(tx, () =>
      tx.execute(sql`SELECT FROM interaction_links WHERE org_id = app_org() AND target = 'opportunity' AND target_id = ${id} AND chosen
        UNION ALL SELECT FROM sales_documents WHERE opportunity_id = ${id} UNION ALL SELECT FROM reminders WHERE opportunity_id = ${id} LIMIT 1`),
    );
    if ((history.rowCount ?? 0) > 0) throw new AppError("conflict", "This deal has a history. Close it as lost instead.");
    await tx.execute(sql`DELETE FROM grants WHERE org_id = app_org() AND resource = 'opportunity' AND resource_id = ${id}`);
    await tx.execute(sql`DELETE FROM interaction_links WHERE org_id = app_org() AND target = 'opportunity' AND target_id = ${id}`);
    await tx.delete(opportunities).where(eq(opportunities.id, id));
    await audit(tx, ctx, { verb: "delete", noun: "opportunity", rowId: id });
    await announce(tx, ctx, { noun: "opportunity", id, customerIds: [customerId] });
  });
}
