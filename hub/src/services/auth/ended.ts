import { sql } from "drizzle-orm";
import type { Ctx } from "../../context.ts";
import type { Tx } from "../../db/database.ts";
import { channels } from "../outbox.ts";

/**
 * Tells every hub, when (and only if) the transaction commits, that a way in of this person has ended: streams that came by it are closed
 * (routes/events.ts), whichever hub holds them.
 */
export async function announceEnd(tx: Tx, ctx: Pick<Ctx, "orgId">, userId: string): Promise<void> {
  const payload = JSON.stringify({ orgId: ctx.orgId, noun: "sign-in", id: userId });
  await tx.execute(sql`SELECT pg_notify(${channels.changes}, ${payload})`);
}
