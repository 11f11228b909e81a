import { closeSync, fstatSync, mkdirSync, openSync, renameSync, rmSync, writeSync } from "node:fs";
import { dirname } from "node:path";

const KEPT = 3;

/** A log of JSON lines that begins afresh when it has grown, with the last ones kept as `.1`, `.2`, `.3`. */
export class LogFile {
  readonly #path: string;
  readonly #maxBytes: number;
  #file: number | undefined;
  #size = 0;

  constructor(path: string, maxBytes = 10 * 2 ** 20) {
    this.#path = path;
    this.#maxBytes = maxBytes;
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    this.#open();
  }

  /** Appends one line. A log that cannot be written (a full disk) must not end what it tells about: the line is dropped then. */
  write(line: string): void {
    const bytes = Buffer.from(`${line}\n`);
    try {
      if (this.#size > 0 && this.#size + bytes.length > this.#maxBytes) this.#rotate();
      if (this.#file === undefined) this.#open();
      if (this.#file !== undefined) this.#size += writeSync(this.#file, bytes);
    } catch {
      // See above.
    }
  }

  close(): void {
    if (this.#file !== undefined) closeSync(this.#file);
    this.#file = undefined;
  }

  #open(): void {
    this.#file = openSync(this.#path, "a", 0o600);
    this.#size = fstatSync(this.#file).size;
  }

  #rotate(): void {
    this.close();
    rmSync(`${this.#path}.${KEPT}`, { force: true });
    for (let age = KEPT - 1; age >= 0; age -= 1) {
      try {
        renameSync(age === 0 ? this.#path : `${this.#path}.${age}`, `${this.#path}.${age + 1}`);
      } catch {
        // That one is not there yet.
      }
    }
    this.#open();
  }
}
