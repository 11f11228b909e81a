import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { customerId, fillHistory } from "../../../../test/bench/lib/fill-history.ts";
import { createWorld, type Person, type World } from "../../../../test/world.ts";
import type { Ctx } from "../../context.ts";
import { queriesDuring } from "../../db/testing/queries-during.ts";
import { inTransaction, withClient } from "../../db/transaction.ts";
import { timeline } from "./timeline.ts";

describe("the timeline of a customer among a few thousand interactions", () => {
  let world: World;
  let rep: Person;

  beforeAll(async () => {
    world = await createWorld({ now: () => new Date() });
    rep = await world.person("Rep");
    await fillHistory(world.database.ownerUrl, { orgId: world.orgId, adminId: world.admin.id, repId: rep.id }, 0, 12_500);
  });
  afterAll(() => world[Symbol.asyncDispose]());

  test.each([
    ["who may read everything", () => world.admin, 50],
    ["who may read one row in a hundred", () => rep, 1],
  ])("is one range of its index for a person %s", async (_, person, readable) => {
    const { ctx } = person();
    const page = await timeline(ctx, "customer", customerId(7), { limit: 50 });
    expect(page.items).toHaveLength(50);
    expect(page.items.filter((item) => item.seesContent)).toHaveLength(readable);

    const nodes = await planOf(ctx, () => timeline(ctx, "customer", customerId(7), { limit: 50 }));
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

/** The nodes of the plan of the long query that `work` sends, run once more as the same person. */
async function planOf(ctx: Ctx, work: () => Promise<unknown>): Promise<PlanNode[]> {
  const sent = await queriesDuring(ctx.database, work);
  const query = sent.find(({ text }) => text.includes("interaction_links"))!;
  const { rows } = await inTransaction(ctx, (tx) =>
    withClient(tx).query<{ "QUERY PLAN": [{ Plan: PlanNode }] }>({
      text: `EXPLAIN (ANALYZE, FORMAT JSON) ${query.text}`,
      values: query.values,
    }),
  );
  return flat(rows[0]!["QUERY PLAN"][0].Plan);
}

const flat = (node: PlanNode): PlanNode[] => [node, ...(node.Plans ?? []).flatMap(flat)];
