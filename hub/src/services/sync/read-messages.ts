import { ConnectorError } from "@kronika/core/errors.ts";
import type { MailConnector, MailItem, MissingItem } from "@kronika/connectors/connector.ts";
import type { ParsedMessage } from "@kronika/connectors/mime/message.ts";
import { parseMessage } from "@kronika/connectors/mime/parse-message.ts";
import { MAX_BATCH } from "../interactions/record.ts";
import type { Ctx } from "../../context.ts";
import { park, putBack, type PendingItem } from "./ledger.ts";

/** Bytes of messages held at once, beside one that may be larger by itself. */
const CHUNK_BYTES = 16 * 1024 * 1024;
/** Attempts after which an item that is fetched alone and fails is parked: see takePending. */
const PARK_AFTER = 3;

/** A message that came, being taken apart in another thread; or the word that it is gone. */
export type ReadMessage = { pending: PendingItem; item: MailItem; parsed: Promise<ParsedMessage> } | { pending: PendingItem; item: null };

/**
 * Fetches the items of the queue, in pieces that one transaction takes. What the provider fails to deliver goes back into the queue
 * behind the others; what it refuses to deliver is parked.
 * @throws ConnectorError when the provider failed; what came before was yielded
 */
export async function* readMessages(
  ctx: Ctx,
  connector: MailConnector,
  due: readonly PendingItem[],
): AsyncGenerator<ReadMessage[], void, undefined> {
  for (let start = 0; start < due.length; start += MAX_BATCH) yield* readPiece(ctx, connector, due.slice(start, start + MAX_BATCH));
}

async function* readPiece(ctx: Ctx, connector: MailConnector, due: readonly PendingItem[]): AsyncGenerator<ReadMessage[], void, undefined> {
  const open = new Map(due.map((pending) => [key({ folder: pending.folder, id: pending.itemId }), pending]));
  let chunk: ReadMessage[] = [];
  let bytes = 0;
  let failure: unknown;
  try {
    for await (const item of connector.fetch(due.map((pending) => ({ folder: pending.folder, id: pending.itemId })))) {
      const pending = open.get(key(item));
      if (!pending) continue;
      open.delete(key(item));
      chunk.push(toRead(pending, item));
      bytes += "missing" in item ? 0 : item.raw.length;
      if (bytes < CHUNK_BYTES) continue;
      yield chunk;
      chunk = [];
      bytes = 0;
    }
  } catch (error) {
    failure = error;
  }
  if (chunk.length > 0) yield chunk;
  if (open.size > 0) yield* retrieve(ctx, connector, [...open.values()], failure);
  else if (failure !== undefined) throw failure;
}

/** What did not come: refused ones one by one, so that one refusal costs one message. */
async function* retrieve(
  ctx: Ctx,
  connector: MailConnector,
  left: readonly PendingItem[],
  failure: unknown,
): AsyncGenerator<ReadMessage[], void, undefined> {
  const refused =
    failure === undefined || (failure instanceof ConnectorError && (failure.meaning === "rejected" || failure.meaning === "not-found"));
  if (refused && left.length > 1) {
    for (const pending of left) yield* readPiece(ctx, connector, [pending]);
    return;
  }
  const alone = left.length === 1 ? left[0] : undefined;
  if (alone && (refused || alone.attempts >= PARK_AFTER)) {
    await park(ctx, { ...alone, reason: refused ? "refused-by-provider" : "not-delivered", receivedAt: null, raw: null });
  } else {
    await putBack(
      ctx,
      left.map((pending) => pending.id),
    );
  }
  if (!refused) throw failure;
}

function toRead(pending: PendingItem, item: MailItem | MissingItem): ReadMessage {
  if ("missing" in item) return { pending, item: null };
  return { pending, item, parsed: parseMessage(item.raw, { complete: item.complete, attachmentContent: true }) };
}

const key = (ref: { folder: string; id: string }) => `${ref.id}|${ref.folder}`;
