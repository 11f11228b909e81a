import { afterAll, beforeAll, expect, test } from "vitest";
import { reportNames, type Figure } from "@kronika/hub/services/reports/schemas.ts";
import { listBehind } from "@kronika/hub/services/reports/list-behind.ts";
import { reportOf } from "@kronika/hub/services/reports/report.ts";
import { engagementOf } from "@kronika/hub/services/engagement/engagement.ts";
import { figure } from "../setup/figure.ts";
import { createWorld, NOON, type Person, type World } from "../world.ts";
import { figuresFromRows, readRows, type RawRows } from "./lib/figures-from-rows.ts";
import { writeRandomHistory } from "./lib/random-history.ts";

const SEEDS = [1, 2, 3];
const PERIOD = { from: "2026-09-01", to: "2026-11-24" };

let world: World;
let people: Person[];
let checked = 0;

beforeAll(async () => {
  world = await createWorld();
  people = [world.admin, await world.person("Jana"), await world.person("Ivan")];
});
afterAll(() => world[Symbol.asyncDispose]());

const plain = (figures: readonly Figure[]) =>
  Object.fromEntries(
    figures.map(({ id, count, hits, median, p90, sums }) => [id, { count, hits, median: rounded(median), p90: rounded(p90), sums }]),
  );
const rounded = (value: number | null) => (value === null ? null : Math.round(value * 1000) / 1000);

test("reports-equal-rows: every figure of every report is what one counts by hand from the rows that the viewer sees", async ({ task }) => {
  for (const seed of SEEDS) {
    await writeRandomHistory(world, people, seed);
    const rows = await readRows(world);
    for (const person of people) {
      for (const filters of filtersOf(rows, people)) {
        for (const report of reportNames) {
          if (report === "engagement") continue;
          const ours = await reportOf(person.ctx, report, { ...PERIOD, ...filters });
          const theirs = figuresFromRows(rows, principalsOf(person), report, { ...PERIOD, ...filters }, NOON);
          expect(plain(ours.figures), `${report}, seed ${seed}, ${JSON.stringify(filters)}`).toEqual(theirs);
          checked += ours.figures.length;
        }
      }
    }
  }
  expect(checked).toBeGreaterThan(1000);
  figure(task, `${checked} figures counted twice`);
}, 300_000);

test("the list behind a figure has as many lines as the figure counts, page after page", async () => {
  for (const report of reportNames) {
    const { figures } = await reportOf(people[1]!.ctx, report, PERIOD);
    for (const { id, count } of figures.slice(0, 4)) {
      const seen = new Set<string>();
      for (let cursor: string | undefined, more = true; more;) {
        const page = await listBehind(people[1]!.ctx, report, PERIOD, { figure: id, limit: 17, cursor });
        for (const item of page.items) seen.add(item.id);
        cursor = page.nextCursor ?? undefined;
        more = cursor !== undefined;
      }
      expect(seen.size, `${report} ${id}`).toBe(count);
    }
  }
}, 120_000);

test("the bands of engagement are those that each customer's own figure gives", async () => {
  const { ctx } = people[1]!;
  const bands: Record<string, number> = {};
  for (const { id } of await world.rows<{ id: string }>("SELECT id FROM customers WHERE archived_at IS NULL AND kinds @> '{customer}'")) {
    const { band } = await engagementOf(ctx, "customer", id, {});
    bands[`band:${band}`] = (bands[`band:${band}`] ?? 0) + 1;
  }
  const { figures } = await reportOf(ctx, "engagement", PERIOD);
  expect(Object.fromEntries(figures.map(({ id, count }) => [id, count]))).toEqual(bands);
}, 60_000);

const principalsOf = (person: Person) => ["org", `user:${person.id}`, ...(person === world.admin ? ["role:admin", "role:manager"] : [])];

function filtersOf(rows: RawRows, persons: readonly Person[]): { repId?: string; kind?: "email" | "call"; customerId?: string }[] {
  return [
    {},
    { repId: persons[1]!.id },
    { kind: "email" },
    { kind: "call", customerId: rows.customers[0]!.id },
    { customerId: rows.customers[1]!.id },
  ];
}
