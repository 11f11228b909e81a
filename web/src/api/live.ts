import { useEffect, useState } from "react";
import { useQueryClient, type QueryClient, type QueryKey } from "@tanstack/react-query";
import { commentKeys } from "./comments.ts";
import { keys } from "./keys.ts";
import { notificationKeys } from "./notifications.ts";
import { rematchKeys } from "./rematch.ts";
import type { ChangedEvent } from "./types.ts";

/** Which cached answers a change makes stale. */
export function staleAfter(event: ChangedEvent): QueryKey[] {
  const customers = (event.customerIds ?? []).map((id) => keys.customer(id));
  switch (event.noun) {
    case "customer":
      return [keys.customer(event.id), ["customers", "list"]];
    case "contact":
      return [keys.contacts, ...customers];
    case "opportunity":
      return [["opportunities", "list"], keys.opportunity(event.id), keys.timelineOf("opportunity", event.id)];
    case "interaction":
      return [
        keys.interaction(event.id),
        keys.explanation(event.id),
        ["interactions", "recent"],
        ...(event.customerIds?.map((id) => keys.timelineOf("customer", id)) ?? [["timeline", "customer"]]),
        ["timeline", "opportunity"],
        ["timeline", "contact"],
        ["customers", "list"],
        ["questions"],
        ...customers,
      ];
    case "sales-document":
      return [keys.salesDocuments];
    case "reminder":
      return [keys.reminders, ["customers", "list"], ...customers];
    case "connection":
      return [keys.connectionList, keys.connection(event.id), keys.completeness(event.id), keys.skipped(event.id)];
    case "rematch":
      return [rematchKeys.one(event.id)];
    case "comment":
      return [commentKeys.of(event.id)];
    case "notification":
      return [notificationKeys.all];
    default:
      return [];
  }
}

/** Parses the data of a `changed` event; null for anything that is not one. */
export function parseChanged(data: string): ChangedEvent | null {
  try {
    const value = JSON.parse(data) as Partial<ChangedEvent>;
    return typeof value.noun === "string" && typeof value.id === "string" ? (value as ChangedEvent) : null;
  } catch {
    return null;
  }
}

/** A burst of changes (a backfill) is told to the pages at most this often. */
const GATHER_MS = 400;
const RECONNECT_MS = [1000, 2000, 5000, 10_000, 30_000] as const;
const NAME = "kronika-events";

/** What the tab that listens tells the others. */
type Message = { type: "changed"; event: ChangedEvent } | { type: "state"; connected: boolean; missed: boolean };

/**
 * The stream of changes. Reconnects for ever; `missed` is true after a break, since changes may have been lost in it.
 * @returns a function that closes it
 */
export function openStream(tell: (message: Message) => void, options: { missed: boolean }): () => void {
  let source: EventSource | undefined;
  let { missed } = options;
  let attempt = 0;
  let retry: number | undefined;
  const connect = () => {
    source = new EventSource("/api/v1/events");
    source.addEventListener("hello", () => {
      attempt = 0;
      tell({ type: "state", connected: true, missed });
      missed = false;
    });
    // The hub itself has lost sight of the changes for a while (its database connection broke).
    source.addEventListener("reset", () => tell({ type: "state", connected: true, missed: true }));
    source.addEventListener("changed", (message: MessageEvent<string>) => {
      const event = parseChanged(message.data);
      if (event) tell({ type: "changed", event });
    });
    // Ended elsewhere: whoever asks for anything now is told to sign in.
    source.addEventListener("signed-out", () => tell({ type: "state", connected: true, missed: true }));
    source.addEventListener("error", () => {
      missed = true;
      tell({ type: "state", connected: false, missed: false });
      // The browser tries again by itself, except after an answer that was no stream: then it is closed for good.
      if (source?.readyState !== EventSource.CLOSED) return;
      retry = window.setTimeout(connect, RECONNECT_MS[Math.min(attempt, RECONNECT_MS.length - 1)]);
      attempt += 1;
    });
  };
  connect();
  return () => {
    source?.close();
    window.clearTimeout(retry);
  };
}

/**
 * Keeps the cache true while the page is open. Of all tabs only one holds the stream and tells the others: a browser allows six
 * connections to a server over HTTP/1.1, and six tabs would use them up.
 * @returns a function that ends it
 */
export function followChanges(client: QueryClient, onState: (connected: boolean) => void): () => void {
  const channel = new BroadcastChannel(NAME);
  const end = new AbortController();
  let flush: number | undefined;
  let stale = new Map<string, QueryKey>();

  const invalidate = () => {
    flush = undefined;
    const gathered = stale;
    stale = new Map();
    for (const queryKey of gathered.values()) void client.invalidateQueries({ queryKey });
  };
  const hear = (message: Message) => {
    if (message.type === "state") {
      onState(message.connected);
      if (message.missed) void client.invalidateQueries({ type: "active" });
      return;
    }
    for (const key of staleAfter(message.event)) stale.set(JSON.stringify(key), key);
    flush ??= window.setTimeout(invalidate, GATHER_MS);
  };
  channel.addEventListener("message", ({ data }: MessageEvent<Message>) => hear(data));

  /** Listens for all tabs until this one is closed. */
  const lead = (missed: boolean) =>
    new Promise<void>((resolve) => {
      const tell = (message: Message) => {
        hear(message);
        // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a BroadcastChannel stays within this origin
        channel.postMessage(message);
      };
      const close = openStream(tell, { missed });
      end.signal.addEventListener("abort", () => {
        close();
        resolve();
      });
    });
  const locks: LockManager | undefined = navigator.locks;
  if (locks) {
    void locks
      .request(NAME, { ifAvailable: true }, async (lock) => {
        if (lock && !end.signal.aborted) await lead(false);
        return lock !== null;
      })
      .then((led) => {
        // Another tab listens; when it is closed, this one goes on where the other left off, and may have missed something.
        if (!led && !end.signal.aborted) return locks.request(NAME, { signal: end.signal }, () => lead(true));
        return undefined;
      })
      .catch(() => {
        // Aborted while waiting: the page is leaving.
      });
  } else {
    // Without locks (a plain http address inside a company) each tab listens for itself.
    void lead(false);
  }
  return () => {
    end.abort();
    channel.close();
    window.clearTimeout(flush);
  };
}

/** Follows changes for as long as the component is mounted; false while the connection is broken. */
export function useLiveUpdates(): boolean {
  const client = useQueryClient();
  const [connected, setConnected] = useState(true);
  useEffect(() => followChanges(client, setConnected), [client]);
  return connected;
}
