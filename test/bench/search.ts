import pg from "pg";
import { startDedicatedPostgres } from "../servers/postgres.ts";
import type { BenchRow } from "../setup/bench-row.ts";
import { Getter } from "./lib/get.ts";
import { createHistory, VIEWERS, type HistoryWorld, type Viewer } from "./lib/history/world.ts";
import { percentile } from "./lib/numbers.ts";

const SIZES = (process.env["BENCH_SIZES"] ?? "100000,1000000").split(",").map(Number);
const SAMPLES = 40;
const LIMIT = 10;

/** What people type. `n` is another one each time. */
const QUESTIONS: [name: string, q: (n: number, size: number) => string][] = [
  ["a common word", () => "ponuka"],
  ["its beginning", () => "ponu"],
  ["words of the text alone", () => "posielam dobry"],
  ["a number", (n, size) => String((n * 7919) % size)],
  ["somebody's mails", (n) => `ponuka from:osoba${(n * 31) % 500}`],
  ["of one customer", (n) => `ponuka customer:"zakaznik ${n % 100}"`],
  ["a phrase", () => '"posielam ponuku"'],
  ["a name", (n) => `zakaznik ${n % 100}`],
  ["a slip", () => "ponuja"],
  ["nothing", (n) => `neexistuje${n}`],
];

/** Among whom the interactions go round: the questions name some of them. */
const CUSTOMERS = 100;
const ASKED = Object.keys(VIEWERS) as Viewer[];

/**
 * How long a search takes over HTTP, for each of the viewers; against the bare index: the newest ten of the last whole week that hold the word,
 * as the tables' owner, with subject and text.
 */
export default async function benchSearch(): Promise<BenchRow[]> {
  const postgres = await startDedicatedPostgres();
  await using stack = new AsyncDisposableStack();
  stack.defer(() => postgres.stop());
  const rows: BenchRow[] = [];
  for (const size of SIZES) {
    await using history = await createHistory(postgres, { size, customers: CUSTOMERS, search: true });
    const bare = new pg.Client({ connectionString: history.world.database.ownerUrl });
    await bare.connect();
    rows.push(...(await measure(history, size, () => bareSearch(bare, history.world.orgId)).finally(() => bare.end())));
  }
  return rows;
}

async function measure({ url, headers }: HistoryWorld, size: number, bareSearch: () => Promise<void>): Promise<BenchRow[]> {
  using stack = new DisposableStack();
  const getters = ASKED.map((viewer) => ({ viewer, getter: stack.use(new Getter(headers[viewer])), times: new Map<string, number[]>() }));
  const bare: number[] = [];
  for (let n = -2; n < SAMPLES; n += 1) {
    const yardstick = await timed(bareSearch);
    if (n >= 0) bare.push(yardstick);
    for (const [name, q] of QUESTIONS) {
      const path = `/api/v1/search?limit=${LIMIT}&q=${encodeURIComponent(q(n + 2, size))}`;
      for (const { getter, times } of getters) {
        const took = await timed(() => getter.get(url + path));
        // The first two only bring the pages into memory.
        if (n >= 0) times.set(name, [...(times.get(name) ?? []), took]);
      }
    }
  }
  return getters.flatMap(({ viewer, times }) =>
    [...times, ["all of these", [...times.values()].flat()] as const].map(([name, values]): BenchRow => {
      const [ours, yardstick] = [percentile(values, 0.95), percentile(bare, 0.95)];
      const row = {
        name: `search in ${size / 1000} k${VIEWERS[viewer]}, ${name}, p95`,
        ours,
        yardstick,
        ratio: ours / yardstick,
        unit: "ms",
      };
      return name === "all of these" ? { ...row, bar: { of: "ours", atMost: 50 } } : row;
    }),
  );
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const started = performance.now();
  await work();
  return performance.now() - started;
}

async function bareSearch(client: pg.Client, orgId: string): Promise<void> {
  const { rows } = await client.query({
    name: "bare",
    text: `WITH newest AS (SELECT floor(extract(epoch FROM max(occurred_at)) / 604800)::bigint - 1 AS week FROM search_entries WHERE org_id = $1),
        found AS MATERIALIZED (SELECT interaction_id, occurred_at FROM search_entries, newest WHERE terms @@ ('''' || right($1::text, 4) || 'w' || week || '.3ponuka''')::tsquery)
      SELECT i.*, s.subject, b.text FROM (SELECT * FROM found ORDER BY occurred_at DESC LIMIT ${LIMIT}) f JOIN interactions i ON i.id = f.interaction_id
      LEFT JOIN interaction_subjects s ON s.interaction_id = i.id LEFT JOIN interaction_bodies b ON b.interaction_id = i.id`,
    values: [orgId],
  });
  if (rows.length !== LIMIT) throw new Error(`bare: ${rows.length} rows`);
}
