import type { ParseDate } from "../hosts/host.ts";
import { askUntilAnswered } from "./resend.ts";

/**
 * Dates of the page, read by the worker: the words of so many languages need not lie in every page. A date that is met for the first time is
 * not known until {@link settle} has asked; from then on it is.
 */
export class RemoteDates {
  readonly #known = new Map<string, string | null>();
  readonly #wanted = new Map<string, { text: string; language: string | null }>();

  readonly parse: ParseDate = (text, language) => {
    const key = `${language}|${text}`;
    const known = this.#known.get(key);
    if (known === undefined) this.#wanted.set(key, { text, language });
    return known ?? null;
  };

  /** @returns true when dates have become known, so that the page reads differently now */
  async settle(signal: AbortSignal): Promise<boolean> {
    const wanted = [...this.#wanted];
    if (wanted.length === 0) return false;
    this.#wanted.clear();
    const answers = await askUntilAnswered(signal, "dates", ...([wanted.map(([, question]) => question)] as const));
    for (const [index, [key]] of wanted.entries()) this.#known.set(key, answers[index] ?? null);
    return true;
  }
}
