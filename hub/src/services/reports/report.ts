import { wilson } from "@kronika/core/reports/wilson.ts";
import type { Ctx } from "../../context.ts";
import type { Tx } from "../../db/database.ts";
import { inTransaction, withClient } from "../../db/transaction.ts";
import { parse } from "../parse.ts";
import { isAboutPeriod, PARAMETERS, periodBefore, questionOf, type Question } from "./question.ts";
import { reportFiltersSchema, type Figure, type Report, type ReportName } from "./schemas.ts";

/** Of each rep's and each customer's figures so many are shown, the largest. */
const MOST_NAMES = 50;

/** The figures of a report: definitions in facts.ts and facts-now.ts. A share comes with its interval, a figure of a period with that of the period before. */
export async function reportOf(ctx: Ctx, report: ReportName, input: unknown): Promise<Report> {
  const filters = parse(reportFiltersSchema, input);
  return inTransaction(ctx, async (tx, ctx) => {
    const counted = await count(tx, await questionOf(tx, ctx, report, filters));
    const before = isAboutPeriod(report) ? periodBefore(filters) : null;
    const earlier = before === null ? [] : await count(tx, await questionOf(tx, ctx, report, { ...filters, ...before }));
    const known = new Map(earlier.map((row) => [row.figure, row]));
    const names = await namesOf(tx, counted);
    const figures = counted.map((row): Figure => {
      const then = known.get(row.figure);
      const comparable = before !== null && !row.figure.startsWith("period:");
      return {
        id: row.figure,
        name: names.get(row.figure.slice(row.figure.indexOf(":") + 1)) ?? null,
        count: row.count,
        hits: row.shares ? row.hits : null,
        share: row.shares ? wilson(row.hits, row.count) : null,
        median: row.median,
        p90: row.p90,
        sums: row.sums,
        before: comparable ? { count: then?.count ?? 0, hits: row.shares ? (then?.hits ?? 0) : null } : null,
      };
    });
    return { report, filters, before, figures };
  });
}

interface Counted {
  figure: string;
  count: number;
  hits: number;
  shares: boolean;
  median: number | null;
  p90: number | null;
  sums: Record<string, string> | null;
}

const counting = (facts: string) => `WITH parameters AS (${PARAMETERS}),
  facts AS MATERIALIZED (SELECT figure, f.hit, f.value, f.currency FROM (${facts}) f, unnest(f.figures) figure),
  counted AS (SELECT figure, count(*)::int AS count, count(*) FILTER (WHERE hit)::int AS hits, bool_or(hit IS NOT NULL) AS shares,
      percentile_cont(ARRAY[0.5, 0.9]) WITHIN GROUP (ORDER BY value::float8) FILTER (WHERE currency IS NULL) AS marks FROM facts GROUP BY figure),
  sums AS (SELECT figure, json_object_agg(currency, total) AS sums FROM
      (SELECT figure, currency, sum(value)::text AS total FROM facts WHERE currency IS NOT NULL AND value IS NOT NULL GROUP BY figure, currency) s GROUP BY figure)
  SELECT figure, count, hits, shares, marks[1] AS median, marks[2] AS p90, sums FROM
    (SELECT c.*, s.sums, row_number() OVER (PARTITION BY split_part(c.figure, ':', 1) ORDER BY c.count DESC, c.figure) AS place FROM counted c LEFT JOIN sums s USING (figure)) c
  WHERE place <= ${MOST_NAMES} OR split_part(figure, ':', 1) NOT IN ('rep', 'customer')
  ORDER BY split_part(figure, ':', 1), CASE WHEN split_part(figure, ':', 1) = 'period' THEN 0 ELSE place END, figure`;

async function count(tx: Tx, { facts, values }: Question): Promise<Counted[]> {
  return (await withClient(tx).query<Counted>(counting(facts), values)).rows;
}

/** Names of reps and customers among the figures, as far as the viewer may know them. */
async function namesOf(tx: Tx, counted: readonly Counted[]): Promise<Map<string, string>> {
  const ids = counted.flatMap(({ figure }) => /^(?:rep|customer):([0-9a-f-]{36})$/.exec(figure)?.[1] ?? []);
  if (ids.length === 0) return new Map();
  const { rows } = await withClient(tx).query<{ id: string; name: string }>(
    "SELECT id, name FROM users WHERE id = ANY ($1::uuid[]) UNION ALL SELECT id, name FROM customers WHERE id = ANY ($1::uuid[])",
    [ids],
  );
  return new Map(rows.map(({ id, name }) => [id, name]));
}
