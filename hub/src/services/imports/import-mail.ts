import { createReadStream } from "node:fs";
import { readdir, readFile, stat } from "node:fs/promises";
import { extname, join } from "node:path";
import { toEmail } from "@kronika/connectors/mime/mapper.ts";
import { splitMbox } from "@kronika/connectors/mime/mbox.ts";
import { parseMessage } from "@kronika/connectors/mime/parse-message.ts";
import type { Ctx } from "../../context.ts";
import type { Tx } from "../../db/database.ts";
import { contentsOf, keepContents, type AttachmentContent } from "../blobs/keep.ts";
import { MAX_BATCH, recordMany, type RecordItem, type RecordResult } from "../interactions/record.ts";
import { foldMessage, isToFold } from "../invitations/fold.ts";
import { readFoldable, type Foldable } from "../invitations/foldable.ts";
import type { FoldOutcome } from "../invitations/outcome.ts";
import { getOrganization } from "../organizations/get.ts";
import { settleReported } from "../reactions/reports.ts";
import { meetingWindow } from "../sync/backfill.ts";
import type { MeetingWindow } from "../sync/record-calendar-object.ts";

/** What became of the imported messages. */
export interface ImportSummary {
  read: number;
  recorded: number;
  /** Stood already. */
  repeated: number;
  /** By reason code. */
  skipped: Record<string, number>;
  /** Files that could not be read, with the reason. */
  problems: { file: string; reason: string }[];
}

export interface ImportOptions {
  /** Whose mail it is: this person sees it whole. Null: everybody of the organisation does. */
  ownerId: string | null;
  /** Decide and count, write nothing. */
  dryRun?: boolean;
  mode?: "all" | "known-customers";
}

/** Bytes of messages of one transaction. */
const CHUNK_BYTES = 16 * 1024 * 1024;

/**
 * Imports `.eml` files, mboxes and folders of them into the history, by the same rules as a mailbox: matched, each once. A file that
 * cannot be read is counted and the rest goes on.
 */
export async function importMail(ctx: Ctx, paths: readonly string[], options: ImportOptions): Promise<ImportSummary> {
  const summary: ImportSummary = { read: 0, recorded: 0, repeated: 0, skipped: {}, problems: [] };
  let chunk: Uint8Array[] = [];
  let bytes = 0;
  const flush = async () => {
    if (chunk.length > 0) await importChunk(ctx, chunk, options, summary);
    chunk = [];
    bytes = 0;
  };
  for await (const found of messagesOf(paths)) {
    if ("reason" in found) {
      summary.problems.push(found);
      continue;
    }
    summary.read += 1;
    chunk.push(found.raw);
    bytes += found.raw.length;
    if (chunk.length >= MAX_BATCH || bytes >= CHUNK_BYTES) await flush();
  }
  await flush();
  return summary;
}

/** Ends the transaction of a dry run without a trace. */
class DryRun extends Error {}

interface ImportItem {
  record: RecordItem;
  contents: AttachmentContent[];
  foldable: Foldable | null;
}

async function importChunk(ctx: Ctx, raws: readonly Uint8Array[], options: ImportOptions, summary: ImportSummary): Promise<void> {
  const { timeZone } = await getOrganization(ctx);
  const items = await Promise.all(raws.map((raw) => toItem(ctx, raw, options, timeZone)));
  let results: readonly RecordResult[] = [];
  const settle = async (tx: Tx, batch: readonly RecordResult[]) => {
    results = batch;
    if (options.dryRun) throw new DryRun();
    const ids = batch.flatMap((result) => result.interactionId ?? []);
    const contents = items.flatMap((item) => item.contents);
    await keepContents(tx, ctx, ids, contents);
    await settleReported(tx, ctx, ids);
  };
  try {
    await recordMany(
      ctx,
      items.map(({ record }) => record),
      { settle },
    );
  } catch (error) {
    if (!(error instanceof DryRun)) throw error;
  }
  for (const [index, item] of items.entries()) {
    const result = results[index]!;
    const folded = options.dryRun ? null : await foldItem(ctx, item, result, meetingWindow(ctx, { since: LONG_AGO, timeZone }));
    if (result.state === "recorded") summary[result.created ? "recorded" : "repeated"] += 1;
    else count(summary.skipped, folded?.reason ?? result.reasons[0]?.code ?? "unknown");
  }
}

/** An import may hold the invitations of all years. */
const LONG_AGO = "1990-01-01T00:00:00Z";

async function foldItem(
  ctx: Ctx,
  { record, foldable }: ImportItem,
  result: RecordResult,
  window: MeetingWindow,
): Promise<FoldOutcome | null> {
  if (!isToFold(record, result) || foldable === null) return null;
  const { source, ownerId, facts } = record;
  let folded: FoldOutcome | null = null;
  await foldMessage(ctx, { foldable, arrival: { source, ownerId, facts: { mode: facts?.mode } }, window }, async (_tx, outcome) => {
    folded = outcome;
  });
  return folded;
}

async function toItem(ctx: Ctx, raw: Uint8Array, options: ImportOptions, timeZone: string): Promise<ImportItem> {
  const receivedAt = ctx.now().toISOString();
  const parsed = await parseMessage(raw, { attachmentContent: true });
  const { mailKind, foldable } = readFoldable(parsed, receivedAt, timeZone);
  const record: RecordItem = {
    content: toEmail({ ...parsed, kind: mailKind }, { receivedAt }),
    source: "import",
    ownerId: options.ownerId,
    facts: { kindReasons: parsed.reasons, mode: options.mode },
  };
  return { record, contents: contentsOf(parsed.attachments), foldable };
}

const count = (counts: Record<string, number>, key: string) => {
  counts[key] = (counts[key] ?? 0) + 1;
};

type Found = { file: string; raw: Uint8Array } | { file: string; reason: string };

async function* messagesOf(paths: readonly string[]): AsyncGenerator<Found> {
  for (const file of paths) {
    try {
      if ((await stat(file)).isDirectory()) {
        const entries = (await readdir(file)).toSorted().map((name) => join(file, name));
        yield* messagesOf(entries.filter((path) => /\.(?:eml|mbox|mbx)$/i.test(path) || extname(path) === ""));
      } else if (/\.(?:mbox|mbx)$/i.test(file)) {
        for await (const raw of splitMbox(createReadStream(file))) yield { file, raw };
      } else {
        yield { file, raw: await readFile(file) };
      }
    } catch (error) {
      yield { file, reason: (error as NodeJS.ErrnoException).code ?? "unreadable" };
    }
  }
}
