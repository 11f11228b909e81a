import { expect } from "vitest";

/** Collects what was asked and what came otherwise than the rule book says; one assertion at the end names the first few. */
export class Cells {
  readonly #wrong: string[] = [];
  asked = 0;

  check(cell: string, actual: unknown, expected: unknown): void {
    this.asked += 1;
    if (actual !== expected) this.#wrong.push(`${cell}: ${String(actual)}, not ${String(expected)}`);
  }

  /** Fails when a cell was wrong. */
  settle(): void {
    expect({ wrong: this.#wrong.length, first: this.#wrong.slice(0, 20) }).toEqual({ wrong: 0, first: [] });
  }
}
