import { infiniteQueryOptions, keepPreviousData, queryOptions } from "@tanstack/react-query";
import { apiUrl, request } from "./client.ts";
import type { Page, Ref } from "./types.ts";

export const reportNames = [
  ...(["interactions", "our-response", "their-response", "reply-rate", "calls", "meetings"] as const),
  ...(["success", "neglected", "next-steps", "coverage", "pipeline", "engagement"] as const),
] as const;
export type ReportName = (typeof reportNames)[number];

export interface ReportFilters {
  from: string;
  to: string;
  teamId?: string | undefined;
  repId?: string | undefined;
  kind?: string | undefined;
  customerId?: string | undefined;
}

export interface Figure {
  id: string;
  name: string | null;
  count: number;
  hits: number | null;
  share: { value: number; low: number; high: number } | null;
  median: number | null;
  p90: number | null;
  sums: Record<string, string> | null;
  before: { count: number; hits: number | null } | null;
}

interface Report {
  before: { from: string; to: string } | null;
  figures: Figure[];
}

export interface BehindRow {
  noun: "interaction" | "customer" | "opportunity" | "reminder";
  id: string;
  at: string;
  title: string | null;
  kind: string | null;
  customer: Ref | null;
}

export const reportQuery = (report: ReportName, filters: ReportFilters) =>
  queryOptions({
    queryKey: ["reports", report, filters],
    queryFn: ({ signal }) => request<Report>("GET", `/reports/${report}`, { query: { ...filters }, signal }),
    placeholderData: keepPreviousData,
  });

/** The list behind a figure. */
export const behindQuery = (report: ReportName, filters: ReportFilters, figure: string) =>
  infiniteQueryOptions({
    queryKey: ["reports", report, filters, figure],
    queryFn: ({ signal, pageParam }) =>
      request<Page<BehindRow>>("GET", `/reports/${report}/rows`, { query: { ...filters, figure, limit: 50, cursor: pageParam }, signal }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
  });

export const reportCsvUrl = (report: ReportName, filters: ReportFilters): string => apiUrl(`/reports/${report}/csv`, { ...filters });
