import { toCsv } from "@kronika/core/reports/csv.ts";
import type { Report } from "./schemas.ts";

const COLUMNS = [
  "figure",
  "name",
  "count",
  "hits",
  "share",
  "low",
  "high",
  "median",
  "p90",
  "currency",
  "sum",
  "count before",
  "hits before",
];

/** A report as a file: a line for each figure, and one for each currency of an amount. Shares are parts of 1, durations as in the report. */
export function reportCsv({ figures }: Report): string {
  const lines = figures.flatMap((figure) => {
    const sums = Object.entries(figure.sums ?? {});
    return (sums.length > 0 ? sums : [[null, null] as const]).map(([currency, sum]) => [
      figure.id,
      figure.name,
      figure.count,
      figure.hits,
      figure.share?.value ?? null,
      figure.share?.low ?? null,
      figure.share?.high ?? null,
      figure.median,
      figure.p90,
      currency,
      sum === null ? null : Number(sum),
      figure.before?.count ?? null,
      figure.before?.hits ?? null,
    ]);
  });
  return toCsv([COLUMNS, ...lines]);
}
