import { reportNames } from "@kronika/hub/services/reports/schemas.ts";
import pg from "pg";
import { startDedicatedPostgres } from "../servers/postgres.ts";
import type { BenchRow } from "../setup/bench-row.ts";
import { Getter } from "./lib/get.ts";
import { createHistory, VIEWERS, type HistoryWorld, type Viewer } from "./lib/history/world.ts";
import { percentile } from "./lib/numbers.ts";

const SIZE = Number(process.env["BENCH_SIZES"] ?? 1_000_000);
const CUSTOMERS = 1000;
const SAMPLES = 5;
const DAY_MS = 24 * 60 * 60 * 1000;
/** What people ask for: the last quarter of a year, with the one before. */
const DAYS = 90;

/**
 * How long each report takes over HTTP: the last 90 days of a million interactions of four years, with the 90 days before, for somebody who may
 * read everything and for somebody who sees one in a hundred; against the bare SQL that counts the same days by day, as the tables' owner.
 */
export default async function benchReport(): Promise<BenchRow[]> {
  const postgres = await startDedicatedPostgres();
  await using stack = new AsyncDisposableStack();
  stack.defer(() => postgres.stop());
  const history = stack.use(await createHistory(postgres, { size: SIZE, customers: CUSTOMERS }));
  const bare = stack.adopt(new pg.Client({ connectionString: history.world.database.ownerUrl }), (client) => client.end());
  await bare.connect();
  const rows: BenchRow[] = [];
  for (const report of reportNames) {
    const times = await measure(history, bare, report);
    for (const viewer of ["everything", "outsider"] as const) {
      const [ours, yardstick] = [percentile(times[viewer], 0.95), percentile(times.bare, 0.95)];
      const name = `report ${report} of ${SIZE / 1_000_000} M${VIEWERS[viewer]}, slowest of ${SAMPLES}`;
      rows.push({ name, ours, yardstick, ratio: ours / yardstick, unit: "ms", bar: { of: "ours", atMost: 1000 } });
    }
  }
  return rows;
}

async function measure({ url, headers, spread, world }: HistoryWorld, bare: pg.Client, report: string) {
  const day = (before: number) => new Date(spread.until.getTime() - before * DAY_MS).toISOString().slice(0, 10);
  const [from, to] = [day(DAYS - 1), day(0)];
  using everything = new Getter(headers.everything);
  using outsider = new Getter(headers.outsider);
  const ask = (getter: Getter) => () => getter.get(`${url}/api/v1/reports/${report}?from=${from}&to=${to}`);
  const sides = { bare: () => bareReport(bare, world.orgId, from, to), everything: ask(everything), outsider: ask(outsider) };
  const times: Record<"bare" | Extract<Viewer, keyof typeof sides>, number[]> = { bare: [], everything: [], outsider: [] };
  for (let i = -1; i < SAMPLES; i += 1) {
    for (const side of ["bare", "everything", "outsider"] as const) {
      const started = performance.now();
      await sides[side]();
      // The first only brings the pages into memory.
      if (i >= 0) times[side].push(performance.now() - started);
    }
  }
  return times;
}

const bareReport = (client: pg.Client, orgId: string, from: string, to: string) =>
  client.query({
    name: "report",
    text: `SELECT date_trunc('week', occurred_at) AS week, kind, direction, count(*) FROM interactions
      WHERE org_id = $1 AND occurred_at >= $2::date AND occurred_at < $3::date + 1 GROUP BY 1, 2, 3`,
    values: [orgId, from, to],
  });
