import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { request } from "./client.ts";
import { keys } from "./keys.ts";
import type { Completeness, Connection, ConnectionSettings, Discovery, Page, SkippedItem, Tls } from "./types.ts";

export const connectionsQuery = queryOptions({
  queryKey: keys.connectionList,
  queryFn: ({ signal }) => request<Page<Connection>>("GET", "/connections", { signal }),
});

export const connectionQuery = (id: string) =>
  queryOptions({ queryKey: keys.connection(id), queryFn: ({ signal }) => request<Connection>("GET", `/connections/${id}`, { signal }) });

export const completenessQuery = (id: string) =>
  queryOptions({
    queryKey: keys.completeness(id),
    queryFn: ({ signal }) => request<Completeness>("GET", `/connections/${id}/completeness`, { signal }),
  });

export const skippedQuery = (id: string) =>
  infiniteQueryOptions({
    queryKey: keys.skipped(id),
    queryFn: ({ pageParam, signal }) =>
      request<Page<SkippedItem>>("GET", `/connections/${id}/skipped`, { query: { limit: 50, cursor: pageParam }, signal }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
  });

export interface MailboxInput {
  kind: "mailbox";
  provider: "imap";
  name?: string;
  server: { host: string; port: number; tls: Tls };
  username: string;
  password: string;
  mode?: NonNullable<ConnectionSettings["mode"]>;
  backfillDays?: number;
  folders?: string[];
}

export interface CalendarInput {
  kind: "calendar";
  provider: "caldav";
  name?: string;
  url: string;
  username: string;
  password: string;
  calendarId?: string;
  writesReminders?: boolean;
}

export type ConnectionInput = MailboxInput | CalendarInput;

/** Signs in and looks around, without storing anything. */
export const discoverConnection = (input: ConnectionInput) => request<Discovery>("POST", "/connections/discover", { body: input });
export const createConnection = (input: ConnectionInput) => request<Connection>("POST", "/connections", { body: input });
export const updateConnection = (id: string, patch: { name?: string; settings?: ConnectionSettings; state?: "active" | "paused" }) =>
  request<Connection>("PATCH", `/connections/${id}`, { body: patch });
export const removeConnection = (id: string) => request<void>("DELETE", `/connections/${id}`);
export const syncConnection = (id: string) => request<void>("POST", `/connections/${id}/sync`);
export const reconnectConnection = (id: string, password: string) =>
  request<Connection>("POST", `/connections/${id}/reconnect`, { body: { password } });
