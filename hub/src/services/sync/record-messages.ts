import type { FolderRole, MailConnector, MailItem } from "@kronika/connectors/connector.ts";
import { toEmail } from "@kronika/connectors/mime/mapper.ts";
import type { ParsedMessage } from "@kronika/connectors/mime/message.ts";
import type { Ctx } from "../../context.ts";
import { inTransaction } from "../../db/transaction.ts";
import { contentsOf, keepContents, type AttachmentContent } from "../blobs/keep.ts";
import { recordMany, type RecordItem, type RecordResult } from "../interactions/record.ts";
import { foldMessage, isToFold } from "../invitations/fold.ts";
import { readFoldable, type Foldable } from "../invitations/foldable.ts";
import { announce } from "../outbox.ts";
import { settleReported } from "../reactions/reports.ts";
import { park, settle, type PendingItem, type SettledItem } from "./ledger.ts";
import { isPoison } from "./poison.ts";
import type { MeetingWindow } from "./record-calendar-object.ts";
import type { ReadMessage } from "./read-messages.ts";
import type { ConnectionRow } from "./run-round.ts";

/** A mailbox while it is read. */
export interface Mailbox {
  connection: ConnectionRow;
  connector: MailConnector;
  roles: ReadonlyMap<string, FolderRole>;
  /** For invitations that lie in it. */
  window: MeetingWindow;
}

/** A message that is ready to be recorded. */
interface Ready {
  pending: PendingItem;
  item: MailItem;
  record: RecordItem;
  contents: AttachmentContent[];
  foldable: Foldable | null;
}

/** A message that is no entry of its own: told after the others, so that what it is about stands as far as it came along. */
interface Folding {
  ready: Ready;
  foldable: Foldable;
}

/**
 * Records messages and settles their ledger rows, all in one transaction. A message that cannot be recorded is parked with its bytes
 * and takes none of the others with it.
 */
export async function recordMessages(ctx: Ctx, mailbox: Mailbox, messages: readonly ReadMessage[]): Promise<void> {
  const ready: Ready[] = [];
  const settled: SettledItem[] = [];
  for (const message of messages) {
    if (!message.item) settled.push(gone(message.pending));
    else if (isDraft(message.item))
      settled.push({ ...unrecorded(message.pending), state: "skipped", reason: "draft", receivedAt: message.item.receivedAt });
    else await prepare(ctx, mailbox, message.pending, message.item, await message.parsed, ready);
  }
  if (settled.length > 0) await inTransaction(ctx, (tx) => settle(tx, ctx, settled));
  if (ready.length > 0) await recordReady(ctx, mailbox, ready);
}

async function prepare(
  ctx: Ctx,
  mailbox: Mailbox,
  pending: PendingItem,
  item: MailItem,
  parsed: ParsedMessage,
  ready: Ready[],
): Promise<void> {
  try {
    const { mailKind, foldable } = readFoldable(parsed, item.receivedAt, mailbox.window.timeZone);
    ready.push({
      pending,
      item,
      record: toRecordItem(mailbox, item, { ...parsed, kind: mailKind }),
      contents: contentsOf(parsed.attachments),
      foldable,
    });
  } catch (error) {
    if (!isPoison(error)) throw error;
    ctx.log.warn({ err: error, ledger: pending.id }, "a message could not be read and is parked");
    await park(ctx, { ...pending, reason: "unreadable", receivedAt: item.receivedAt, raw: item.raw });
  }
}

