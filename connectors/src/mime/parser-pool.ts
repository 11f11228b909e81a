import { availableParallelism } from "node:os";
import { setTimeout as delay } from "node:timers/promises";
import { Worker } from "node:worker_threads";
import type { ParsedMessage, ParseOptions } from "./message.ts";
import { rawOnly } from "./parse.ts";
import type { ParseJob, WorkerAnswer } from "./parse-worker.ts";

export interface PoolOptions {
  /** Threads; started when first needed. */
  size?: number;
  /** CPU time that one message may take. Not time on the clock: a busy machine must not cost a message its body. */
  cpuLimitMs?: number;
  /** Time on the clock after which a thread is given up whatever it does. */
  wallLimitMs?: number;
  /** JavaScript heap of one thread. */
  heapMb?: number;
}

interface Waiting extends ParseJob {
  resolve: (message: ParsedMessage) => void;
}

const STOPPED = "the parser was stopped";

/**
 * Threads that take foreign messages apart, so that a hostile one costs its own thread and nothing else: one that takes too long or too much
 * memory ends, is replaced, and its message comes back raw only. Idle threads do not keep the process alive.
 */
export class ParserPool {
  readonly #options: Required<PoolOptions>;
  readonly #queue: Waiting[] = [];
  readonly #threads = new Set<ParserThread>();
  #closed = false;

  constructor(options: PoolOptions = {}) {
    this.#options = { size: Math.min(4, availableParallelism()), cpuLimitMs: 1_500, wallLimitMs: 20_000, heapMb: 256, ...options };
  }

  /** Never rejects. The caller's bytes stay untouched. */
  parse(raw: Uint8Array, options: ParseOptions = {}): Promise<ParsedMessage> {
    if (this.#closed) return Promise.resolve(rawOnly(raw, STOPPED, options));
    return new Promise((resolve) => {
      this.#queue.push({ raw, options, resolve });
      this.#dispatch();
    });
  }

  /** Ends the threads; what still waits comes back raw only. */
  async close(): Promise<void> {
    this.#closed = true;
    for (const { raw, options, resolve } of this.#queue.splice(0)) resolve(rawOnly(raw, STOPPED, options));
    await Promise.all([...this.#threads].map((thread) => thread.stop(STOPPED)));
  }

  #dispatch(): void {
    while (this.#queue.length > 0 && !this.#closed) {
      const thread = [...this.#threads].find((candidate) => candidate.idle) ?? this.#startThread();
      if (!thread) return;
      thread.run(this.#queue.shift() as Waiting);
    }
  }

  #startThread(): ParserThread | null {
    if (this.#threads.size >= this.#options.size) return null;
    const thread = new ParserThread(this.#options, {
      free: () => this.#dispatch(),
      gone: () => {
        this.#threads.delete(thread);
        this.#dispatch();
      },
    });
    this.#threads.add(thread);
    return thread;
  }
}

/** One worker with at most one message. */
class ParserThread {
  readonly #worker: Worker;
  readonly #limits: Required<PoolOptions>;
  readonly #on: { free(): void; gone(): void };
  #job: Waiting | null = null;
  #ready = false;
  #timer: NodeJS.Timeout | undefined;
  #failure = "the parser ended";

  constructor(limits: Required<PoolOptions>, on: { free(): void; gone(): void }) {
    this.#limits = limits;
    this.#on = on;
    this.#worker = new Worker(new URL("parse-worker.ts", import.meta.url), {
      resourceLimits: { maxOldGenerationSizeMb: limits.heapMb },
      // Flags of the process (inspectors, loaders of a test runner) are not for this thread.
      execArgv: [],
    });
    this.#worker.on("message", (answer: WorkerAnswer) => this.#answered(answer));
    this.#worker.on("error", (error: Error & { code?: string }) => {
      this.#failure = error.code === "ERR_WORKER_OUT_OF_MEMORY" ? `needs more than ${limits.heapMb} MB of memory` : "cannot be taken apart";
    });
    this.#worker.on("exit", () => this.#exited());
    this.#worker.unref();
  }

  get idle(): boolean {
    return this.#job === null;
  }

  run(job: Waiting): void {
    this.#job = job;
    this.#worker.ref();
    if (this.#ready) this.#send();
  }

  async stop(reason: string): Promise<void> {
    this.#failure = reason;
    await this.#worker.terminate();
  }

  #send(): void {
    const { raw, options } = this.#job as Waiting;
    // An exact copy that is handed over: a view would be cloned with all of the buffer that it looks into.
    const bytes = Uint8Array.from(raw);
    this.#worker.postMessage({ raw: bytes, options } satisfies ParseJob, [bytes.buffer]);
    this.#timer = setTimeout(() => void this.#watch(), this.#limits.cpuLimitMs / 2);
  }

  #answered(answer: WorkerAnswer): void {
    if (answer === "ready") {
      this.#ready = true;
      if (this.#job) this.#send();
      return;
    }
    clearTimeout(this.#timer);
    const job = this.#job;
    this.#job = null;
    this.#worker.unref();
    job?.resolve(answer);
    this.#on.free();
  }

  /**
   * Half of the time is over by the clock. From here on CPU time counts: when the other half is used up, the thread ends. (On an idle
   * machine the two are the same; nearly all messages are done long before, so measuring from their start would only cost.)
   */
  async #watch(): Promise<void> {
    const job = this.#job;
    const deadline = performance.now() + this.#limits.wallLimitMs;
    let before: number | null = null;
    for (;;) {
      const used = await this.#cpuMs();
      if (this.#job !== job) return;
      before ??= used;
      if (used - before >= this.#limits.cpuLimitMs / 2 || performance.now() > deadline) {
        await this.stop(`takes longer than ${this.#limits.cpuLimitMs / 1000} s`);
        return;
      }
      await delay(50);
    }
  }

  /** CPU time of the thread so far; read from outside, so a thread in an endless loop answers too. */
  async #cpuMs(): Promise<number> {
    try {
      const { user, system } = await this.#worker.cpuUsage();
      return (user + system) / 1000;
    } catch {
      return Number.POSITIVE_INFINITY; // it has just ended
    }
  }

  #exited(): void {
    clearTimeout(this.#timer);
    const job = this.#job;
    this.#job = null;
    job?.resolve(rawOnly(job.raw, this.#failure, job.options));
    this.#on.gone();
  }
}
