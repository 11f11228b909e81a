import type { FetchMessageObject } from "imapflow";
import { ConnectorError } from "@kronika/core/errors.ts";
import type { MailItem, MailItemRef, MissingItem } from "../connector.ts";
import type { ReadOnlyImap } from "./client.ts";
import { parseItemId, toMailItem } from "./mapper.ts";
import { planPartialFetch } from "./partial-message.ts";
import type { ImapSession } from "./session.ts";

/** Messages whose sizes are asked for in one command. */
const SIZES_AT_ONCE = 500;
/** Of one FETCH for whole messages: its answer is held in memory, and so is the one that is fetched ahead. */
const BATCH_MESSAGES = 250;
const BATCH_BYTES = 8 * 1024 * 1024;

interface Wanted extends MailItemRef {
  uid: number;
}

/**
 * Reads messages in batches of a few megabytes. Between the batches the connection is free for others; while the caller works on one
 * batch, the next is on its way.
 * @param sizeLimit bytes; messages above come without their large parts
 */
export async function* fetchItems(
  session: ImapSession,
  refs: readonly MailItemRef[],
  sizeLimit: number,
): AsyncGenerator<MailItem | MissingItem> {
  for (const [folder, group] of byFolder(refs)) {
    for (let start = 0; start < group.length; start += SIZES_AT_ONCE) {
      const wanted = group.slice(start, start + SIZES_AT_ONCE);
      const sizes = await session.run("read sizes", (imap) => readSizes(imap, folder, wanted));
      yield* wanted.filter(({ uid }) => !sizes.has(uid)).map(missing);
      const batches = toBatches(
        wanted.filter(({ uid }) => sizes.has(uid)),
        sizes,
        sizeLimit,
      );
      const read = (batch: Wanted[] | undefined) =>
        batch && session.run("read messages", (imap) => readBatch(imap, folder, batch, sizes, sizeLimit));
      let next = read(batches[0]);
      for (let index = 0; index < batches.length; index++) {
        const items = (await next) ?? [];
        next = read(batches[index + 1]);
        // A consumer that stops early leaves the batch that was fetched ahead; its failure concerns nobody then.
        next?.catch(() => {});
        yield* items;
      }
    }
  }
}

function byFolder(refs: readonly MailItemRef[]): Map<string, Wanted[]> {
  const folders = new Map<string, Wanted[]>();
  const seen = new Set<string>();
  for (const { folder, id } of refs) {
    const parsed = parseItemId(id);
    if (!parsed) throw new ConnectorError("rejected", "IMAP: this is no id of a message");
    const key = JSON.stringify([folder, id]);
    if (seen.has(key)) continue;
    seen.add(key);
    const group = folders.get(folder) ?? [];
    group.push({ folder, id, uid: parsed.uid });
    folders.set(folder, group);
  }
  return folders;
}

/** A changed UIDVALIDITY makes ids void, which is not the same as messages being gone. */
function assertValid(wanted: readonly Wanted[], uidValidity: string): void {
  if (wanted.some(({ id }) => parseItemId(id)?.uidValidity !== uidValidity)) {
    throw new ConnectorError("cursor-expired", "IMAP: UIDVALIDITY of the folder has changed");
  }
}

async function readSizes(imap: ReadOnlyImap, folder: string, wanted: readonly Wanted[]): Promise<Map<number, number>> {
  // Opened anew: an older view of the folder would not know messages that others have told us of, and they would read as missing.
  assertValid(wanted, (await imap.examine(folder)).uidValidity);
  const sizes = new Map<number, number>();
  for await (const { uid, size } of imap.fetch(
    wanted.map((item) => item.uid),
    { size: true },
  ))
    sizes.set(uid, size ?? 0);
  return sizes;
}

/** Groups of neighbours that fit one command; a message over the limit stands alone. */
function toBatches(wanted: readonly Wanted[], sizes: ReadonlyMap<number, number>, sizeLimit: number): Wanted[][] {
  const batches: Wanted[][] = [];
  let bytes = Number.POSITIVE_INFINITY;
  for (const item of wanted) {
    const size = sizes.get(item.uid) ?? 0;
    const current = batches.at(-1);
    if (!current || size > sizeLimit || bytes + size > BATCH_BYTES || current.length >= BATCH_MESSAGES) {
      batches.push([item]);
      bytes = size > sizeLimit ? Number.POSITIVE_INFINITY : size;
    } else {
      current.push(item);
      bytes += size;
    }
  }
  return batches;
}

/** What is asked for with every message; the server leaves out what it does not know. */
const META = { size: true, internalDate: true, threadId: true, labels: true } as const;

async function readBatch(
  imap: ReadOnlyImap,
  folder: string,
  batch: readonly Wanted[],
  sizes: ReadonlyMap<number, number>,
  sizeLimit: number,
): Promise<(MailItem | MissingItem)[]> {
  assertValid(batch, await imap.openFolder(folder));
  const items = new Map<number, MailItem>();
  const large = new Set(batch.filter(({ uid }) => (sizes.get(uid) ?? 0) > sizeLimit).map(({ uid }) => uid));
  const whole = batch.filter(({ uid }) => !large.has(uid));
  if (whole.length > 0) {
    const refs = new Map(whole.map(({ uid, ...ref }) => [uid, ref]));
    // One byte over the limit shows a message whose RFC822.SIZE was wrong, as servers that compute it can be.
    const query = { ...META, source: { start: 0, maxLength: sizeLimit + 1 } };
    for await (const message of imap.fetch([...refs.keys()], query)) {
      const ref = refs.get(message.uid);
      if (!ref) continue;
      if (message.source && message.source.length <= sizeLimit) {
        items.set(message.uid, toMailItem(ref, message, { raw: message.source, complete: true }, imap.isGmail));
      } else large.add(message.uid);
    }
  }
  for (const { uid, ...ref } of batch) {
    const item = large.has(uid) ? await readParts(imap, ref, uid) : null;
    if (item) items.set(uid, item);
  }
  return batch.map((wanted) => items.get(wanted.uid) ?? missing(wanted));
}

/** Header and texts of a message that is too large; null when it is gone. */
async function readParts(imap: ReadOnlyImap, ref: MailItemRef, uid: number): Promise<MailItem | null> {
  const message = await first(imap.fetch([uid], { ...META, bodyStructure: true }));
  if (!message) return null;
  const plan = planPartialFetch(message.bodyStructure ?? { type: "application/octet-stream" });
  const parts = await first(imap.fetch([uid], { headers: true, bodyParts: plan.sections }));
  if (!parts) return null;
  const raw = plan.assemble(parts.headers ?? Buffer.alloc(0), parts.bodyParts ?? new Map());
  return toMailItem(ref, message, { raw, complete: false }, imap.isGmail);
}

async function first(messages: AsyncIterable<FetchMessageObject>): Promise<FetchMessageObject | null> {
  // To the end: the answer has to be taken whole before the next command.
  let found: FetchMessageObject | null = null;
  for await (const message of messages) found ??= message;
  return found;
}

function missing({ folder, id }: Wanted): MissingItem {
  return { folder, id, missing: true };
}
