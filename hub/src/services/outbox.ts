import { sql } from "drizzle-orm";
import type { WorkflowName } from "@kronika/core/workflow-contract.ts";
import type { Ctx } from "../context.ts";
import type { Tx } from "../db/database.ts";
import { outbox } from "../db/schema/trail.ts";

/** PostgreSQL channels: the relay is woken by the one, open web pages by the other. */
export const channels = { outbox: "kronika_outbox", changes: "kronika_changes" } as const;

/** In the transaction of a change: the workflow of this row is to be started, or told to read its row again, once it is committed. */
export async function enqueueWorkflow(tx: Tx, ctx: Pick<Ctx, "orgId">, name: WorkflowName, ...rowIds: string[]): Promise<void> {
  if (rowIds.length === 0) return;
  await tx.insert(outbox).values(rowIds.map((rowId) => ({ orgId: ctx.orgId, topic: "workflow" as const, name, rowId })));
  await tx.execute(sql`SELECT pg_notify(${channels.outbox}, '')`);
}

/** `comment`: of what is said of one thing, whose id it bears. `notification`: somebody was told something; the id is that person's. */
export type ChangedNoun =
  | "customer"
  | "contact"
  | "interaction"
  | "reminder"
  | "connection"
  | "opportunity"
  | "rematch"
  | "sales-document"
  | "comment"
  | "notification";

/** What open pages are told: which row to read again. No content: each reads it with its own rights. */
export interface ChangeNotice {
  noun: ChangedNoun;
  id: string;
  customerIds?: string[];
}

/** A notice as it travels: see live.ts. */
export const noticeOf = (ctx: Pick<Ctx, "orgId">, notice: ChangeNotice) => ({
  channel: channels.changes,
  payload: JSON.stringify({ orgId: ctx.orgId, ...notice }),
});

/** Tells open pages of a change, when (and only if) the transaction commits. */
export async function announce(tx: Tx, ctx: Pick<Ctx, "orgId">, notice: ChangeNotice): Promise<void> {
  const { channel, payload } = noticeOf(ctx, notice);
  await tx.execute(sql`SELECT pg_notify(${channel}, ${payload})`);
}

/** {@link announce} of several changes in one statement. */
export async function announceAll(tx: Tx, ctx: Pick<Ctx, "orgId">, notices: readonly ChangeNotice[]): Promise<void> {
  if (notices.length === 0) return;
  const payloads = notices.map((notice) => noticeOf(ctx, notice).payload);
  await tx.execute(sql`SELECT pg_notify(${channels.changes}, p) FROM json_array_elements_text(${JSON.stringify(payloads)}::json) p`);
}
