import { z } from "zod";
import { AppError, type FieldProblem } from "@kronika/core/errors.ts";
import { actingUserId, type Ctx } from "../../context.ts";
import type { Tx } from "../../db/database.ts";
import { newId } from "../../db/ids.ts";
import { inTransaction, withClient, withSystemEyes } from "../../db/transaction.ts";
import { audit } from "../audit.ts";
import { authorise, found } from "../authorise.ts";
import { authoriseCustomer } from "../customers/authorise.ts";
import { announce } from "../outbox.ts";
import { parse } from "../parse.ts";
import { seesInteractionSql } from "../rights/principals.ts";
import { rightsLock } from "../rights/rules.ts";
import { settleAudiences } from "../rights/settle-audiences.ts";
import { emit } from "../webhooks/events.ts";

/** Where an interaction belongs by a person's word. An opportunity brings its customer with it. */
export const relinkSchema = z.strictObject({
  customerIds: z.array(z.uuid()).max(20),
  opportunityIds: z.array(z.uuid()).max(20).default([]),
  /** The whole thread, as far as the person sees it, and not this one only. */
  thread: z.boolean().default(false),
});
export type Relink = z.input<typeof relinkSchema>;

/** Where they belonged before, each for itself: what takes it back. */
export interface RelinkResult {
  changed: number;
  before: { interactionId: string; customerIds: string[]; opportunityIds: string[] }[];
}

/**
 * Moves an interaction to other customers and deals. A person's word stands: no rule and no matching anew overrides it, and replies that come
 * later keep it. What is left out stays as a candidate with its evidence. Nothing is taken away from a customer that the actor does not see or may
 * not edit: who sees an entry follows from where it belongs.
 * @throws AppError `not-found`, `forbidden` for a customer that may not be edited, `invalid` naming an id that does not exist
 */
export async function relinkInteraction(ctx: Ctx, id: string, input: Relink): Promise<RelinkResult> {
  const { customerIds, opportunityIds, thread } = parse(relinkSchema, input);
  return inTransaction(
    ctx,
    async (tx, ctx) => {
      const client = withClient(tx);
      const { rows } = await client.query<{ threadId: string; seesSubject: boolean }>(
        `SELECT i.thread_id AS "threadId", ${seesInteractionSql("i.id", "app_principals()", "subject")} AS "seesSubject"
         FROM interactions i WHERE i.id = $1 AND i.state <> 'merged'`,
        [id],
      );
      const row = found(rows[0], "interaction");
      authorise(row.seesSubject, "You see too little of this to say where it belongs.");
      const customers = [...new Set([...customerIds, ...(await customersOf(tx, opportunityIds))])];
      for (const [i, customerId] of customers.entries())
        await authorisePlace(tx, ctx, customerId, i < customerIds.length ? `/customerIds/${i}` : "/opportunityIds");
      const { rows: touched } = await client.query<{ id: string }>(
        `SELECT i.id FROM interactions i WHERE i.state <> 'merged' AND ${thread ? "i.org_id = app_org() AND i.thread_id = $1 AND EXISTS (SELECT FROM interaction_subjects s WHERE s.interaction_id = i.id)" : "i.id = $1"}`,
        [thread ? row.threadId : id],
      );
      const ids = touched.map((each) => each.id);
      // As the actor sees them: links to customers that are hidden from him are not among them, and stay.
      const { rows: links } = await client.query<VisibleLink>(
        `SELECT id AS row, interaction_id AS "interactionId", target, target_id AS id, chosen FROM interaction_links
         WHERE interaction_id = ANY($1::uuid[]) AND target IN ('customer', 'opportunity')`,
        [ids],
      );
      const leaves = links
        .filter((link) => link.chosen && link.target === "customer" && !customers.includes(link.id))
        .map((link) => link.id);
      for (const customerId of new Set(leaves)) await authoriseCustomer(tx, ctx, "edit", customerId);
      await withSystemEyes(tx, async () => {
        await decideLinks(
          tx,
          ctx,
          ids,
          { customers, opportunities: opportunityIds },
          links.map((link) => link.row),
        );
        await settleAudiences(tx, ctx, { interactions: ids });
      });
      await emit(tx, ctx, "interaction.updated", ids);
      await audit(
        tx,
        ctx,
        ...ids.map((each) => ({ verb: "relink", noun: "interaction", rowId: each, detail: { customers, opportunities: opportunityIds } })),
      );
      const before = ids.map((interactionId) => placesOf(links, interactionId));
      for (const { interactionId, customerIds: left } of before)
        await announce(tx, ctx, { noun: "interaction", id: interactionId, customerIds: [...new Set([...customers, ...left])] });
      return { changed: ids.length, before };
    },
    { locks: [rightsLock(ctx.orgId)] },
  );
}

