import { useEffect, useState } from "react";
import { useQueryClient, type QueryClient, type QueryKey } from "@tanstack/react-query";
import { keys } from "./keys.ts";
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
        ...customers,
      ];
    case "reminder":
      return [keys.reminders, ["customers", "list"], ...customers];
    case "connection":
      return [keys.connectionList, keys.connection(event.id), keys.completeness(event.id), keys.skipped(event.id)];
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

/**
 * Keeps the cache true while the page is open: one stream of changes, gathered and then invalidated. After a break everything that is
 * shown is read again, since changes may have been missed.
 * @returns a function that ends it
 */
export function followChanges(client: QueryClient, onState: (connected: boolean) => void): () => void {
  let source: EventSource | null = null;
  let attempt = 0;
  let missed = false;
  let retry: number | undefined;
  let flush: number | undefined;
  let stale = new Map<string, QueryKey>();

  const invalidate = () => {
    flush = undefined;
    const gathered = stale;
    stale = new Map();
    for (const queryKey of gathered.values()) void client.invalidateQueries({ queryKey });
  };

  const connect = () => {
    source = new EventSource("/api/v1/events");
    source.addEventListener("hello", () => {
      attempt = 0;
      onState(true);
      if (missed) void client.invalidateQueries({ type: "active" });
      missed = false;
    });
    source.addEventListener("changed", (message: MessageEvent<string>) => {
      const event = parseChanged(message.data);
      if (!event) return;
      for (const key of staleAfter(event)) stale.set(JSON.stringify(key), key);
      flush ??= window.setTimeout(invalidate, GATHER_MS);
    });
    source.addEventListener("error", () => {
      missed = true;
      onState(false);
      // The browser tries again by itself, except after an answer that was no stream: then it is closed for good.
      if (source?.readyState !== EventSource.CLOSED) return;
      const wait = RECONNECT_MS[Math.min(attempt, RECONNECT_MS.length - 1)] ?? 30_000;
      attempt += 1;
      retry = window.setTimeout(connect, wait);
    });
  };

  connect();
  return () => {
    source?.close();
    window.clearTimeout(retry);
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
