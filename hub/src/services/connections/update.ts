import { and, eq, isNull } from "drizzle-orm";
import type { Credential } from "@kronika/connectors/connector.ts";
import { AppError } from "@kronika/core/errors.ts";
import type { Ctx } from "../../context.ts";
import type { Tx } from "../../db/database.ts";
import { connections, type ConnectionSettings } from "../../db/schema/connections.ts";
import { inTransaction } from "../../db/transaction.ts";
import { mayConnection } from "../../policies/connection.ts";
import { audit } from "../audit.ts";
import { authorise, found } from "../authorise.ts";
import { announce, enqueueWorkflow } from "../outbox.ts";
import { parse } from "../parse.ts";
import { nudgeReminders } from "../reminders/nudge.ts";
import { sealCredential } from "./open.ts";
import { probe } from "./probe.ts";
import { reconnectSchema, updateConnectionSchema, type UpdateConnection } from "./schemas.ts";

type Row = typeof connections.$inferSelect;

/** Renames, pauses, resumes, changes what is read. */
export async function updateConnection(ctx: Ctx, id: string, input: UpdateConnection): Promise<void> {
  const { settings, name, state } = parse(updateConnectionSchema, input);
  await change(ctx, id, "edit", (row) => ({
    ...(name === undefined ? {} : { name }),
    ...(state === undefined ? {} : { state }),
    ...(state === "active" ? { problem: null, problemSince: null } : {}),
    ...(settings ? { settings: { ...row.settings, ...(settings as ConnectionSettings) } } : {}),
  }));
}

/** Asks for a sync at once. */
export const syncNow = (ctx: Ctx, id: string): Promise<void> => change(ctx, id, "sync", () => ({}));

/** Removes the connection and its credential. What it brought into the history stays. */
export const removeConnection = (ctx: Ctx, id: string): Promise<void> =>
  change(ctx, id, "remove", () => ({ removedAt: ctx.now(), credential: null, state: "paused" as const }));

/** A new password for the same account: signs in first, then the sync goes on where it stood. */
export async function reconnect(ctx: Ctx, id: string, input: { password: string }): Promise<void> {
  const { password } = parse(reconnectSchema, input);
  const row = await inTransaction(ctx, (tx) => load(tx, ctx, id));
  const credential: Credential = { kind: "password", username: row.settings.username ?? row.name, password };
  await probe(ctx, row.kind, row.settings, credential);
  await change(ctx, id, "reconnect", () => ({
    credential: sealCredential(ctx, id, credential),
    state: "active" as const,
    problem: null,
    problemSince: null,
  }));
}

async function load(tx: Tx, ctx: Ctx, id: string): Promise<Row> {
  const rows = await tx
    .select()
    .from(connections)
    .where(and(eq(connections.id, id), isNull(connections.removedAt)))
    .for("update");
  const row = found(rows[0], "connection");
  if (!mayConnection(ctx.actor, "view", row)) throw new AppError("not-found", "There is no such connection.");
  authorise(mayConnection(ctx.actor, "edit", row));
  return row;
}

async function change(ctx: Ctx, id: string, verb: string, changes: (row: Row) => Partial<typeof connections.$inferInsert>): Promise<void> {
  await inTransaction(ctx, async (tx, ctx) => {
    const row = await load(tx, ctx, id);
    const next = changes(row);
    await tx
      .update(connections)
      .set({ ...next, updatedAt: ctx.now() })
      .where(eq(connections.id, id));
    if (next.settings && next.settings.writesReminders !== row.settings.writesReminders) await nudgeReminders(tx, ctx, row.userId);
    await enqueueWorkflow(tx, ctx, row.kind === "mailbox" ? "syncMailbox" : "syncCalendar", id);
    await audit(tx, ctx, { verb, noun: "connection", rowId: id });
    await announce(tx, ctx, { noun: "connection", id });
  });
}
