import { createReadStream } from "node:fs";
import { readdir, readFile, stat } from "node:fs/promises";
import { extname, join } from "node:path";
import { toEmail } from "@kronika/connectors/mime/mapper.ts";
import { splitMbox } from "@kronika/connectors/mime/mbox.ts";
import { parseMessage } from "@kronika/connectors/mime/parse-message.ts";
import type { Ctx } from "../../context.ts";
import { contentsOf, keepContents, type AttachmentContent } from "../blobs/keep.ts";
import { MAX_BATCH, recordMany, type RecordItem } from "../interactions/record.ts";

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

async function importChunk(ctx: Ctx, raws: readonly Uint8Array[], options: ImportOptions, summary: ImportSummary): Promise<void> {
  const items = await Promise.all(raws.map((raw) => toItem(ctx, raw, options)));
  try {
    await recordMany(
      ctx,
      items.map(({ record }) => record),
      {
        settle: async (tx, results) => {
          for (const result of results) {
            if (result.state === "recorded") summary[result.created ? "recorded" : "repeated"] += 1;
            else count(summary.skipped, result.reasons[0]?.code ?? "unknown");
          }
          if (options.dryRun) throw new DryRun();
          const ids = results.flatMap((result) => result.interactionId ?? []);
          await keepContents(
            tx,
            ctx,
            ids,
            items.flatMap(({ contents }) => contents),
          );
        },
      },
    );
  } catch (error) {
    if (!(error instanceof DryRun)) throw error;
  }
}

async function toItem(ctx: Ctx, raw: Uint8Array, options: ImportOptions): Promise<{ record: RecordItem; contents: AttachmentContent[] }> {
  const parsed = await parseMessage(raw, { attachmentContent: true });
  const record: RecordItem = {
    content: toEmail(parsed, { receivedAt: ctx.now().toISOString() }),
    source: "import",
    ownerId: options.ownerId,
    facts: { kindReasons: parsed.reasons, mode: options.mode },
  };
  return { record, contents: contentsOf(parsed.attachments) };
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
