import pg from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { fillHistory } from "../../../../test/bench/lib/history/fill.ts";
import { historyId } from "../../../../test/bench/lib/history/spread.ts";
import { createWorld, type Person, type World } from "../../../../test/world.ts";
import type { Ctx } from "../../context.ts";
import { queriesDuring } from "../../db/testing/queries-during.ts";
import { inTransaction, withClient } from "../../db/transaction.ts";
import { timeline } from "./timeline.ts";

const TOTAL = 12_500;

describe("the timeline of a customer among a few thousand interactions", () => {
  let world: World;
  let rep: Person;

  beforeAll(async () => {
    world = await createWorld({ now: () => new Date() });
    rep = await world.person("Rep");
    const spread = { orgId: world.orgId, adminId: world.admin.id, repId: rep.id, total: TOTAL, until: new Date() };
    await fillHistory(world.database.ownerUrl, spread, 0, TOTAL);
  });
  afterAll(() => world[Symbol.asyncDispose]());

  test.each([
    ["who may read everything", () => world.admin, 50],
    ["who may read one row in a hundred", () => rep, 1],
  ])("is one range of its index for a person %s", async (_, person, readable) => {
    const { ctx } = person();
    const page = await timeline(ctx, "customer", historyId("customer", 7), { limit: 50 });
    expect(page.items).toHaveLength(50);
    expect(page.items.filter((item) => item.seesContent)).toHaveLength(readable);

    const nodes = await planOf(ctx, () => timeline(ctx, "customer", historyId("customer", 7), { limit: 50 }));
    expect(nodes.map((node) => node["Index Name"])).toContain("interaction_links_timeline");
    // No part of it is as long as the history.
    expect(nodes.filter((node) => node["Node Type"] === "Seq Scan" && node["Relation Name"]?.startsWith("interaction"))).toEqual([]);
    expect(nodes.filter((node) => node["Relation Name"]?.startsWith("interaction") && node["Actual Rows"] > 51)).toEqual([]);
  });
});

interface PlanNode {
  "Node Type": string;
  "Relation Name"?: string;
  "Index Name"?: string;
  "Actual Rows": number;
  Plans?: PlanNode[];
}

/** The nodes of the plan by which the long query of `work` runs: the one for all values, as the timeline's own transaction asks for it. */
async function planOf(ctx: Ctx, work: () => Promise<unknown>): Promise<PlanNode[]> {
  const sent = await queriesDuring(ctx.database, work);
  const { text, values } = sent.find((query) => query.text.includes("interaction_links"))!;
  const literals = (values as (string | number)[]).map((value) => pg.escapeLiteral(String(value)));
  return inTransaction(
    ctx,
    async (tx) => {
      const client = withClient(tx);
      await client.query(`PREPARE looked_at AS ${text}`);
      const { rows } = await client.query<{ "QUERY PLAN": [{ Plan: PlanNode }] }>(
        `EXPLAIN (ANALYZE, FORMAT JSON) EXECUTE looked_at(${literals.join()})`,
      );
      await client.query("DEALLOCATE looked_at");
      return flat(rows[0]!["QUERY PLAN"][0].Plan);
    },
    { genericPlans: true },
  );
}

const flat = (node: PlanNode): PlanNode[] => [node, ...(node.Plans ?? []).flatMap(flat)];
