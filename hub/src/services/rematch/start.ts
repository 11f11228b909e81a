import { actingUserId, type Ctx } from "../../context.ts";
import type { Tx } from "../../db/database.ts";
import { newId } from "../../db/ids.ts";
import { rematches, type RematchScope } from "../../db/schema/rematches.ts";
import { inTransaction, withClient, withSystemEyes } from "../../db/transaction.ts";
import { mayRematch } from "../../policies/rematch.ts";
import { audit } from "../audit.ts";
import { authorise, found } from "../authorise.ts";
import { authoriseCustomer } from "../customers/authorise.ts";
import { enqueueWorkflow } from "../outbox.ts";
import { parse } from "../parse.ts";
import { startRematchSchema, type StartRematch } from "./schemas.ts";

/**
 * Begins to compare history with today's addresses, aliases and domains. What would move is a preview; nothing changes until it is applied.
 * @throws AppError `forbidden`, `not-found`, `invalid`
 */
export async function startRematch(ctx: Ctx, input: StartRematch): Promise<{ id: string; total: number }> {
  const { everything = false, ...narrow } = parse(startRematchSchema, input);
  authorise(mayRematch(ctx.actor, { everything }), "Only managers may match the whole history anew.");
  return inTransaction(ctx, async (tx, ctx) => {
    const scope: RematchScope = everything ? { everything } : await scopeOf(tx, ctx, narrow);
    const id = newId();
    await tx
      .insert(rematches)
      .values({ id, orgId: ctx.orgId, scope, createdBy: actingUserId(ctx), createdAt: ctx.now(), updatedAt: ctx.now() });
    const total = await withSystemEyes(tx, () => enlist(tx, id, scope));
    await withClient(tx).query("UPDATE rematches SET total = $2 WHERE id = $1", [id, total]);
    await enqueueWorkflow(tx, ctx, "rematch", id);
    await audit(tx, ctx, { verb: "start", noun: "rematch", rowId: id, detail: { total, everything } });
    return { id, total };
  });
}

type Narrow = Omit<ReturnType<typeof startRematchSchema.parse>, "everything">;

/** The addresses and domains; of a contact or customer those it has today. */
async function scopeOf(tx: Tx, ctx: Ctx, { contactId, customerId, addresses = [], domains = [] }: Narrow): Promise<RematchScope> {
  const client = withClient(tx);
  if (customerId) await authoriseCustomer(tx, ctx, "edit", customerId);
  if (contactId) {
    const { rows } = await client.query<{ customerId: string | null }>('SELECT customer_id AS "customerId" FROM contacts WHERE id = $1', [
      contactId,
    ]);
    const owner = found(rows[0], "contact").customerId;
    if (owner) await authoriseCustomer(tx, ctx, "edit", owner);
  }
  const { rows } = await client.query<{ addresses: string[]; domains: string[] }>(
    `SELECT ARRAY(SELECT a.value FROM contact_addresses a JOIN contacts c ON c.id = a.contact_id WHERE c.id = $1 OR c.customer_id = $2) AS addresses,
       ARRAY(SELECT domain FROM customer_domains WHERE customer_id = $2) AS domains`,
    [contactId ?? null, customerId ?? null],
  );
  const today = rows[0]!;
  return { addresses: [...new Set([...addresses, ...today.addresses])], domains: [...new Set([...domains, ...today.domains])] };
}

/** Whole threads: a reply keeps the places of its parent. */
async function enlist(tx: Tx, rematchId: string, { everything, addresses = [], domains = [] }: RematchScope): Promise<number> {
  const inScope = everything
    ? "true"
    : `i.thread_id IN (SELECT j.thread_id FROM interaction_participants p JOIN interactions j ON j.id = p.interaction_id
         WHERE p.org_id = app_org() AND (p.address = ANY($2::text[]) OR EXISTS (SELECT FROM unnest($3::text[]) d WHERE p.address LIKE '%@' || d OR p.address LIKE '%.' || d)))`;
  const { rowCount } = await withClient(tx).query(
    `INSERT INTO rematch_moves (org_id, rematch_id, interaction_id, occurred_at)
     SELECT i.org_id, $1, i.id, i.occurred_at FROM interactions i WHERE i.org_id = app_org() AND i.state <> 'merged' AND i.kind <> 'note' AND ${inScope}`,
    everything ? [rematchId] : [rematchId, addresses, domains],
  );
  return rowCount ?? 0;
}
