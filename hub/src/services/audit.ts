import { actingUserId, type Ctx } from "../context.ts";
import type { Tx } from "../db/database.ts";
import { newId } from "../db/ids.ts";
import { auditLog } from "../db/schema/trail.ts";

/** One line of the trail. `detail` holds ids, codes and counts, never content. */
export interface AuditEntry {
  verb: string;
  noun: string;
  rowId?: string | null;
  detail?: Record<string, unknown>;
}

/** The row of the trail for an entry; verbs that write many rows in one statement put it there themselves. */
export function auditRow(ctx: Ctx, entry: AuditEntry) {
  const actorId =
    ctx.actor.kind === "token" ? ctx.actor.tokenId : (actingUserId(ctx) ?? (ctx.actor.kind === "system" ? ctx.actor.name : ""));
  return {
    id: newId(),
    orgId: ctx.orgId,
    actorKind: ctx.actor.kind,
    actorId,
    verb: entry.verb,
    noun: entry.noun,
    rowId: entry.rowId ?? null,
    detail: entry.detail ?? {},
    at: ctx.now(),
  };
}

/** Writes to the trail, in the transaction of the change it tells of. */
export async function audit(tx: Tx, ctx: Ctx, ...entries: AuditEntry[]): Promise<void> {
  if (entries.length > 0) await tx.insert(auditLog).values(entries.map((entry) => auditRow(ctx, entry)));
}
