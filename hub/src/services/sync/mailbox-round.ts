import type { FolderRole, MailConnector } from "@kronika/connectors/connector.ts";
import type { Ctx } from "../../context.ts";
import { openMailbox } from "../connections/open.ts";
import { enlistMailbox } from "./enlist-mailbox.ts";
import { chooseFolders } from "./folders.ts";
import { countPending, takePending } from "./ledger.ts";
import { readMessages } from "./read-messages.ts";
import { recordMessages, type Mailbox } from "./record-messages.ts";
import type { SyncRound } from "./round.ts";
import { runRound } from "./run-round.ts";
import { backfillOf, meetingWindow } from "./backfill.ts";

/** After this time a round ends between two steps, so that new mail is looked for in the middle of a long backfill as well. */
const ROUND_MS = 10_000;
/** Ids taken from the queue at once. */
const TAKEN = 1000;

/** How a round is run; `open` is another connector than that of the settings. */
export interface RoundOptions<C> {
  /** Ends the round at the next step: the worker is shutting down. */
  signal?: AbortSignal;
  open?: () => C;
}

/**
 * One round of a mailbox: enlist what came and went, then work off the queue, the newest first. Whatever happens in between, every
 * listed message is in the ledger, and what was recorded is not recorded twice.
 */
export async function syncMailboxRound(ctx: Ctx, id: string, { signal, open }: RoundOptions<MailConnector> = {}): Promise<SyncRound> {
  return runRound(ctx, id, "mailbox", async (connection, credential) => {
    const connector = open?.() ?? openMailbox(ctx, connection.settings, credential);
    try {
      const folders = chooseFolders(await connector.folders(), connection.settings);
      const paths = folders.map((folder) => folder.path);
      const span = await backfillOf(ctx, connection);
      await enlistMailbox(ctx, id, connector, paths, span.since);
      const roles = new Map(folders.map((folder) => [folder.path, folder.role]));
      return await workOff(ctx, { connection, connector, roles, window: meetingWindow(ctx, span) }, signal);
    } finally {
      await connector.close().catch(() => {});
    }
  });
}

/** @returns how many items are due and left for the next round */
async function workOff(ctx: Ctx, mailbox: Mailbox & { roles: Map<string, FolderRole> }, signal: AbortSignal | undefined): Promise<number> {
  const started = performance.now();
  const over = () => signal?.aborted === true || performance.now() - started > ROUND_MS;
  for (;;) {
    const due = await takePending(ctx, mailbox.connection.id, TAKEN);
    if (due.length === 0) return 0;
    const chunks = readMessages(ctx, mailbox.connector, due);
    // The next chunk is fetched while this one is recorded.
    let next = chunks.next();
    try {
      for (;;) {
        const { value: chunk, done } = await next;
        if (done) break;
        next = chunks.next();
        next.catch(() => {});
        await recordMessages(ctx, mailbox, chunk);
        if (over()) return await countPending(ctx, mailbox.connection.id);
      }
    } finally {
      // Ends the fetch in the middle, also after a failure.
      await chunks.return(undefined).catch(() => {});
    }
  }
}
