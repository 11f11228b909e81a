import { streamSSE } from "hono/streaming";
import { createRouter, ctxOf } from "../http.ts";
import type { Live } from "../live.ts";
import type { ChangeNotice } from "../services/outbox.ts";

/** Proxies cut silent connections after a minute. */
const KEEP_ALIVE_MS = 25_000;

/** Server-sent events: which rows to read again. Ids only; each page reads with its own rights. */
export function eventRoutes(live: Live) {
  return createRouter().get("/", (c) => {
    const { orgId } = ctxOf(c);
    c.header("X-Accel-Buffering", "no");
    return streamSSE(c, async (stream) => {
      const send = (event: string, data: unknown) =>
        void stream.writeSSE({ event, data: JSON.stringify(data) }).catch(() => stream.abort());
      const unsubscribe = live.subscribe(orgId, (notice: ChangeNotice | null) =>
        notice === null ? send("reset", {}) : send("changed", notice),
      );
      stream.onAbort(unsubscribe);
      send("hello", {});
      while (!stream.aborted && !stream.closed) {
        await stream.sleep(KEEP_ALIVE_MS);
        send("ping", {});
      }
      unsubscribe();
    });
  });
}
