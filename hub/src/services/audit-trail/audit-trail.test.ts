import { afterEach, beforeEach, expect, test } from "vitest";
import { createWorld, mail, type World } from "../../../../test/world.ts";
import { newId } from "../../db/ids.ts";
import { inScope } from "../../db/transaction.ts";
import { getInteraction } from "../interactions/read.ts";
import { record } from "../interactions/record.ts";
import { giveGrant } from "../rights/give-grant.ts";
import { listAuditTrail } from "./list.ts";
import { sealAuditTrail, verifyAuditTrail } from "./segments.ts";

let world: World;
beforeEach(async () => {
  world = await createWorld({ now: () => new Date() });
});
afterEach(() => world[Symbol.asyncDispose]());

const seal = () => sealAuditTrail(world.system, { marginMs: 0 });
/** Rows of this millisecond are not older than now: they are for the next time. */
async function sealAll(): Promise<void> {
  while ((await verifyAuditTrail(world.admin.ctx)).open > 0) await seal();
}
async function someTrail(): Promise<void> {
  for (const name of ["Alfa", "Beta", "Gama"]) {
    await world.customer(name);
    await sealAll();
  }
}

test("a trail that nobody touched holds, whatever was sealed when", async () => {
  await someTrail();
  await world.customer("Delta");
  expect(await verifyAuditTrail(world.admin.ctx)).toMatchObject({ ok: true, segments: 3, rows: 3, open: 1, broken: null });
  await sealAll();
  expect(await verifyAuditTrail(world.admin.ctx)).toMatchObject({ ok: true, segments: 4, rows: 4, open: 0 });
});

test.each([
  ["a changed row", `UPDATE audit_log SET verb = 'view' WHERE id = (SELECT to_id FROM audit_segments WHERE number = 2)`, "changed"],
  ["a changed actor", `UPDATE audit_log SET actor_id = 'x' WHERE id = (SELECT to_id FROM audit_segments WHERE number = 2)`, "changed"],
  ["a removed row", `DELETE FROM audit_log WHERE id = (SELECT to_id FROM audit_segments WHERE number = 2)`, "count"],
  [
    "a row that was put in between",
    `INSERT INTO audit_log SELECT (left(to_id::text, 34) || '00')::uuid, org_id, 'user', 'x', 'export', 'customer', NULL, '{}', now() FROM audit_segments WHERE number = 1`,
    "count",
  ],
  ["a removed segment", `DELETE FROM audit_segments WHERE number = 2`, "chain"],
  ["a replaced segment", `UPDATE audit_segments SET hash = repeat('0', 64) WHERE number = 1`, "changed"],
])("%s shows, even when the owner of the tables did it", async (_, sql, problem) => {
  await someTrail();
  await world.rows(sql);
  expect(await verifyAuditTrail(world.admin.ctx)).toMatchObject({ ok: false, broken: { problem } });
});

test("the application itself can neither change nor remove what is sealed", async () => {
  await someTrail();
  for (const statement of ["UPDATE audit_segments SET count = 0", "DELETE FROM audit_segments", "DELETE FROM audit_log"])
    await expect(
      inScope(world.deps.database, { orgId: world.orgId, system: true }, (_tx, client) => client.query(statement)),
    ).rejects.toMatchObject({ code: "42501" });
});

test("a row whose transaction is still open is waited for", async () => {
  await inScope(world.deps.database, { orgId: world.orgId, system: true }, async (_tx, client) => {
    await client.query(
      "INSERT INTO audit_log (id, org_id, actor_kind, actor_id, verb, noun, detail, created_at) VALUES ($1, $2, 'system', 'x', 'edit', 'customer', '{}', now())",
      [newId(), world.orgId],
    );
    await world.customer("Neskoršia");
    expect(await seal()).toBe(0);
  });
  await sealAll();
  expect(await verifyAuditTrail(world.admin.ctx)).toMatchObject({ ok: true, rows: 2 });
});

test("who reads a colleague's mail is in the trail, once an hour; one's own is not; only administrators see the trail", async () => {
  const [eva, boss] = [await world.person("Eva"), await world.person("Max", { role: "manager" })];
  await world.customer("Lipa", { contacts: ["jana@lipa.example"] });
  const { interactionId } = await record(world.system, {
    content: mail({ from: { address: "jana@lipa.example" } }),
    source: "mailbox",
    ownerId: eva.id,
  });
  const views = async () => (await listAuditTrail(world.admin.ctx, { verb: "view", limit: 10 })).items;
  await getInteraction(boss.ctx, interactionId!);
  await getInteraction(eva.ctx, interactionId!);
  expect(await views(), "the subject alone, and one's own mail").toEqual([]);
  await giveGrant(eva.ctx, {
    grantee: `user:${boss.id}`,
    resource: "interaction",
    resourceId: interactionId!,
    level: "content",
    verbs: ["view"],
  });
  await getInteraction(boss.ctx, interactionId!);
  await getInteraction(boss.ctx, interactionId!);
  expect(await views()).toMatchObject([{ actorName: "Max", noun: "interaction", rowId: interactionId }]);
  expect((await listAuditTrail(world.admin.ctx, { userId: boss.id, limit: 10 })).items).toHaveLength(1);
  await expect(listAuditTrail(boss.ctx, { limit: 10 })).rejects.toMatchObject({ code: "forbidden" });
  await expect(verifyAuditTrail(boss.ctx)).rejects.toMatchObject({ code: "forbidden" });
});
