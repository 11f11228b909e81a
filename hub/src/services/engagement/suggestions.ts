import { suggestNextSteps } from "@kronika/core/suggestions/index.ts";
import type { Suggestion, SuggestionRule } from "@kronika/core/suggestions/facts.ts";
import { actingUserId, type Ctx } from "../../context.ts";
import { newId } from "../../db/ids.ts";
import { inTransaction, withClient } from "../../db/transaction.ts";
import { audit } from "../audit.ts";
import { found } from "../authorise.ts";
import { announce } from "../outbox.ts";
import { readFacts } from "./suggestion-facts.ts";

/**
 * What could be done next for a customer, the most important first, from what the viewer may see: no reason tells of a hidden meeting, no
 * word list reads a text for somebody who may not. @throws AppError `not-found`
 */
export async function listSuggestions(ctx: Ctx, customerId: string): Promise<Suggestion[]> {
  return inTransaction(ctx, async (tx) => {
    const { facts, dismissed } = found(await readFacts(tx, ctx, customerId), "customer");
    return suggestNextSteps(facts, dismissed);
  });
}

/**
 * Not now: the rule says no more for this customer until its facts change. For everybody who works with the customer; a repeat changes
 * nothing. @throws AppError `not-found`, also when the rule says nothing
 */
export async function dismissSuggestion(ctx: Ctx, customerId: string, rule: SuggestionRule): Promise<void> {
  await inTransaction(ctx, async (tx, ctx) => {
    const { facts, dismissed } = found(await readFacts(tx, ctx, customerId), "customer");
    const { factsKey } = found(
      suggestNextSteps(facts).find((suggestion) => suggestion.rule === rule),
      "suggestion",
    );
    if (dismissed.get(rule) === factsKey) return;
    await withClient(tx).query(
      `INSERT INTO suggestion_dismissals (id, org_id, customer_id, rule, facts_key, user_id, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7)
       ON CONFLICT (org_id, customer_id, rule) DO UPDATE SET facts_key = EXCLUDED.facts_key, user_id = EXCLUDED.user_id, created_at = EXCLUDED.created_at`,
      [newId(), ctx.orgId, customerId, rule, factsKey, actingUserId(ctx), ctx.now()],
    );
    await audit(tx, ctx, { verb: "dismiss", noun: "suggestion", rowId: customerId, detail: { rule } });
    await announce(tx, ctx, { noun: "customer", id: customerId, customerIds: [customerId] });
  });
}

/** Takes a dismissal back; a repeat changes nothing. @throws AppError `not-found` */
export async function recallSuggestion(ctx: Ctx, customerId: string, rule: SuggestionRule): Promise<void> {
  await inTransaction(ctx, async (tx, ctx) => {
    const client = withClient(tx);
    found((await client.query("SELECT id FROM customers WHERE id = $1", [customerId])).rows[0], "customer");
    const removed = await client.query("DELETE FROM suggestion_dismissals WHERE customer_id = $1 AND rule = $2", [customerId, rule]);
    if (removed.rowCount === 0) return;
    await audit(tx, ctx, { verb: "recall", noun: "suggestion", rowId: customerId, detail: { rule } });
    await announce(tx, ctx, { noun: "customer", id: customerId, customerIds: [customerId] });
  });
}
