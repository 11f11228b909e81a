import { browser } from "wxt/browser";
import { ask, RequestError, type RequestName, type Requests } from "../messages.ts";

/** The extension was updated under the page: its scripts can no longer reach it. */
export class Orphaned extends Error {}

/**
 * Asks until there is an answer: the worker may die between the question and the answer, and is started again by the next question.
 * @throws RequestError when it has answered that it cannot; {@link Orphaned}; the signal's reason
 */
export async function askUntilAnswered<Name extends RequestName>(
  signal: AbortSignal,
  request: Name,
  ...payload: Requests[Name][0] extends void ? [] : [Requests[Name][0]]
): Promise<Requests[Name][1]> {
  for (let attempt = 0; ; attempt++) {
    signal.throwIfAborted();
    if (browser.runtime?.id === undefined) throw new Orphaned();
    try {
      return await ask(request, ...payload);
    } catch (error) {
      if (error instanceof RequestError && error.code !== "failed") throw error;
    }
    await new Promise((resolve) => setTimeout(resolve, Math.min(100 * 2 ** attempt, 5000)));
  }
}
