import { Readable } from "node:stream";
import { ZipFile } from "yazl";
import { safeName } from "../../presenters/attachment.ts";
import type { Ctx } from "../../context.ts";
import { inTransaction } from "../../db/transaction.ts";
import { audit } from "../audit.ts";
import type { BlobRef } from "../blobs/blob-store.ts";
import { CALENDAR_HEAD, CALENDAR_TAIL, toCsv, toEvent, toMboxMessage } from "./formats.ts";
import { readInteractions, readMasterData, type ExportedInteraction } from "./read.ts";
import { authoriseExport, exportedInteractions, type ExportSubject } from "./subject.ts";

export type { ExportSubject } from "./subject.ts";

/**
 * Everything of one customer or one person as a zip: JSON of all that is known, the mail as an mbox, the meetings as a calendar, the attachments as
 * files, tables as CSV. Only interactions whose content the viewer sees; the command line, as the system, takes all. Made while it is read:
 * memory does not grow with the history. The trail keeps who took it.
 * @throws AppError `not-found`, `forbidden`
 */
export async function exportData(ctx: Ctx, subject: ExportSubject): Promise<{ stream: NodeJS.ReadableStream; interactions: number }> {
  const [noun, id] = "customer" in subject ? (["customer", subject.customer] as const) : (["contact", subject.contact] as const);
  const ids = await inTransaction(ctx, async (tx, ctx) => {
    await authoriseExport(tx, ctx, subject);
    const ids = await exportedInteractions(tx, subject);
    await audit(tx, ctx, { verb: "export", noun, rowId: id, detail: { interactions: ids.length } });
    return ids;
  });
  const master = await readMasterData(ctx, subject);
  const zip = new ZipFile();
  // A reader that gives up, or a file that cannot be read, ends the whole: half an archive is none.
  zip.on("error", (error: Error) => (zip.outputStream as Readable).destroy(error));
  for (const [name, rows] of Object.entries(master)) {
    zip.addBuffer(Buffer.from(JSON.stringify(rows, null, 2)), `${name}.json`, { mtime: ctx.now() });
    if (name !== "customer" && rows.length > 0) zip.addBuffer(Buffer.from(toCsv(rows)), `csv/${name}.csv`, { mtime: ctx.now() });
  }
  const add = (name: string, pieces: () => AsyncIterable<string>) =>
    zip.addReadStreamLazy(name, { mtime: ctx.now() }, (callback) => callback(null, Readable.from(pieces())));
  add("interactions.json", () => jsonArray(readInteractions(ctx, ids)));
  add("mail.mbox", () => pieces(ctx, ids, "email", toMboxMessage));
  add("calendar.ics", () => framed(CALENDAR_HEAD, pieces(ctx, ids, "meeting", toEvent), CALENDAR_TAIL));
  void addAttachments(ctx, zip, ids).then(
    () => zip.end(),
    (error: Error) => (zip.outputStream as Readable).destroy(error),
  );
  return { stream: zip.outputStream, interactions: ids.length };
}

async function* jsonArray(items: AsyncIterable<unknown>): AsyncGenerator<string> {
  let separator = "[\n";
  for await (const item of items) {
    yield `${separator}${JSON.stringify(item)}`;
    separator = ",\n";
  }
  yield separator === "[\n" ? "[]\n" : "\n]\n";
}

async function* pieces(
  ctx: Ctx,
  ids: readonly string[],
  kind: string,
  write: (one: ExportedInteraction) => string,
): AsyncGenerator<string> {
  for await (const one of readInteractions(ctx, ids)) if (one.kind === kind) yield write(one);
}

async function* framed(head: string, inner: AsyncIterable<string>, tail: string): AsyncGenerator<string> {
  yield head;
  yield* inner;
  yield tail;
}

/** Each content is a file under its interaction's id; what the store cannot give is named in interactions.json alone. */
async function addAttachments(ctx: Ctx, zip: ZipFile, ids: readonly string[]): Promise<void> {
  for await (const { id, attachments } of readInteractions(ctx, ids)) {
    for (const [i, file] of attachments.entries()) {
      if (!file.kept || file.sha256 === null) continue;
      const ref = { orgId: ctx.orgId, sha256: file.sha256 };
      zip.addReadStreamLazy(`attachments/${id}/${i + 1}-${safeName(file.filename)}`, { mtime: ctx.now() }, (callback) =>
        callback(null, Readable.from(contentOf(ctx, ref))),
      );
    }
  }
}

/** The bytes of one content, opened when its turn comes. */
async function* contentOf(ctx: Ctx, ref: BlobRef): AsyncGenerator<Uint8Array> {
  const blob = await ctx.blobs.open(ref);
  if (blob) yield* blob.stream;
}
