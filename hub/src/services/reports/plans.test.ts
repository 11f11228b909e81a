import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createWorld, type World } from "../../../../test/world.ts";
import { inTransaction, withClient } from "../../db/transaction.ts";
import { interactionContentSchema } from "@kronika/core/interactions/index.ts";
import { recordMany } from "../interactions/record.ts";
import { PARAMETERS, questionOf } from "./question.ts";
import { reportFiltersSchema, reportNames } from "./schemas.ts";

const ROWS = 1200;
const TABLES = ["interactions", "interaction_links", "interaction_copies", "interaction_participants", "reactions"];

let world: World;
beforeAll(async () => {
  world = await createWorld();
  // As it is in the first minute after an import: PostgreSQL has not looked at the tables yet.
  for (const table of TABLES) await world.rows(`ALTER TABLE ${table} SET (autovacuum_enabled = off)`);
  const { id } = await world.customer("Jediný zákazník");
  for (let start = 0; start < ROWS; start += 100) {
    await recordMany(
      world.system,
      Array.from({ length: 100 }, (_, i) => ({
        content: interactionContentSchema.parse({
          kind: (start + i) % 2 === 0 ? "note" : "call",
          occurredAt: new Date(world.deps.now().getTime() - (start + i) * 60_000).toISOString(),
          text: `Záznam ${start + i}`,
          ...((start + i) % 2 === 0 ? {} : { direction: "outgoing" }),
        }),
        source: "manual" as const,
        ownerId: world.admin.id,
        links: { customerIds: [id] },
      })),
    );
  }
});
afterAll(() => world[Symbol.asyncDispose]());

interface Plan {
  "Actual Rows": number;
  "Actual Loops": number;
  "Rows Removed by Filter"?: number;
  "Rows Removed by Join Filter"?: number;
  Plans?: Plan[];
}

/** How many rows the busiest part of a plan went through. */
function busiest(plan: Plan): number {
  const passed = plan["Actual Rows"] + (plan["Rows Removed by Filter"] ?? 0) + (plan["Rows Removed by Join Filter"] ?? 0);
  return Math.max(passed * plan["Actual Loops"], ...(plan.Plans ?? []).map(busiest));
}

describe("a history of one customer that was just imported", () => {
  test.each(reportNames)("the report %s goes through each row a few times, not once for every other", async (report) => {
    const filters = reportFiltersSchema.parse({ from: "2026-01-01", to: "2026-12-31" });
    const plan = await inTransaction(world.admin.ctx, async (tx, ctx) => {
      const { facts, values } = await questionOf(tx, ctx, report, filters);
      const text = `EXPLAIN (ANALYZE, FORMAT JSON) WITH parameters AS (${PARAMETERS}) SELECT * FROM (${facts}) f`;
      const { rows } = await withClient(tx).query<{ "QUERY PLAN": [{ Plan: Plan }] }>(text, values);
      return rows[0]!["QUERY PLAN"][0].Plan;
    });
    expect(busiest(plan)).toBeLessThan(ROWS * 20);
  });
});
