import { mimeLimits } from "./limits.ts";

/** What was wrong with a message, each once, for a person to read. Never holds text of the message itself. */
export class Problems {
  readonly #seen = new Set<string>();

  add(problem: string): void {
    if (this.#seen.size < mimeLimits.problems) this.#seen.add(problem);
  }

  /**
   * Makes text storable: PostgreSQL refuses NUL (22021), and lone surrogates are no Unicode. What had to be changed is noted under
   * the name of the field.
   */
  storable(text: string, field: string): string {
    let result = text;
    if (result.includes("\0")) {
      result = result.replaceAll("\0", "");
      this.add(`${field}: NUL characters removed`);
    }
    if (!result.isWellFormed()) {
      result = result.toWellFormed();
      this.add(`${field}: lone surrogates replaced`);
    }
    return result;
  }

  list(): string[] {
    return [...this.#seen];
  }
}

/** A label that the sender chose, fit to be shown: printable ASCII, in quotes. */
export function quoteLabel(label: string): string {
  return `"${label.replace(/[^\x21-\x7e]/g, "").slice(0, 40)}"`;
}
