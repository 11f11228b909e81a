import type { Ctx } from "../../context.ts";
import type { Database } from "../../db/database.ts";
import { isPoison } from "../sync/poison.ts";
import { MAX_BATCH, recordMany, type RecordItem, type RecordResult } from "./record.ts";

/**
 * Group commit: items that arrive while a transaction is under way share the next one. A single item goes at once; ten clients that
 * record at the same moment cost one transaction, not ten. An item that fails takes nobody with it: its batch is tried again one by one.
 */
class RecordQueue {
  #waiting: Waiting[] = [];
  #running = false;

  submit(ctx: Ctx, item: RecordItem): Promise<RecordResult> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ ctx, item: { ...item, actor: item.actor ?? ctx.actor }, resolve, reject });
      this.#pump();
    });
  }

  /**
   * One transaction at a time. It begins when the events at hand are through: whoever was answered by the last one and comes again at
   * once, and whoever comes at the same moment, shares it.
   */
  #pump(): void {
    if (this.#running || this.#waiting.length === 0) return;
    this.#running = true;
    setImmediate(() => {
      void this.#run(this.#waiting.splice(0, MAX_BATCH)).finally(() => {
        this.#running = false;
        this.#pump();
      });
    });
  }

  async #run(batch: Waiting[]): Promise<void> {
    try {
      const results = await recordMany(
        batch[0]!.ctx,
        batch.map((w) => w.item),
      );
      for (const [i, waiting] of batch.entries()) waiting.resolve(results[i]!);
    } catch (error) {
      // A database that is down fails for everybody; one bad item fails for itself.
      if (batch.length > 1 && isPoison(error)) for (const waiting of batch) await this.#run([waiting]);
      else for (const waiting of batch) waiting.reject(error);
    }
  }
}

interface Waiting {
  ctx: Ctx;
  item: RecordItem;
  resolve: (result: RecordResult) => void;
  reject: (error: unknown) => void;
}

/** One queue per database and organisation; it holds nothing between two bursts. */
const queues = new WeakMap<Database, Map<string, RecordQueue>>();

/** Records one item together with whatever else arrives at this moment: see {@link RecordQueue}. Same answer as `record`. */
export function recordSoon(ctx: Ctx, item: RecordItem): Promise<RecordResult> {
  const ofDatabase = queues.get(ctx.database) ?? new Map<string, RecordQueue>();
  queues.set(ctx.database, ofDatabase);
  const queue = ofDatabase.get(ctx.orgId) ?? new RecordQueue();
  ofDatabase.set(ctx.orgId, queue);
  return queue.submit(ctx, item);
}
