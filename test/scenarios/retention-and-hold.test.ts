import { expect, test } from "vitest";
import { archiveCustomer } from "@kronika/hub/services/customers/archive.ts";
import { placeHold } from "@kronika/hub/services/erasure/holds.ts";
import { record, type RecordItem } from "@kronika/hub/services/interactions/record.ts";
import { applyRetention } from "@kronika/hub/services/retention/apply.ts";
import { previewRetention, saveRetentionRule } from "@kronika/hub/services/retention/rules.ts";
import { figure } from "../setup/figure.ts";
import { createWorld, mail, NOON, type World } from "../world.ts";

/** What is old goes by the administrator's rules, as the preview said; what a hold keeps stays; what went does not come back. */
const monthsAgo = (months: number) => new Date(Date.UTC(NOON.getUTCFullYear(), NOON.getUTCMonth() - months, 15)).toISOString();

const item = (world: World, address: string, subject: string, months: number): RecordItem => ({
  content: mail({ from: { address }, subject, text: `telo ${subject}`, occurredAt: monthsAgo(months) }),
  source: "mailbox",
  ownerId: world.admin.id,
});
const subjects = async (world: World, table: string) =>
  (
    await world.rows<{ subject: string }>(
      `SELECT s.subject FROM interaction_subjects s JOIN ${table} b ON b.interaction_id = s.interaction_id ORDER BY 1`,
    )
  ).map((row) => row.subject);

test("contents of old mail are dropped, what is held keeps its own, and another copy does not bring it back", async ({ task }) => {
  await using world = await createWorld();
  await world.customer("Voľný", { contacts: ["a@volny.example"] });
  const held = await world.customer("Držaný", { contacts: ["b@drzany.example"] });
  const old = item(world, "a@volny.example", "stará", 30);
  await record(world.system, old);
  await record(world.system, item(world, "a@volny.example", "nová", 3));
  await record(world.system, item(world, "b@drzany.example", "držaná", 30));
  await placeHold(world.admin.ctx, { target: "customer", targetId: held.id, reason: "spor", until: "2027-01-01" });
  const rule = { kind: "email", months: 24, action: "drop-body" } as const;
  expect(await previewRetention(world.admin.ctx, rule)).toMatchObject({ count: 1, held: 1 });
  await saveRetentionRule(world.admin.ctx, rule);
  expect(await applyRetention(world.system), "a rule that is not switched on does nothing").toBe(0);
  await saveRetentionRule(world.admin.ctx, { ...rule, enabled: true });
  expect(await applyRetention(world.system)).toBe(1);
  expect(await subjects(world, "interaction_bodies")).toEqual(["držaná", "nová"]);
  expect(await subjects(world, "(SELECT id AS interaction_id FROM interactions)")).toEqual(["držaná", "nová", "stará"]);
  await record(world.system, { ...old, ownerId: (await world.person("Eva")).id });
  expect(await subjects(world, "interaction_bodies")).toEqual(["držaná", "nová"]);
  expect(await applyRetention(world.system), "a repeat finds nothing").toBe(0);
  figure(task, "preview 1, dropped 1, held 1");
});

test("history of customers that were put away is erased with a certificate, a month after a hold has ended too", async () => {
  let now = NOON;
  await using world = await createWorld({ now: () => now });
  const gone = await world.customer("Odložený", { contacts: ["c@odlozeny.example"] });
  await world.customer("Činný", { contacts: ["d@cinny.example"] });
  const items = [item(world, "c@odlozeny.example", "odložená", 40), item(world, "d@cinny.example", "činná", 40)];
  const [first] = [await record(world.system, items[0]!), await record(world.system, items[1]!)];
  await archiveCustomer(world.admin.ctx, gone.id);
  await placeHold(world.admin.ctx, { target: "interaction", targetId: first.interactionId!, reason: "kontrola", until: "2026-12-01" });
  await saveRetentionRule(world.admin.ctx, { customerState: "archived", months: 36, action: "erase", enabled: true });
  expect(await applyRetention(world.system)).toBe(0);
  now = new Date("2027-01-01T00:00:00Z");
  expect(await applyRetention(world.system)).toBe(1);
  expect(await world.rows("SELECT s.subject FROM interaction_subjects s")).toEqual([{ subject: "činná" }]);
  expect(await world.rows("SELECT target, reason FROM erasures")).toEqual([{ target: "retention-rule", reason: "expired" }]);
  expect(await record(world.system, items[0]!)).toMatchObject({ state: "skipped", reasons: [{ code: "erased" }] });
});

test("rules are the administrators' affair", async () => {
  await using world = await createWorld();
  const manager = await world.person("Max", { role: "manager" });
  await expect(saveRetentionRule(manager.ctx, { months: 1, action: "erase" })).rejects.toMatchObject({ code: "forbidden" });
  await expect(saveRetentionRule(world.admin.ctx, { months: 0, action: "erase" })).rejects.toMatchObject({
    fields: [{ pointer: "/months" }],
  });
});
