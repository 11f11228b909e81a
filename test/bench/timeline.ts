import { createApp } from "@kronika/hub/app.ts";
import { queriesDuring } from "@kronika/hub/db/testing/queries-during.ts";
import pg from "pg";
import { startDedicatedPostgres } from "../servers/postgres.ts";
import type { BenchRow } from "../setup/bench-row.ts";
import { Getter } from "./lib/get.ts";
import { historyId } from "./lib/history/spread.ts";
import { createHistory, VIEWERS, type HistoryWorld, type Viewer } from "./lib/history/world.ts";
import { percentile } from "./lib/numbers.ts";

/** Up to 10 million on demand: `BENCH_SIZES=10000,1000000,10000000 pnpm bench timeline`. */
const SIZES = (process.env["BENCH_SIZES"] ?? "10000,1000000").split(",").map(Number);
const SAMPLES = 200;
const LIMIT = 50;
/** So that somebody who sees one in a hundred has a whole page of each customer, also of the smallest history. */
const customersOf = (size: number): number => Math.min(100, Math.max(1, Math.floor(size / 5000)));

/**
 * How long the newest 50 interactions of a customer take over HTTP, for somebody who may read everything, for somebody who may read one in
 * a hundred, and for somebody who sees only one in a hundred; each time of another customer; against the bare SQL that reads the same rows
 * of links, interactions, subjects and bodies as the tables' owner, past row security. One of each in turns, of all sizes. Also the number
 * of round trips to the database.
 */
export default async function benchTimeline(): Promise<BenchRow[]> {
  const postgres = await startDedicatedPostgres();
  await using stack = new AsyncDisposableStack();
  stack.defer(() => postgres.stop());
  const sides: Side[] = [];
  for (const size of SIZES) {
    const started = performance.now();
    const history = stack.use(await createHistory(postgres, { size, customers: customersOf(size) }));
    const made = (performance.now() - started) / 1000;
    const bare = stack.adopt(new pg.Client({ connectionString: history.world.database.ownerUrl }), (client) => client.end());
    await bare.connect();
    sides.push({ size, made, history, bare, audiences: await audiencesOf(history), times: new Map() });
  }
  await measure(sides);
  const [smallest, largest] = [sides[0]!, sides.at(-1)!];
  return [
    ...sides.map(({ size, made }): BenchRow => ({
      name: `timeline, making ${nameOf(size)}`,
      ours: made / 60,
      yardstick: null,
      ratio: null,
      unit: "minutes",
      bar: { of: "ours", atMost: 15 },
    })),
    ...sides.flatMap(rowsOf),
    ...(smallest === largest ? [] : growth(smallest, largest)),
    { name: "timeline, round trips to the database", ...(await roundTrips(smallest.history)), yardstick: null, ratio: null },
  ];
}

interface Side {
  size: number;
  /** Seconds in which the history was made. */
  made: number;
  history: HistoryWorld;
  bare: pg.Client;
  audiences: Record<Viewer, string[] | null>;
  /** Milliseconds of each sample, by who asked. */
  times: Map<Viewer | `bare ${Viewer}`, number[]>;
}

const nameOf = (size: number) => (size >= 1_000_000 ? `${size / 1_000_000} M` : `${size / 1000} k`);

function rowsOf({ size, times }: Side): BenchRow[] {
  return (Object.keys(VIEWERS) as Viewer[]).flatMap((viewer) =>
    [0.5, 0.95].map((share): BenchRow => {
      const [ours, yardstick] = [percentile(times.get(viewer)!, share), percentile(times.get(`bare ${viewer}`)!, share)];
      const row = { name: `timeline, newest 50 of ${nameOf(size)}${VIEWERS[viewer]}, p${share * 100}`, ours, yardstick, unit: "ms" };
      return { ...row, ratio: ours / yardstick, ...(share === 0.95 ? { bar: { of: "ratio", atMost: 3 } } : {}) };
    }),
  );
}

