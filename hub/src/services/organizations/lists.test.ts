import { afterAll, beforeEach, beforeAll, describe, expect, test } from "vitest";
import type { InteractionContentInput } from "@kronika/core/interactions/index.ts";
import { createWorld, NOON, type Person, type World } from "../../../../test/world.ts";
import { presentSummary } from "../../presenters/interaction.ts";
import { updateInteraction } from "../interactions/change.ts";
import { recordFromClient } from "../interactions/record-from-client.ts";
import { timeline } from "../interactions/timeline.ts";
import { createOpportunity } from "../opportunities/create.ts";
import { getOpportunity } from "../opportunities/list.ts";
import { updateOpportunity } from "../opportunities/update.ts";
import { getLists, replaceList } from "./lists.ts";

const FAIR = { key: "fair", sk: "Veľtrh", en: "Trade fair" };
const AT = NOON.toISOString();

let world: World;
let rep: Person;
beforeAll(async () => {
  world = await createWorld();
  rep = await world.person("Jana");
});
afterAll(() => world[Symbol.asyncDispose]());
beforeEach(async () => {
  await world.rows("UPDATE organizations SET settings = settings - 'lists'");
});

const lists = async () => (await getLists(world.admin.ctx)).lists;
const problem = (promise: Promise<unknown>) =>
  promise.then(
    () => "done",
    (error: { code: string; fields: { pointer: string }[] }) => [error.code, ...error.fields.map(({ pointer }) => pointer)].join(" "),
  );
/** Records for a new customer, and shows how its timeline tells it. */
async function recorded(interaction: InteractionContentInput, links: object = {}) {
  const { id } = await world.customer("Zákazník");
  const result = await recordFromClient(rep.ctx, { interaction, links: { customerIds: [id], ...links } });
  const page = await timeline(rep.ctx, "customer", id, {});
  return { id: result.interactionId!, summary: presentSummary(page.items[0]!), customerId: id };
}

describe("an administrator's list", () => {
  test("is ours until somebody touches it; then it is theirs, in their order", async () => {
    expect((await lists()).kinds.map(({ key }) => key)).toEqual(["sms", "chat", "letter", "visit"]);
    await replaceList(world.admin.ctx, "kinds", { items: [FAIR, ...(await lists()).kinds.filter(({ key }) => key !== "chat")] });
    expect((await lists()).kinds.map(({ key }) => key)).toEqual(["fair", "sms", "letter", "visit"]);
    expect((await lists()).stages[0]).toEqual({ key: "new", sk: "Nová", en: "New" });
  });

  test("is read by everybody, changed by administrators", async () => {
    expect((await getLists(rep.ctx)).lists.kinds).not.toEqual([]);
    expect(await problem(replaceList(rep.ctx, "kinds", { items: [] }))).toBe("forbidden");
  });

  test.each<[string, Parameters<typeof replaceList>[1], object[], string]>([
    ["a key twice", "kinds", [FAIR, FAIR], "invalid /items/1/key"],
    ["a key that no address could hold", "kinds", [{ ...FAIR, key: "Veľtrh" }], "invalid /items/0/key"],
    ["no Slovak name", "kinds", [{ ...FAIR, sk: " " }], "invalid /items/0/sk"],
    ["an outcome that counts as nothing", "callOutcomes", [{ ...FAIR, key: "interested" }], "invalid /items/0/countsAs"],
    [
      "an outcome that counts as one of meetings",
      "callOutcomes",
      [{ ...FAIR, key: "interested", countsAs: "held" }],
      "invalid /items/0/countsAs",
    ],
    ["an outcome named as a fixed one", "callOutcomes", [{ ...FAIR, key: "missed", countsAs: "missed" }], "invalid /items/0/key"],
    ["a kind that counts as something", "kinds", [{ ...FAIR, countsAs: "missed" }], "invalid /items/0/countsAs"],
    ["no stage to begin with", "stages", [{ ...FAIR, retired: true }], "invalid /items"],
  ])("refuses %s", async (_case, list, items, expected) => {
    expect(await problem(replaceList(world.admin.ctx, list, { items: items as never }))).toBe(expected);
  });

  test("is not overwritten by somebody who has not seen the last change", async () => {
    const { version } = await getLists(world.admin.ctx);
    await replaceList(world.admin.ctx, "kinds", { items: [FAIR] }, { accepted: [version] });
    expect(await problem(replaceList(world.admin.ctx, "kinds", { items: [] }, { accepted: [version] }))).toBe("precondition-failed");
    expect((await lists()).kinds).toEqual([FAIR]);
  });
});

describe("further kinds of interaction", () => {
  test("only those of the list, and not the retired ones; what bears one keeps it", async () => {
    await replaceList(world.admin.ctx, "kinds", { items: [FAIR, ...(await lists()).kinds] });
    const visit = { kind: "other", occurredAt: AT, otherKind: "fair", direction: "outgoing", text: "Stánok 7" } as const;
    const { summary } = await recorded(visit);
    expect(summary.details).toEqual({ otherKind: "fair" });
    expect(await problem(recorded({ ...visit, otherKind: "fax" }))).toBe("invalid /interaction/otherKind");
    await replaceList(world.admin.ctx, "kinds", { items: [{ ...FAIR, retired: true }] });
    expect(await problem(recorded(visit))).toBe("invalid /interaction/otherKind");
  });

  test("one in use is not removed, also when the administrator does not see what bears it", async () => {
    await replaceList(world.admin.ctx, "kinds", { items: [FAIR] });
    const { id } = await world.customer("Tajný");
    await recordFromClient(rep.ctx, {
      interaction: { kind: "other", occurredAt: AT, otherKind: "fair" },
      links: { customerIds: [id] },
      private: true,
    });
    expect(await problem(replaceList(world.admin.ctx, "kinds", { items: [] }))).toBe("conflict /items");
    expect((await lists()).kinds).toEqual([FAIR]);
  });

  test("the history is filtered by a single one", async () => {
    const { customerId } = await recorded({ kind: "other", occurredAt: AT, otherKind: "sms" });
    const links = { customerIds: [customerId] };
    await recordFromClient(rep.ctx, { interaction: { kind: "other", occurredAt: AT, otherKind: "visit" }, links });
    await recordFromClient(rep.ctx, { interaction: { kind: "note", occurredAt: AT, text: "x" }, links });
    const kinds = async (...wanted: string[]) =>
      (await timeline(rep.ctx, "customer", customerId, { kinds: wanted })).items
        .map(({ kind, details }) => (kind === "other" ? (details["otherKind"] as string) : kind))
        .toSorted((a, b) => a.localeCompare(b));
    expect(await kinds("other:sms")).toEqual(["sms"]);
    expect(await kinds("other:sms", "note")).toEqual(["note", "sms"]);
    expect(await kinds("other")).toEqual(["sms", "visit"]);
    await expect(kinds("other:'; --")).rejects.toMatchObject({ code: "invalid" });
  });
});

