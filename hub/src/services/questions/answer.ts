import { sql } from "drizzle-orm";
import { AppError } from "@kronika/core/errors.ts";
import { actingUserId, type Ctx } from "../../context.ts";
import type { Tx } from "../../db/database.ts";
import type { QuestionKind } from "../../db/schema/questions.ts";
import { inTransaction, withClient, withSystemEyes } from "../../db/transaction.ts";
import { audit } from "../audit.ts";
import { found } from "../authorise.ts";
import { relinkInteraction } from "../interactions/relink.ts";
import { lookUp } from "../interactions/recording/lookup.ts";
import { parse } from "../parse.ts";
import { rightsLock } from "../rights/rules.ts";
import { askedOf } from "./asked.ts";
import { answerQuestionSchema, type AnswerQuestion } from "./schemas.ts";
import { settleThread } from "./settle-thread.ts";

/** What an answer did. `followed`: earlier mails of the same thread that were asked about and go with it. */
export interface Answered {
  interactionId: string;
  followed: number;
}

interface AskedRow extends Record<string, unknown> {
  kind: QuestionKind;
  interactionId: string;
  customerIds: string[];
  opportunityIds: string[];
}

/**
 * A person says where it belongs: one of the candidates, another deal or customer, or none of these. His word stands like any other
 * (interactions/relink.ts), and the open questions of the same thread and matter go with it.
 * @throws AppError `not-found` also for what is not asked of him, `forbidden`, `invalid` for a place that does not exist
 */
export async function answerQuestion(ctx: Ctx, id: string, input: AnswerQuestion): Promise<Answered> {
  const { answer } = parse(answerQuestionSchema, input);
  return inTransaction(
    ctx,
    async (tx, ctx) => {
      const { rows } = await tx.execute<AskedRow>(sql`SELECT q.kind, q.interaction_id AS "interactionId",
          ARRAY(SELECT l.target_id FROM interaction_links l WHERE l.interaction_id = q.interaction_id AND l.target = 'customer' AND l.chosen) AS "customerIds",
          ARRAY(SELECT l.target_id FROM interaction_links l WHERE l.interaction_id = q.interaction_id AND l.target = 'opportunity' AND l.chosen) AS "opportunityIds"
        FROM questions q WHERE q.id = ${id} AND ${askedOf(ctx)} FOR UPDATE`);
      const question = found(rows[0], "question");
      const { kind, interactionId, customerIds, opportunityIds } = question;
      const chosen = answer === null ? [] : [answer];
      const places = kind === "opportunity" ? { customerIds, opportunityIds: chosen } : { customerIds: chosen, opportunityIds };
      await relinkInteraction(ctx, interactionId, places);
      await tx.execute(
        sql`UPDATE questions SET state = 'answered', answer = ${answer}, answered_by = ${actingUserId(ctx)}, answered_at = ${ctx.now()} WHERE id = ${id}`,
      );
      await audit(tx, ctx, { verb: "answer", noun: "question", rowId: id, detail: { kind, answer } });
      const followed = kind === "opportunity" && answer !== null ? await followThread(tx, ctx, interactionId, answer) : [];
      return { interactionId, followed: followed.length };
    },
    { locks: [rightsLock(ctx.orgId)] },
  );
}

async function followThread(tx: Tx, ctx: Ctx, interactionId: string, opportunityId: string): Promise<string[]> {
  return withSystemEyes(tx, async () => {
    const client = withClient(tx);
    const { rows } = await client.query<{ threadId: string; at: string; subject: string | null; addresses: string[]; customerId: string }>(
      `SELECT i.thread_id AS "threadId", to_json(i.occurred_at) #>> '{}' AS at, s.subject,
         ARRAY(SELECT p.address FROM interaction_participants p WHERE p.interaction_id = i.id AND p.address IS NOT NULL) AS addresses,
         (SELECT o.customer_id FROM opportunities o WHERE o.id = $2) AS "customerId"
       FROM interactions i LEFT JOIN interaction_subjects s ON s.interaction_id = i.id WHERE i.id = $1`,
      [interactionId, opportunityId],
    );
    const row = rows[0];
    if (!row) throw new AppError("not-found", "There is no such interaction.");
    const none = { identities: [], messageIds: [], fingerprints: [], addresses: [], domains: [], stated: [] };
    const { organization } = await lookUp(client, none);
    const own = { addresses: organization.users.flatMap((user) => user.addresses), domains: organization.ownDomains };
    const decided = { id: interactionId, ...row, subject: row.subject ?? "" };
    return settleThread(tx, ctx, own, decided, { opportunityId, customerId: row.customerId, chance: 1 });
  });
}
