import { z } from "zod";
import type { Deps } from "./context.ts";
import { createListener } from "./db/listen.ts";
import { channels, type ChangeNotice } from "./services/outbox.ts";

const noticeSchema = z.object({ orgId: z.string(), noun: z.string(), id: z.string(), customerIds: z.array(z.string()).optional() });

/** A change of a row, or: a way in of this person has ended (services/auth/ended.ts). */
export type LiveNotice = ChangeNotice | { noun: "sign-in"; id: string };

/** Tells the open pages of this hub what has changed, whichever hub or worker changed it. */
export interface Live {
  /** Calls back for every change of the organisation; `null` when notices may have been missed: read everything again. */
  subscribe(orgId: string, onChange: (notice: LiveNotice | null) => void): () => void;
  stop(): void;
}

const RETRY_MS = 2000;

/** One listening connection for all pages; opened again when it was lost. */
export function startLive(deps: Pick<Deps, "database" | "log">): Live {
  const subscribers = new Map<string, Set<(notice: LiveNotice | null) => void>>();
  let stopped = false;
  let timer: NodeJS.Timeout | undefined;
  const everybody = (notice: null) => {
    for (const set of subscribers.values()) for (const tell of set) tell(notice);
  };
  const hear = (payload: string) => {
    const parsed = noticeSchema.safeParse(safeJson(payload));
    if (!parsed.success) return;
    const { orgId, ...notice } = parsed.data;
    for (const tell of subscribers.get(orgId) ?? []) tell(notice as LiveNotice);
  };
  const listener = createListener(deps.database, channels.changes, hear, () => schedule(RETRY_MS));
  const open = async () => {
    try {
      await listener.ensure();
      everybody(null);
    } catch {
      schedule(RETRY_MS);
    }
  };
  function schedule(ms: number): void {
    if (stopped) return;
    clearTimeout(timer);
    timer = setTimeout(() => void open(), ms);
  }
  schedule(0);
  return {
    subscribe(orgId, onChange) {
      const set = subscribers.get(orgId) ?? new Set();
      subscribers.set(orgId, set.add(onChange));
      return () => {
        set.delete(onChange);
        if (set.size === 0) subscribers.delete(orgId);
      };
    },
    stop() {
      stopped = true;
      clearTimeout(timer);
      listener.close();
    },
  };
}

function safeJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
