import { USUAL_HOURS, workingHoursSchema } from "@kronika/core/reports/working-hours.ts";
import type { Ctx } from "../../context.ts";
import type { Tx } from "../../db/database.ts";
import { withClient } from "../../db/transaction.ts";
import { found } from "../authorise.ts";
import { PRESENT_FACTS } from "./facts-now.ts";
import { PERIOD_FACTS } from "./facts.ts";
import type { ReportFilters, ReportName } from "./schemas.ts";

/** The facts of a report with the parameters of one question: see facts.ts. */
export interface Question {
  facts: string;
  values: unknown[];
}

const FACTS: Record<ReportName, string> = { ...PERIOD_FACTS, ...PRESENT_FACTS };
/** Names the type of every parameter, whether the report uses it or not. */
export const PARAMETERS = `SELECT $1::timestamptz, $2::timestamptz, $3::timestamptz, $4::uuid[], $5::text, $6::uuid, $7::int[], $8::int, $9::int, $10::text, $11::text`;
export const isAboutPeriod = (report: ReportName): boolean => report in PERIOD_FACTS;

/** The others look up a few rows for each customer or deal, which is what nested loops are for. */
const joinsSets = (report: ReportName): boolean => isAboutPeriod(report) || report === "engagement";

const DAY_MS = 24 * 60 * 60 * 1000;
const dayAt = (ms: number): string => new Date(ms).toISOString().slice(0, 10);
const lengthOf = ({ from, to }: Pick<ReportFilters, "from" | "to">): number => (Date.parse(to) - Date.parse(from)) / DAY_MS + 1;

/** The period before, as many days long. */
export const periodBefore = (filters: Pick<ReportFilters, "from" | "to">): { from: string; to: string } => ({
  from: dayAt(Date.parse(filters.from) - lengthOf(filters) * DAY_MS),
  to: dayAt(Date.parse(filters.from) - DAY_MS),
});

/** A trend has a readable number of points. */
const bucketOf = (days: number): string => (days <= 62 ? "day" : days <= 400 ? "week" : "month");

/**
 * Reads what a question needs of the organisation: its time zone and hours, where its days begin, who is in the team. One query.
 * @throws AppError `not-found` for a team that there is not
 */
export async function questionOf(tx: Tx, ctx: Ctx, report: ReportName, filters: ReportFilters): Promise<Question> {
  const client = withClient(tx);
  const planned = `SET LOCAL enable_nestloop = ${joinsSets(report) ? "off" : "on"}`;
  const asked = {
    name: "report-question",
    text: `SELECT o.time_zone AS "timeZone", o.settings -> 'workingHours' AS hours, $1::date::timestamp AT TIME ZONE o.time_zone AS begins,
        ($2::date + 1)::timestamp AT TIME ZONE o.time_zone AS ends,
        (SELECT coalesce((SELECT array_agg(m.user_id) FROM memberships m WHERE m.team_id = t.id), '{}') FROM teams t WHERE t.id = $3::uuid) AS team
      FROM organizations o WHERE o.id = app_org()`,
    values: [filters.from, filters.to, filters.teamId ?? null],
  };
  // Until PostgreSQL has looked at a history that was just imported, it takes every table for small, and a nested loop over ten thousand rows for cheap.
  const [, { rows }] = await Promise.all([
    client.query(planned),
    client.query<{ timeZone: string; hours: unknown; begins: Date; ends: Date; team: string[] | null }>(asked),
  ]);
  const { timeZone, hours, begins, ends, team } = rows[0]!;
  if (filters.teamId) found(team, "team");
  const { days, from, to } = workingHoursSchema.safeParse(hours).data ?? USUAL_HOURS;
  const { repId } = filters;
  const reps = repId === undefined ? team : team === null || team.includes(repId) ? [repId] : [];
  const bucket = bucketOf(lengthOf(filters));
  const values = [
    begins,
    ends,
    ctx.now(),
    reps,
    filters.kind ?? null,
    filters.customerId ?? null,
    days,
    from * 60,
    to * 60,
    bucket,
    timeZone,
  ];
  return { facts: FACTS[report], values };
}
