import { streamSSE } from "hono/streaming";
import { createRouter, ctxOf } from "../http.ts";
import type { Live, LiveNotice } from "../live.ts";
import { isStillOpen } from "../services/auth/still-open.ts";

/** Proxies cut silent connections after a minute. */
const KEEP_ALIVE_MS = 25_000;

/**
 * Server-sent events: which rows to read again. Ids only; each page reads with its own rights. A stream lives no longer than the way in that it
 * came by: it is asked for again when one of this person's has ended anywhere, when notices may have been missed, and with each sign of life.
 */
export function eventRoutes(live: Live) {
  return createRouter().get("/", (c) => {
    const ctx = ctxOf(c);
    const me = ctx.actor.kind === "system" ? null : ctx.actor.userId;
    c.header("X-Accel-Buffering", "no");
    return streamSSE(c, async (stream) => {
      const send = (event: string, data: unknown) =>
        void stream.writeSSE({ event, data: JSON.stringify(data) }).catch(() => stream.abort());
      const ended = Promise.withResolvers<void>();
      const check = () =>
        isStillOpen(ctx).then(
          (open) => {
            if (!open) ended.resolve();
          },
          // The database is away: nothing has ended for that. It is asked again.
          () => undefined,
        );
      const unsubscribe = live.subscribe(ctx.orgId, (notice: LiveNotice | null) => {
        if (notice === null) send("reset", {});
        // Whom the system tells of something is nobody else's affair.
        else if (notice.noun === "notification" ? notice.id === me : notice.noun !== "sign-in") send("changed", notice);
        if (notice === null || (notice.noun === "sign-in" && notice.id === me)) void check();
      });
      stream.onAbort(() => {
        unsubscribe();
        ended.resolve();
      });
      send("hello", {});
      for (;;) {
        const over = await Promise.race([stream.sleep(KEEP_ALIVE_MS).then(() => false), ended.promise.then(() => true)]);
        if (over) break;
        send("ping", {});
        await check();
      }
      unsubscribe();
      if (!stream.aborted) await stream.writeSSE({ event: "signed-out", data: "{}" });
    });
  });
}
