import { systemContext, type Deps } from "./context.ts";
import { indexNext, organizationsToIndex } from "./services/search/index-changes.ts";

const EVERY_MS = 500;
const AFTER_FAILURE_MS = 10_000;

/** Brings the search index up to date with what has changed, in every organisation, until it is stopped. Never fails; several hubs share the work. */
export function startIndexer(deps: Deps): { stop(): Promise<void> } {
  let stopped = false;
  let timer: NodeJS.Timeout | undefined;
  let running = Promise.resolve();

  async function round(): Promise<void> {
    let pause = EVERY_MS;
    try {
      // By turns: a long history that is indexed for the first time does not keep the others waiting.
      for (const id of await organizationsToIndex(deps)) if (!stopped && (await indexNext(systemContext(deps, id))) > 0) pause = 0;
    } catch (err) {
      if (!stopped) deps.log.warn({ err }, "the search index falls behind; it is tried again");
      pause = AFTER_FAILURE_MS;
    }
    if (!stopped) schedule(pause);
  }
  function schedule(pause: number): void {
    timer = setTimeout(() => {
      running = round();
    }, pause);
    timer.unref();
  }
  schedule(0);
  return {
    stop: async () => {
      stopped = true;
      clearTimeout(timer);
      await running;
    },
  };
}
