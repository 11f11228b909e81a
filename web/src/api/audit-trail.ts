import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { request } from "./client.ts";
import type { Page } from "./types.ts";

/** One thing that somebody did or looked at. Names are those of today, null for what is gone. */
export interface AuditRow {
  id: string;
  at: string;
  actorKind: string;
  actorId: string;
  actorName: string | null;
  verb: string;
  noun: string;
  rowId: string | null;
  rowName: string | null;
}

/** Whether the trail is as it was written. */
export interface AuditCheck {
  ok: boolean;
  segments: number;
  rows: number;
  /** Rows that are not sealed yet. */
  open: number;
  /** The first segment that does not hold. */
  broken: { number: number } | null;
}

export interface AuditFilters {
  userId?: string | undefined;
  noun?: string | undefined;
  verb?: string | undefined;
  /** Instants, ISO 8601. */
  from?: string | undefined;
  to?: string | undefined;
}

/** The trail, newest first. Administrators only. */
export const auditTrailQuery = (filters: AuditFilters) =>
  infiniteQueryOptions({
    queryKey: ["audit-trail", "list", filters],
    queryFn: ({ pageParam, signal }) =>
      request<Page<AuditRow>>("GET", "/audit", { query: { ...filters, limit: 50, cursor: pageParam }, signal }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
  });

/** Reads the whole trail: asked only when somebody wants to know. */
export const auditCheckQuery = queryOptions({
  queryKey: ["audit-trail", "check"],
  queryFn: ({ signal }) => request<AuditCheck>("GET", "/audit/check", { signal }),
  enabled: false,
});
