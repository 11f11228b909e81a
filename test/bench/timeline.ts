import { randomBytes } from "node:crypto";
import { createApp } from "@kronika/hub/app.ts";
import { queriesDuring } from "@kronika/hub/db/testing/queries-during.ts";
import { createToken } from "@kronika/hub/services/tokens/create.ts";
import pg from "pg";
import { startDedicatedPostgres } from "../servers/postgres.ts";
import { createWorld, type Person, type World } from "../world.ts";
import type { BenchRow } from "../setup/bench-row.ts";
import { startChild } from "./lib/child.ts";
import { CUSTOMERS, customerId, fillHistory } from "./lib/fill-history.ts";
import { Getter } from "./lib/get.ts";
import { percentile } from "./lib/numbers.ts";

const SIZES = [10_000, 1_000_000];
const SAMPLES = 200;
const LIMIT = 50;

/**
 * How long the newest 50 interactions of a customer take over HTTP, for somebody who may read everything and for somebody who may read
 * one in a hundred, each time of another customer; against the bare SQL that reads the same rows of links, interactions, subjects and
 * bodies as the tables' owner, past row security. One of each in turns. Also the number of round trips to the database.
 */
export default async function benchTimeline(): Promise<BenchRow[]> {
  const postgres = await startDedicatedPostgres();
  try {
    await using world = await createWorld({ database: await postgres.createDatabase(), now: () => new Date() });
    const rep = await world.person("Rep");
    const bare = new pg.Client({ connectionString: world.database.ownerUrl });
    await bare.connect();
    const key = randomBytes(32).toString("base64");
    const hub = await startChild("./hub-process.ts", { DATABASE_URL: world.database.appUrl, KRONIKA_KEY: key });
    const headers = { all: await signIn(world.admin), hundredth: await signIn(rep) };
    const rows: BenchRow[] = [];
    try {
      let filled = 0;
      for (const size of SIZES) {
        await fillHistory(world.database.ownerUrl, { orgId: world.orgId, adminId: world.admin.id, repId: rep.id }, filled, size);
        filled = size;
        const times = await measure(hub.url, headers, (id) => bareTimeline(bare, world.orgId, id));
        for (const [name, who] of [
          ["", times.all],
          [" by whom one in 100 may be read", times.hundredth],
        ] as const) {
          for (const share of [0.5, 0.95]) {
            const [ours, yardstick] = [percentile(who, share), percentile(times.bare, share)];
            rows.push({
              name: `timeline, newest 50 of ${size / 1000} k${name}, p${share * 100}`,
              ours,
              yardstick,
              ratio: ours / yardstick,
              unit: "ms",
            });
          }
        }
      }
      const ours = await roundTrips(world, headers.all);
      rows.push({ name: "timeline, round trips to the database", ours, yardstick: 1, ratio: ours, unit: "a request" });
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
const pathOf = (id: string) => `/api/v1/customers/${id}/timeline?limit=${LIMIT}`;

/** Milliseconds of each sample. */
async function measure(
  url: string,
  headers: Record<"all" | "hundredth", Record<string, string>>,
  bareTimeline: (id: string) => Promise<number>,
) {
  using all = new Getter(headers.all);
  using hundredth = new Getter(headers.hundredth);
  const turns = {
    bare: bareTimeline,
    all: (id: string) => items(all, url + pathOf(id)),
    hundredth: (id: string) => items(hundredth, url + pathOf(id)),
  };
  const times = { bare: [] as number[], all: [] as number[], hundredth: [] as number[] };
  for (let i = -CUSTOMERS; i < SAMPLES; i += 1) {
    const id = customerId((i + CUSTOMERS) % CUSTOMERS);
    for (const side of ["bare", "all", "hundredth"] as const) {
      const started = performance.now();
      const count = await turns[side](id);
      // The first of each customer only brings the pages into memory.
      if (i >= 0) times[side].push(performance.now() - started);
      if (count !== LIMIT) throw new Error(`${side}: ${count} of ${LIMIT} interactions`);
    }
  }
  return times;
}

const items = async (getter: Getter, url: string): Promise<number> =>
  (JSON.parse(await getter.get(url)) as { items: unknown[] }).items.length;

async function bareTimeline(client: pg.Client, orgId: string, id: string): Promise<number> {
  const { rows } = await client.query({
    name: "timeline",
    text: `SELECT i.id, i.kind, i.direction, i.occurred_at, i.ends_at, i.state, i.thread_id, i.level, i.details, i.attachment_count, s.subject, b.preview
      FROM (SELECT interaction_id, occurred_at FROM interaction_links WHERE org_id = $1 AND target = 'customer' AND target_id = $2 AND chosen
        ORDER BY occurred_at DESC, interaction_id DESC LIMIT ${LIMIT}) l
      JOIN interactions i ON i.id = l.interaction_id
      LEFT JOIN interaction_subjects s ON s.interaction_id = i.id LEFT JOIN interaction_bodies b ON b.interaction_id = i.id
      ORDER BY l.occurred_at DESC, i.id DESC`,
    values: [orgId, id],
  });
  return rows.length;
}

/** Of a request whose token was seen a moment ago. */
async function roundTrips(world: World, headers: Record<string, string>): Promise<number> {
  const app = createApp(world.deps);
  const ask = async () => app.request(pathOf(customerId(0)), { headers });
  await ask();
  return (await queriesDuring(world.deps.database, ask)).length;
}