interface VisibleLink {
  row: string;
  interactionId: string;
  target: string;
  id: string;
  chosen: boolean;
}

function placesOf(links: readonly VisibleLink[], interactionId: string): RelinkResult["before"][number] {
  const of = (target: string) =>
    links.filter((link) => link.interactionId === interactionId && link.chosen && link.target === target).map((link) => link.id);
  return { interactionId, customerIds: of("customer"), opportunityIds: of("opportunity") };
}

/**
 * Writes a person's word about where interactions belong: these customers and deals are chosen, what else he sees is a candidate from now on. The
 * people of an interaction stay linked. With the eyes of the system; audiences are to be settled afterwards.
 * @param visible ids of the links that the person sees
 */
async function decideLinks(
  tx: Tx,
  ctx: Ctx,
  interactionIds: readonly string[],
  places: { customers: readonly string[]; opportunities: readonly string[] },
  visible: readonly string[],
): Promise<void> {
  const wanted = [
    ...places.customers.map((id) => ({ target: "customer", id })),
    ...places.opportunities.map((id) => ({ target: "opportunity", id })),
  ];
  const client = withClient(tx);
  await client.query(
    `UPDATE interaction_links l SET chosen = false, decided_by = 'person', user_id = $3
     WHERE l.id = ANY($1::uuid[])
       AND NOT EXISTS (SELECT FROM json_to_recordset($2::json) AS w(target text, id uuid) WHERE w.target = l.target AND w.id = l.target_id)`,
    [visible, JSON.stringify(wanted), actingUserId(ctx)],
  );
  const rows = interactionIds.flatMap((interactionId) =>
    wanted.map((place) => ({ row: newId(), interaction_id: interactionId, ...place })),
  );
  await client.query(
    `INSERT INTO interaction_links (id, org_id, interaction_id, audience_id, target, target_id, occurred_at, chosen, evidence, score, decided_by, user_id, created_at)
     SELECT n.row, i.org_id, i.id, i.audience_id, n.target, n.id, i.occurred_at, true, '[{"code":"stated"}]', 1, 'person', $2, $3
     FROM json_to_recordset($1::json) AS n(row uuid, interaction_id uuid, target text, id uuid) JOIN interactions i ON i.id = n.interaction_id
     ON CONFLICT (interaction_id, target, target_id) DO UPDATE SET chosen = true, decided_by = 'person', user_id = EXCLUDED.user_id`,
    [JSON.stringify(rows), actingUserId(ctx), ctx.now()],
  );
}

async function customersOf(tx: Tx, opportunityIds: readonly string[]): Promise<string[]> {
  if (opportunityIds.length === 0) return [];
  const { rows } = await withClient(tx).query<{ id: string; customerId: string }>(
    'SELECT id, customer_id AS "customerId" FROM opportunities WHERE id = ANY($1::uuid[])',
    [opportunityIds],
  );
  const fields = opportunityIds.flatMap((id, i): FieldProblem[] =>
    rows.some((row) => row.id === id) ? [] : [{ pointer: `/opportunityIds/${i}`, message: "does not exist in this organisation" }],
  );
  if (fields.length > 0) throw new AppError("invalid", "Some fields are not right.", { fields });
  return rows.map(({ customerId }) => customerId);
}

async function authorisePlace(tx: Tx, ctx: Ctx, customerId: string, pointer: string): Promise<void> {
  try {
    await authoriseCustomer(tx, ctx, "edit", customerId);
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== "not-found") throw error;
    throw new AppError("invalid", "Some fields are not right.", { fields: [{ pointer, message: "does not exist in this organisation" }] });
  }
}