async function recordReady(ctx: Ctx, mailbox: Mailbox, ready: readonly Ready[]): Promise<void> {
  let folding: Folding[] = [];
  try {
    await recordMany(
      ctx,
      ready.map(({ record }) => record),
      {
        settle: async (tx, results) => {
          folding = ready.flatMap((one, index) =>
            one.foldable !== null && isToFold(one.record, results[index]!) ? { ready: one, foldable: one.foldable } : [],
          );
          const recorded = results.flatMap((result) => result.interactionId ?? []);
          await keepContents(
            tx,
            ctx,
            recorded,
            ready.flatMap(({ contents }) => contents),
          );
          await settleReported(tx, ctx, recorded);
          await settle(
            tx,
            ctx,
            ready.flatMap((one, index) => (folding.some(({ ready }) => ready === one) ? [] : settledBy(one, results[index]!))),
          );
          await announce(tx, ctx, { noun: "connection", id: mailbox.connection.id });
        },
      },
    );
  } catch (error) {
    if (!isPoison(error)) throw error;
    const [first, ...others] = ready;
    if (first && others.length === 0) {
      ctx.log.warn({ err: error, ledger: first.pending.id }, "a message could not be recorded and is parked");
      await park(ctx, { ...first.pending, reason: "not-recorded", receivedAt: first.item.receivedAt, raw: first.item.raw });
      return;
    }
    // One of them is poison: the halves find out which, and the rest is recorded.
    const middle = Math.ceil(ready.length / 2);
    await recordReady(ctx, mailbox, ready.slice(0, middle));
    await recordReady(ctx, mailbox, ready.slice(middle));
    return;
  }
  // The oldest first: what a message is about has mostly come before it.
  for (const one of folding.toReversed()) await fold(ctx, mailbox, one);
}

async function fold(ctx: Ctx, { connection, window }: Mailbox, { ready, foldable }: Folding): Promise<void> {
  const { pending, item, record } = ready;
  const { source, ownerId, connectionId, facts } = record;
  try {
    await foldMessage(
      ctx,
      { foldable, arrival: { source, ownerId, connectionId, facts: { ...facts, kindReasons: undefined } }, window },
      async (tx, outcome) => {
        await settle(tx, ctx, [{ ...unrecorded(pending), state: "skipped", ...outcome, receivedAt: item.receivedAt }]);
        await announce(tx, ctx, { noun: "connection", id: connection.id });
      },
    );
  } catch (error) {
    if (!isPoison(error)) throw error;
    ctx.log.warn({ err: error, ledger: pending.id }, "a message could not be folded into what it is about and is parked");
    await park(ctx, { ...pending, reason: "not-recorded", receivedAt: item.receivedAt, raw: item.raw });
  }
}

function toRecordItem({ connection, roles }: Mailbox, item: MailItem, parsed: ParsedMessage): RecordItem {
  return {
    content: toEmail(parsed, { receivedAt: item.receivedAt, providerThreadId: item.providerThreadId }),
    source: "mailbox",
    ownerId: connection.userId,
    connectionId: connection.id,
    identities: item.identities,
    facts: {
      folder: item.folder,
      folderRole: roles.get(item.folder),
      labels: item.labels,
      kindReasons: parsed.reasons,
      mode: connection.settings.mode,
    },
  };
}

function settledBy({ pending, item }: Ready, result: RecordResult): SettledItem {
  const trace = item.complete ? result.reasons : [...result.reasons, { code: "incomplete" }];
  if (result.state === "recorded") {
    return { ...unrecorded(pending), state: "captured", trace, interactionId: result.interactionId, receivedAt: item.receivedAt };
  }
  const reason = result.reasons[0]?.code ?? "unknown";
  return { ...unrecorded(pending), state: "skipped", reason, trace, addresses: result.outsideAddresses, receivedAt: item.receivedAt };
}

const unrecorded = (pending: PendingItem) => ({
  id: pending.id,
  reason: null,
  trace: null,
  addresses: null,
  interactionId: null,
  receivedAt: null,
});

/** Gone between listing and fetching: moved or deleted. Nothing of it was ever here. */
const gone = (pending: PendingItem): SettledItem => ({ ...unrecorded(pending), state: "gone" });

/** Gmail keeps drafts in its folder of everything. What was not sent did not happen. */
const isDraft = (item: MailItem) => item.labels?.includes("\\Draft") === true;
