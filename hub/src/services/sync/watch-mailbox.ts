import type { MailConnector } from "@kronika/connectors/connector.ts";
import type { Ctx } from "../../context.ts";
import { openMailbox, unsealCredential } from "../connections/open.ts";
import { chooseFolders } from "./folders.ts";
import { loadPositions } from "./ledger.ts";
import type { RoundOptions } from "./mailbox-round.ts";
import { loadConnection } from "./run-round.ts";

/** Servers end an IDLE after 29 minutes (RFC 2177): we end it before. */
const LONGEST_MS = 25 * 60 * 1000;

/**
 * Waits at the provider until one of the read folders may have changed since its cursor; returns as well after 25 minutes, when the
 * signal comes, and for a connection that is not to be watched now. A hint only: the next round tells what happened.
 * @throws ConnectorError
 */
export async function watchMailbox(ctx: Ctx, id: string, { signal, open }: RoundOptions<MailConnector> = {}): Promise<void> {
  const connection = await loadConnection(ctx, id);
  if (!connection || connection.state === "paused" || connection.state === "reauthorise") return;
  const connector = open?.() ?? openMailbox(ctx, connection.settings, unsealCredential(ctx, id, connection.credential));
  try {
    const folders = chooseFolders(await connector.folders(), connection.settings).map((folder) => folder.path);
    const cursors: Record<string, string> = {};
    for (const [folder, { position }] of await loadPositions(ctx, id)) if (position) cursors[folder] = position.token;
    const limit = AbortSignal.timeout(LONGEST_MS);
    await connector.watch(folders, { signal: signal ? AbortSignal.any([signal, limit]) : limit, cursors });
  } finally {
    await connector.close().catch(() => {});
  }
}
