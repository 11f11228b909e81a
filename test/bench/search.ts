import { randomBytes } from "node:crypto";
import pg from "pg";
import { createToken } from "@kronika/hub/services/tokens/create.ts";
import { startDedicatedPostgres } from "../servers/postgres.ts";
import { createWorld, type Person } from "../world.ts";
import type { BenchRow } from "../setup/bench-row.ts";
import { startChild } from "./lib/child.ts";
import { fillHistory } from "./lib/fill-history.ts";
import { fillSearch } from "./lib/fill-search.ts";
import { Getter } from "./lib/get.ts";
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

/**
 * How long a search takes over HTTP, for somebody who may read everything and for somebody who may read the text of one interaction in a
 * hundred; against the bare index: the newest ten that hold the word, of the newest week, as the tables' owner, with subject and text.
 */
export default async function benchSearch(): Promise<BenchRow[]> {
  const postgres = await startDedicatedPostgres();
  try {
    await using world = await createWorld({ database: await postgres.createDatabase(), now: () => new Date() });
    const rep = await world.person("Rep");
    const bare = new pg.Client({ connectionString: world.database.ownerUrl });
    await bare.connect();
    const hub = await startChild("./hub-process.ts", {
      DATABASE_URL: world.database.appUrl,
      KRONIKA_KEY: randomBytes(32).toString("base64"),
    });
    const headers = { all: await signIn(world.admin), hundredth: await signIn(rep) };
    const rows: BenchRow[] = [];
    try {
      let filled = 0;
      for (const size of SIZES) {
        await fillHistory(world.database.ownerUrl, { orgId: world.orgId, adminId: world.admin.id, repId: rep.id }, filled, size);
        await fillSearch(world, filled, size);
        filled = size;
        rows.push(...(await measure(hub.url, headers, size, () => bareSearch(bare, world.orgId))));
      }
    } finally {
      hub.stop();
      await bare.end();
    }
    return rows;
  } finally {
    await postgres.stop();
  }
}

const signIn = async ({ ctx }: Person) => ({
  authorization: `Bearer ${(await createToken(ctx, { name: "bench", scopes: ["read"] })).token}`,
});

async function measure(
  url: string,
  headers: Record<"all" | "hundredth", Record<string, string>>,
  size: number,
  bareSearch: () => Promise<void>,
): Promise<BenchRow[]> {
  using all = new Getter(headers.all);
  using hundredth = new Getter(headers.hundredth);
  const times = { all: new Map<string, number[]>(), hundredth: new Map<string, number[]>() };
  const bare: number[] = [];
  for (let n = -2; n < SAMPLES; n += 1) {
    const yardstick = await timed(bareSearch);
    if (n >= 0) bare.push(yardstick);
    for (const [name, q] of QUESTIONS) {
      for (const [who, getter] of [
        ["all", all],
        ["hundredth", hundredth],
      ] as const) {
        const path = `/api/v1/search?limit=${LIMIT}&q=${encodeURIComponent(q(n + 2, size))}`;
        const took = await timed(() => getter.get(url + path));
        // The first two only bring the pages into memory.
        if (n >= 0) times[who].set(name, [...(times[who].get(name) ?? []), took]);
      }
    }
  }
  const rowsOf = (who: "all" | "hundredth", words: string) =>
    [...times[who], ["all of these", [...times[who].values()].flat()] as const].map(([name, values]): BenchRow => {
      const [ours, yardstick] = [percentile(values, 0.95), percentile(bare, 0.95)];
      return { name: `search in ${size / 1000} k${words}, ${name}, p95`, ours, yardstick, ratio: ours / yardstick, unit: "ms" };
    });
  return [...rowsOf("all", ""), ...rowsOf("hundredth", " by whom one in 100 may be read")];
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const started = performance.now();
  await work();
  return performance.now() - started;
}

async function bareSearch(client: pg.Client, orgId: string): Promise<void> {
  const { rows } = await client.query({
    name: "bare",
    text: `WITH newest AS (SELECT floor(extract(epoch FROM max(occurred_at)) / 604800)::bigint AS week FROM search_entries WHERE org_id = $1),
        found AS MATERIALIZED (SELECT interaction_id, occurred_at FROM search_entries, newest WHERE terms @@ ('''' || right($1::text, 4) || 'w' || week || '.3ponuka''')::tsquery)
      SELECT i.*, s.subject, b.text FROM (SELECT * FROM found ORDER BY occurred_at DESC LIMIT ${LIMIT}) f JOIN interactions i ON i.id = f.interaction_id
      LEFT JOIN interaction_subjects s ON s.interaction_id = i.id LEFT JOIN interaction_bodies b ON b.interaction_id = i.id`,
    values: [orgId],
  });
  if (rows.length !== LIMIT) throw new Error(`bare: ${rows.length} rows`);
}
