import { z } from "zod";

export const reportNames = [
  ...(["interactions", "our-response", "their-response", "reply-rate", "calls", "meetings"] as const),
  ...(["success", "neglected", "next-steps", "coverage", "pipeline", "engagement"] as const),
] as const;
export type ReportName = (typeof reportNames)[number];

/** A day of the centuries in which there are companies: the period before it must be one of the calendar too. */
const day = z.iso.date().refine((value) => value >= "1900-01-01" && value <= "2199-12-31", "must be between 1900 and 2199");

/** Which part of the history a report looks at. */
export const reportFiltersSchema = z
  .object({
    /** Calendar days where the organisation lives, both included. */
    from: day,
    to: day,
    teamId: z.uuid().optional(),
    repId: z.uuid().optional(),
    kind: z.enum(["email", "call", "meeting", "note", "other"]).optional(),
    customerId: z.uuid().optional(),
  })
  .refine(({ from, to }) => from <= to, { path: ["to"], message: "must not be before the first day" });
export type ReportFilters = z.output<typeof reportFiltersSchema>;

/** One figure of a report. What it means is said by its report and its id. */
export interface Figure {
  /** `group:key`, e.g. `kind:email/incoming`, `rep:<id>`, `period:2026-11-23`; by it the list behind the figure is asked for. */
  id: string;
  /** Of an id in it: the name, if the viewer may know it. */
  name: string | null;
  count: number;
  /** Of a share: how many of `count`, and the share with its interval. */
  hits: number | null;
  share: { value: number; low: number; high: number } | null;
  /** Of durations: seconds or, where the report says so, days. */
  median: number | null;
  p90: number | null;
  /** Of amounts: by currency, as text. */
  sums: Record<string, string> | null;
  /** The same of the period before, which is as long. Null where the report is about now. */
  before: { count: number; hits: number | null } | null;
}

export interface Report {
  report: ReportName;
  filters: ReportFilters;
  /** The first and the last day of the period before. */
  before: { from: string; to: string } | null;
  figures: Figure[];
}