/** The largest history against the smallest in the same minute. */
function growth(smallest: Side, largest: Side): BenchRow[] {
  return (Object.keys(VIEWERS) as Viewer[]).map((viewer) => {
    const [ours, yardstick] = [percentile(largest.times.get(viewer)!, 0.95), percentile(smallest.times.get(viewer)!, 0.95)];
    const name = `timeline of ${nameOf(largest.size)} against ${nameOf(smallest.size)}${VIEWERS[viewer]}, p95`;
    return { name, ours, yardstick, ratio: ours / yardstick, unit: "ms", bar: { of: "ratio", atMost: 1.5 } };
  });
}

const pathOf = (id: string) => `/api/v1/customers/${id}/timeline?limit=${LIMIT}`;

async function measure(sides: readonly Side[]): Promise<void> {
  using stack = new DisposableStack();
  const turns = sides.flatMap((side) =>
    (Object.keys(VIEWERS) as Viewer[]).flatMap((viewer) => {
      const getter = stack.use(new Getter(side.history.headers[viewer]));
      return [
        { side, name: `bare ${viewer}` as const, ask: (id: string) => bareTimeline(side, viewer, id) },
        { side, name: viewer, ask: (id: string) => items(getter, side.history.url + pathOf(id)) },
      ];
    }),
  );
  const most = Math.max(...sides.map(({ size }) => customersOf(size)));
  for (let i = -most; i < SAMPLES; i += 1) {
    for (const { side, name, ask } of turns) {
      const id = historyId("customer", (i + most) % customersOf(side.size));
      const started = performance.now();
      const count = await ask(id);
      // The first of each customer only brings the pages into memory.
      if (i >= 0) side.times.set(name, [...(side.times.get(name) ?? []), performance.now() - started]);
      if (count !== LIMIT) throw new Error(`${name}: ${count} of ${LIMIT} interactions`);
    }
  }
}

const items = async (getter: Getter, url: string): Promise<number> =>
  (JSON.parse(await getter.get(url)) as { items: unknown[] }).items.length;

/** Who sees every row needs no comparison. */
async function audiencesOf({ world, people }: HistoryWorld): Promise<Side["audiences"]> {
  const rows = await world.rows<{ id: string }>("SELECT id FROM audiences WHERE $1 = ANY (metadata)", [`user:${people.outsider.id}`]);
  return { everything: null, hundredth: null, outsider: rows.map(({ id }) => id) };
}

async function bareTimeline({ bare, history, audiences }: Side, viewer: Viewer, id: string): Promise<number> {
  const seen = audiences[viewer];
  const { rows } = await bare.query({
    name: `timeline ${seen ? "of some" : "of all"}`,
    text: `SELECT i.id, i.kind, i.direction, i.occurred_at, i.ends_at, i.state, i.thread_id, i.level, i.details, i.attachment_count, s.subject, b.preview
      FROM (SELECT interaction_id, occurred_at FROM interaction_links WHERE org_id = $1 AND target = 'customer' AND target_id = $2 AND chosen
          ${seen ? "AND audience_id = ANY ($3)" : ""} ORDER BY occurred_at DESC, interaction_id DESC LIMIT ${LIMIT}) l
      JOIN interactions i ON i.id = l.interaction_id
      LEFT JOIN interaction_subjects s ON s.interaction_id = i.id LEFT JOIN interaction_bodies b ON b.interaction_id = i.id
      ORDER BY l.occurred_at DESC, i.id DESC`,
    values: [history.world.orgId, id, ...(seen ? [seen] : [])],
  });
  return rows.length;
}

/** Of a request whose token was seen a moment ago. */
async function roundTrips({ world, headers }: HistoryWorld): Promise<Pick<BenchRow, "ours" | "unit">> {
  const app = createApp(world.deps);
  const ask = async () => app.request(pathOf(historyId("customer", 0)), { headers: headers.everything });
  await ask();
  return { ours: (await queriesDuring(world.deps.database, ask)).length, unit: "a request" };
}
