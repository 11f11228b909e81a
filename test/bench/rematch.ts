import { newId } from "@kronika/hub/db/ids.ts";
import { advanceRematch } from "@kronika/hub/services/rematch/advance.ts";
import { decideRematch } from "@kronika/hub/services/rematch/decide.ts";
import { getRematch } from "@kronika/hub/services/rematch/read.ts";
import { startRematch } from "@kronika/hub/services/rematch/start.ts";
import { startDedicatedPostgres } from "../servers/postgres.ts";
import type { BenchRow } from "../setup/bench-row.ts";
import { createWorld, type World } from "../world.ts";
import { fillHistory } from "./lib/history/fill.ts";

const SIZE = Number(process.env["BENCH_SIZES"] ?? 100_000);
const CUSTOMERS = 1000;
/** One customer in so many has its people's addresses passed on to the next one: what belongs to them moves. */
const MOVED = 10;

/**
 * How long it takes to match 100,000 interactions anew, as the worker does it, slice by slice with an account of how far it is: the preview, then applying what
 * moves (a tenth), then taking it back. Against the bare statement that rewrites as many links.
 */
export default async function benchRematch(): Promise<BenchRow[]> {
  const postgres = await startDedicatedPostgres();
  await using stack = new AsyncDisposableStack();
  stack.defer(() => postgres.stop());
  const world = stack.use(await createWorld({ database: await postgres.createDatabase(), now: () => new Date() }));
  const rep = await world.person("Rep");
  const spread = { orgId: world.orgId, adminId: world.admin.id, repId: rep.id, customers: CUSTOMERS, total: SIZE, until: new Date() };
  await fillHistory(world.database.ownerUrl, spread, 0, SIZE);
  await passOn(world);
  const bare = await bareRewrite(world);
  const began = performance.now();
  const { id } = await startRematch(world.admin.ctx, { everything: true });
  const enlisted = seconds(began);
  const compared = await through(world, id, "ready", SIZE);
  const { moves } = await getRematch(world.admin.ctx, id);
  if (moves === 0) throw new Error("nothing moves");
  await decideRematch(world.admin.ctx, id, "apply");
  const applied = await through(world, id, "applied", moves);
  await decideRematch(world.admin.ctx, id, "undo");
  const undone = await through(world, id, "undone", moves);
  const row = (name: string, ours: number): BenchRow => ({ name, ours, yardstick: bare, ratio: ours / bare, unit: "s" });
  return [
    {
      ...row(`rematch of ${SIZE / 1000} k, of which ${moves} move, preview and applied`, enlisted + compared.seconds + applied.seconds),
      bar: { of: "ours", atMost: 60 },
    },
    row("rematch, enlisting", enlisted),
    row("rematch, preview", compared.seconds),
    row("rematch, applying", applied.seconds),
    row("rematch, taking it back", undone.seconds),
    { name: "rematch, accounts of how far it is", ours: compared.accounts, yardstick: null, ratio: null, unit: "during the preview" },
  ];
}

const seconds = (since: number) => (performance.now() - since) / 1000;

/** The people of every tenth customer work for the next one now, and its domain is the next one's. */
async function passOn(world: World): Promise<void> {
  await world.rows(
    `WITH c AS (SELECT id, lead(id) OVER (ORDER BY id) AS next, row_number() OVER (ORDER BY id) AS n FROM customers)
     UPDATE contacts SET customer_id = c.next FROM c WHERE contacts.customer_id = c.id AND c.n % $1 = 1`,
    [MOVED],
  );
  await world.rows(
    `WITH c AS (SELECT id, domains, lead(id) OVER (ORDER BY id) AS next, row_number() OVER (ORDER BY id) AS n FROM customers)
     UPDATE customers SET domains = CASE WHEN customers.id = c.id THEN '{}' ELSE customers.domains || c.domains END
     FROM c WHERE customers.id IN (c.id, c.next) AND c.n % $1 = 1`,
    [MOVED],
  );
  await world.rows("VACUUM ANALYZE");
}

/** Takes a rematch on until it is in this state. @throws Error when the account of how far it is goes back, or does not end at the whole */
async function through(world: World, id: string, state: string, whole: number): Promise<{ seconds: number; accounts: number }> {
  const began = performance.now();
  let [accounts, before] = [0, 0];
  for (let more = true; more; accounts += 1) {
    ({ more } = await advanceRematch(world.system, id));
    const { done } = await getRematch(world.admin.ctx, id);
    if (done < before) throw new Error(`${done} were done after ${before}`);
    before = done;
  }
  const end = await getRematch(world.admin.ctx, id);
  if (end.state !== state || end.done !== whole) throw new Error(`${end.state}, ${end.done} of ${whole}`);
  return { seconds: seconds(began), accounts };
}

/** Seconds in which PostgreSQL writes all links anew, in a table like ours, without any question asked. */
async function bareRewrite(world: World): Promise<number> {
  const table = `bare_${newId().replaceAll("-", "")}`;
  await world.rows(`CREATE TABLE ${table} (LIKE interaction_links INCLUDING ALL)`);
  const began = performance.now();
  await world.rows(`INSERT INTO ${table} SELECT * FROM interaction_links`);
  const took = seconds(began);
  await world.rows(`DROP TABLE ${table}`);
  return took;
}
