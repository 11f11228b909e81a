import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { request } from "./client.ts";
import { keys } from "./keys.ts";
import type { Page, Ref } from "./types.ts";

export type ConnectionState = "active" | "paused" | "reauthorise" | "failing";

export type Tls = "implicit" | "starttls" | "none";

export interface ConnectionSettings {
  server?: { host: string; port: number; tls: Tls } | undefined;
  url?: string | undefined;
  calendarId?: string | undefined;
  username?: string | undefined;
  folders?: string[] | undefined;
  mode?: "all" | "known-customers" | "replies-to-recorded" | "labelled" | "none" | undefined;
  backfillDays?: number | undefined;
  writesReminders?: boolean | undefined;
}

export interface Connection {
  id: string;
  kind: "mailbox" | "calendar";
  provider: string;
  name: string;
  addresses: string[];
  owner: Ref;
  state: ConnectionState;
  problem: string | null;
  problemSince: string | null;
  lastSuccessAt: string | null;
  settings: ConnectionSettings;
  progress: { listed: number; captured: number; skipped: number; failed: number; pending: number; gone: number };
  backfill: { done: boolean; oldest: string | null };
  createdAt: string;
}

export interface Discovery {
  addresses: string[];
  folders?: { path: string; role: string }[];
  calendars?: { id: string; name: string; readOnly: boolean }[];
}

interface Counts {
  listed: number;
  stored: number;
  failed: number;
  pending: number;
  missing: number;
}

export interface Completeness extends Counts {
  skipped: Record<string, number>;
  folders: (Counts & { folder: string; skipped: number })[];
  days: (Counts & { day: string; skipped: number })[];
}

export interface SkippedItem {
  id: string;
  folder: string;
  receivedAt: string | null;
  state: string;
  reason: string | null;
  trace: unknown;
  addresses: string[] | null;
}

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
