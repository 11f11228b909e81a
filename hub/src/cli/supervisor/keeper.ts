import type { ChildProcess } from "node:child_process";
import { setTimeout as delay } from "node:timers/promises";
import { Failure } from "../failure.ts";
import type { Guard } from "../processes/guard.ts";
import { ended, hasEnded, stopChild } from "../processes/stop.ts";
import type { Part } from "./part.ts";
import type { PartLog } from "./part-log.ts";
import type { RunNotes } from "./run-notes.ts";

const FIRST_PAUSE_MS = 250;
const LONGEST_PAUSE_MS = 30_000;
/** Dying this often without a minute of work in between is a state, not an accident. */
const MANY_DEATHS = 5;
const HEALED_MS = 60_000;

export type KeeperDeps = { guard: Guard; log: PartLog; notes: RunNotes; say: (line: string) => void };

/** Starts one part, waits until it is ready, starts it again when it dies, and stops it. */
export class Keeper {
  readonly #part: Part;
  readonly #deps: KeeperDeps;
  #child: ChildProcess | undefined;
  readonly #stopping = new AbortController();
  /** Deaths without a minute of work in between. */
  #deaths = 0;
  #readySince = 0;

  constructor(part: Part, deps: KeeperDeps) {
    this.#part = part;
    this.#deps = deps;
  }

  /**
   * The first start: a part that does not come up now will not come up later either.
   * @throws Failure with the part's last words
   */
  async start(): Promise<void> {
    const started = performance.now();
    const child = await this.#spawn();
    let detail: string;
    try {
      detail = await this.#untilReady(child);
    } catch (error) {
      throw error instanceof Failure && !hasEnded(child)
        ? error
        : new Failure(`${this.#part.name} does not start: ${this.#deps.log.lastWords()}.`);
    }
    this.#deps.say(readyLine(this.#part.name, detail, performance.now() - started));
    this.#keep(child);
  }

  /** Ends the part in order, and for good after ten seconds. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    if (this.#child) await stopChild(this.#child, this.#part.stopSignal);
    this.#deps.notes.forget(this.#part.id);
  }

  /** Ends the part at once. */
  kill(): void {
    this.#stopping.abort();
    this.#child?.kill("SIGKILL");
  }

  async #spawn(): Promise<ChildProcess> {
    const child = await this.#part.start();
    this.#child = child;
    // Without a listener, e.g. for a program that is not there, the event would end the whole supervisor.
    child.on("error", () => undefined);
    this.#deps.guard.watch(child, this.#part.stopSignal);
    this.#deps.log.listen(child);
    this.#deps.notes.remember(this.#part.id, child);
    if (this.#stopping.signal.aborted) await stopChild(child, this.#part.stopSignal);
    return child;
  }

  /** What the part tells when it is ready; rejects when it dies before. */
  #untilReady(child: ChildProcess): Promise<string> {
    const died = ended(child).then(() => {
      throw new Failure(`${this.#part.name} ended while it started`);
    });
    return Promise.race([this.#part.ready(child), died]);
  }

  #keep(child: ChildProcess): void {
    this.#readySince = performance.now();
    void ended(child).then(() => this.#revive());
  }

  async #revive(): Promise<void> {
    if (performance.now() - this.#readySince >= HEALED_MS) this.#deaths = 0;
    while (!this.#stopping.signal.aborted) {
      this.#deaths += 1;
      this.#tellOfDeath();
      const pause = this.#deaths >= MANY_DEATHS ? LONGEST_PAUSE_MS : FIRST_PAUSE_MS * 2 ** (this.#deaths - 1);
      await delay(pause, undefined, { signal: this.#stopping.signal }).catch(() => undefined);
      if (this.#stopping.signal.aborted || (await this.#tryAgain())) return;
    }
  }

  async #tryAgain(): Promise<boolean> {
    const { name, stopSignal } = this.#part;
    const started = performance.now();
    try {
      const child = await this.#spawn();
      const detail = await this.#untilReady(child);
      this.#deps.say(readyLine(`${name} is back`, detail, performance.now() - started));
      this.#keep(child);
      return true;
    } catch {
      if (this.#child) await stopChild(this.#child, stopSignal);
      return false;
    }
  }

  #tellOfDeath(): void {
    const { name } = this.#part;
    const reason = `${describeEnd(this.#child)}; last words: ${this.#deps.log.lastWords()}`;
    if (this.#deaths < MANY_DEATHS) this.#deps.say(`! ${name} died (${reason}). Starting it again.`);
    if (this.#deaths !== MANY_DEATHS) return;
    this.#deps.say(
      `✗ ${name} has died ${MANY_DEATHS} times in a row (${reason}). From now on it is tried every ${LONGEST_PAUSE_MS / 1000} s.`,
    );
  }
}

const readyLine = (name: string, detail: string, ms: number): string =>
  `✓ ${[name, detail].filter(Boolean).join(" ")}  ${(ms / 1000).toFixed(1)} s`;

const describeEnd = (child: ChildProcess | undefined): string =>
  child?.signalCode
    ? `signal ${child.signalCode}`
    : child?.exitCode === undefined || child.exitCode === null
      ? "not started"
      : `exit ${child.exitCode}`;
