/** Collects what was asked, and what came otherwise than the rule book says: a matrix that is wrong names its first cells, not its first one. */
export class Cells {
  readonly #wrong: string[] = [];
  asked = 0;

  check(cell: string, actual: unknown, expected: unknown): void {
    this.asked += 1;
    if (actual !== expected) this.#wrong.push(`${cell}: ${String(actual)}, not ${String(expected)}`);
  }

  /** How many cells were wrong, and the first of them. */
  get wrong(): { count: number; first: string[] } {
    return { count: this.#wrong.length, first: this.#wrong.slice(0, 20) };
  }
}

/** What a right matrix has. */
export const NONE = { count: 0, first: [] };