describe("outcomes", () => {
  test("a finer outcome counts as the fixed one that the administrator chose, whatever the client says", async () => {
    await replaceList(world.admin.ctx, "callOutcomes", { items: [{ ...FAIR, key: "wrong-number", countsAs: "missed" }] });
    const { id, summary } = await recorded({
      kind: "call",
      occurredAt: AT,
      direction: "outgoing",
      outcome: "answered",
      outcomeKey: "wrong-number",
    });
    expect(summary.details).toMatchObject({ outcome: "missed", outcomeKey: "wrong-number" });
    await updateInteraction(rep.ctx, id, { outcome: "busy" });
    expect(
      await world.rows("SELECT details ->> 'outcome' AS o, details ->> 'outcomeKey' AS k FROM interactions WHERE id = $1", [id]),
    ).toEqual([{ o: "busy", k: null }]);
    await updateInteraction(rep.ctx, id, { outcomeKey: "wrong-number" });
    expect(await problem(updateInteraction(rep.ctx, id, { outcomeKey: "postponed" }))).toBe("invalid /outcomeKey");
    expect(await problem(replaceList(world.admin.ctx, "callOutcomes", { items: [] }))).toBe("conflict /items");
  });

  test("of meetings likewise", async () => {
    await replaceList(world.admin.ctx, "meetingOutcomes", { items: [{ ...FAIR, key: "postponed", countsAs: "cancelled" }] });
    const { summary } = await recorded({ kind: "meeting", occurredAt: AT, subject: "Ponuka", outcomeKey: "postponed" });
    expect(summary.details).toMatchObject({ outcome: "cancelled", outcomeKey: "postponed" });
    expect(await problem(recorded({ kind: "meeting", occurredAt: AT, outcomeKey: "wrong-number" }))).toBe(
      "invalid /interaction/outcomeKey",
    );
  });
});

test("stages: a new opportunity begins with the first one that is offered, and moves among them", async () => {
  const { id: customerId } = await world.customer("Obchod");
  await replaceList(world.admin.ctx, "stages", {
    items: [
      { ...FAIR, key: "new", retired: true },
      { ...FAIR, key: "demo" },
      { ...FAIR, key: "contract" },
    ],
  });
  const { id } = await createOpportunity(world.admin.ctx, { name: "Obaly", customerId });
  expect((await getOpportunity(world.admin.ctx, id)).stage).toBe("demo");
  await updateOpportunity(world.admin.ctx, id, { stage: "contract" });
  expect(await problem(updateOpportunity(world.admin.ctx, id, { stage: "new" }))).toBe("invalid /stage");
  expect(await problem(updateOpportunity(world.admin.ctx, id, { stage: "quote" }))).toBe("invalid /stage");
  expect(await problem(replaceList(world.admin.ctx, "stages", { items: [FAIR] }))).toBe("conflict /items");
  // One that stands in a retired stage can be edited with all its fields.
  await world.rows("UPDATE opportunities SET stage = 'new' WHERE id = $1", [id]);
  await updateOpportunity(world.admin.ctx, id, { stage: "new", name: "Obaly 2" });
});

describe("every kind says who began it", () => {
  const them = { side: "them", userId: null };
  test.each<[string, InteractionContentInput, object]>([
    [
      "a mail",
      { kind: "email", occurredAt: AT, from: { name: "Eva", address: "eva@zakaznik.example" } },
      { ...them, name: "Eva", address: "eva@zakaznik.example" },
    ],
    [
      "their call",
      { kind: "call", occurredAt: AT, direction: "incoming", phoneNumber: "0905 111 222" },
      { ...them, address: "+421905111222" },
    ],
    ["our call", { kind: "call", occurredAt: AT, direction: "outgoing" }, { side: "us", name: "Jana" }],
    ["a meeting that they wanted", { kind: "meeting", occurredAt: AT, initiatedBy: "them" }, { ...them, name: null }],
    ["a meeting that we wanted", { kind: "meeting", occurredAt: AT, initiatedBy: "us" }, { side: "us", name: "Jana" }],
    ["a note", { kind: "note", occurredAt: AT, text: "x" }, { side: "us", name: "Jana" }],
    [
      "an SMS",
      {
        kind: "other",
        occurredAt: AT,
        otherKind: "sms",
        direction: "incoming",
        participants: [{ role: "from", name: "Eva", phone: "+421905111222" }],
      },
      { ...them, name: "Eva", address: "+421905111222" },
    ],
  ])("%s", async (_case, interaction, expected) => {
    expect((await recorded(interaction)).summary.initiator).toMatchObject(expected);
  });
});
