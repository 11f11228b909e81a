import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { engagementWeights, type EngagementKind } from "@kronika/core/engagement.ts";
import { createApp } from "@kronika/hub/app.ts";
import { inTransaction } from "@kronika/hub/db/transaction.ts";
import { engagementOf } from "@kronika/hub/services/engagement/engagement.ts";
import { record, type RecordItem } from "@kronika/hub/services/interactions/record.ts";
import { fileReports } from "@kronika/hub/services/reactions/reports.ts";
import { createToken } from "@kronika/hub/services/tokens/create.ts";
import { figure } from "../setup/figure.ts";
import { createWorld, mail, NOON, type World } from "../world.ts";

/**
 * Engagement by the published formula, recomputable for any past day: a plain recomputation from what was written down while a random
 * history happened agrees with the hub's figure on random days. Whoever sees less of the history gets the figure of what is seen.
 */
const DAY_MS = 86_400_000;
let world: World;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world[Symbol.asyncDispose]());

/** What happened to whom, kept beside the hub: what the plain recomputation knows. */
interface Happened {
  kind: EngagementKind;
  at: number;
  /** The colleague who alone sees it, if it is private. */
  privateTo: string | null;
}

/** Numbers between 0 and 1, the same in every run (mulberry32). */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

async function live(seed: number): Promise<{ customerId: string; happened: Happened[] }> {
  const random = seeded(seed);
  const jana = `jana@z${seed}.example`;
  const { id: customerId, contactIds } = await world.customer(`Zákazník ${seed}`, { contacts: [jana] });
  const happened: Happened[] = [];
  const links = { customerIds: [customerId], contactIds: [...contactIds] };
  const put = (content: RecordItem["content"], more: Partial<RecordItem> = {}) =>
    record(world.system, { content, source: "mailbox", ownerId: world.admin.id, ...more });
  const sent = async (at: number) => {
    const messageId = `<${randomUUID()}@borovica.example>`;
    await put(
      mail({
        from: { address: world.admin.email },
        to: [{ address: jana }],
        messageId,
        subject: messageId,
        occurredAt: new Date(at).toISOString(),
      }),
    );
    return messageId;
  };
  const ways: Record<EngagementKind | "ours", (at: number, isPrivate: boolean) => Promise<unknown>> = {
    ours: (at) => sent(at),
    "own-mail": (at) => put(mail({ from: { address: jana }, subject: randomUUID(), occurredAt: new Date(at).toISOString() })),
    reply: async (at) => {
      const id = await sent(at - DAY_MS / 24);
      return put(
        mail({ from: { address: jana }, subject: `Re: ${id}`, inReplyTo: id, references: [id], occurredAt: new Date(at).toISOString() }),
      );
    },
    "answered-call": (at, isPrivate) =>
      put(
        { kind: "call", direction: "outgoing", outcome: "answered", occurredAt: new Date(at).toISOString(), participants: [], subject: "" },
        { source: "manual", links, private: isPrivate },
      ),
    "own-call": (at, isPrivate) =>
      put(
        {
          kind: "call",
          direction: "incoming",
          outcome: random() < 0.5 ? "missed" : "answered",
          occurredAt: new Date(at).toISOString(),
          participants: [],
          subject: "",
        },
        { source: "manual", links, private: isPrivate },
      ),
    "meeting-held": (at, isPrivate) => meeting(at, isPrivate, "held"),
    "no-show": (at, isPrivate) => meeting(at, isPrivate, "no-show"),
    accepted: (at) => answered(at, "accepted"),
    declined: (at) => answered(at, "declined"),
    "opt-out": async (at) => {
      const id = await sent(at);
      await world.rows(
        `INSERT INTO reactions (id, org_id, kind, interaction_id, to_interaction_id, address, occurred_at) SELECT gen_random_uuid(), org_id, 'opt-out', interaction_id, interaction_id, $2, $3
         FROM interaction_identities WHERE scheme = 'message-id' AND value = $1`,
        [id, jana, new Date(at)],
      );
    },
    "hard-bounce": async (at) => {
      const value = await sent(at - 60_000);
      const report = {
        scheme: "message-id",
        value,
        kind: "bounce",
        address: jana,
        sequence: 0,
        at: new Date(at).toISOString(),
        detail: {},
      } as const;
      await inTransaction(world.system, (tx, ctx) => fileReports(tx, ctx, [report]), { system: true });
    },
  };
  const meetingContent = (at: number) => ({
    kind: "meeting" as const,
    occurredAt: new Date(at).toISOString(),
    allDay: false,
    sequence: 0,
    status: "confirmed" as const,
    subject: "",
    attendees: [],
  });
  const meeting = (at: number, isPrivate: boolean, outcome: "held" | "no-show") =>
    put({ ...meetingContent(at), outcome }, { source: "manual", links, private: isPrivate });
  const answered = async (at: number, response: "accepted" | "declined") => {
    const iCalUid = randomUUID();
    const start = at + random() * 60 * DAY_MS;
    await put(
      { ...meetingContent(start), iCalUid, organizer: { address: world.admin.email }, attendees: [{ address: jana, response: "none" }] },
      { source: "calendar" },
    );
    const report = {
      scheme: "ical",
      value: `${iCalUid}|master`,
      kind: "reply",
      address: jana,
      sequence: 0,
      at: new Date(at).toISOString(),
      detail: { response },
    } as const;
    await inTransaction(world.system, (tx, ctx) => fileReports(tx, ctx, [report]), { system: true });
  };
  const kinds = Object.keys(ways) as (keyof typeof ways)[];
  for (let n = 0; n < 60; n += 1) {
    const kind = kinds[Math.floor(random() * kinds.length)]!;
    // Whole seconds, so that every clock agrees.
    const at = Math.floor((NOON.getTime() - random() * 500 * DAY_MS) / 1000) * 1000;
    const byHand = kind === "answered-call" || kind === "own-call" || kind === "meeting-held" || kind === "no-show";
    const isPrivate = byHand && random() < 0.3;
    await ways[kind](at, isPrivate);
    if (kind !== "ours") happened.push({ kind, at, privateTo: isPrivate ? world.admin.id : null });
  }
  return { customerId, happened };
}

/** The formula of the product, written out plainly. */
function recompute(happened: readonly Happened[], moment: number): { sum: number; score: number; count: number } {
  const before = happened.filter(({ at }) => at <= moment && moment - at <= 720 * DAY_MS);
  const sum = before.reduce((total, { kind, at }) => total + engagementWeights[kind] * Math.pow(0.5, (moment - at) / DAY_MS / 30), 0);
  return { sum, score: Math.max(0, 100 * (1 - Math.exp(-sum))), count: before.length };
}

test("random histories on random days, for somebody who sees all and for somebody who does not", async ({ task }) => {
  const eva = await world.person("Eva");
  const random = seeded(99);
  let days = 0;
  let different = 0;
  for (let seed = 1; seed <= 6; seed += 1) {
    const { customerId, happened } = await live(seed);
    for (let n = 0; n < 12; n += 1) {
      const at = n === 0 ? undefined : new Date(NOON.getTime() - random() * 520 * DAY_MS).toISOString().slice(0, 10);
      const expected: number[] = [];
      for (const viewer of [world.admin, eva]) {
        const found = await engagementOf(viewer.ctx, "customer", customerId, at ? { at } : {});
        const visible = happened.filter(({ privateTo }) => privateTo === null || privateTo === viewer.id);
        const plain = recompute(visible, Date.parse(found.at));
        expect(found.sum).toBeCloseTo(plain.sum, 9);
        expect(found.score).toBeCloseTo(plain.score, 0);
        expect(Math.abs(found.score - plain.score)).toBeLessThanOrEqual(0.0501);
        expect(found.contributions).toHaveLength(plain.count);
        expected.push(found.sum);
      }
      days += 1;
      if (expected[0] !== expected[1]) different += 1;
    }
  }
  expect(different).toBeGreaterThan(0);
  figure(task, `6 histories, ${days} days, 2 viewers: equal to the plain recomputation to 9 digits`);
});

test("a past day ends at midnight of the organisation's clock, and stays what it was", async () => {
  const { id } = await world.customer("Polnoc", { contacts: ["p@polnoc.example"] });
  const write = (occurredAt: string) =>
    record(world.system, {
      content: mail({ from: { address: "p@polnoc.example" }, subject: occurredAt, occurredAt }),
      source: "mailbox",
      ownerId: world.admin.id,
    });
  await write("2026-11-10T22:59:59Z");
  const before = await engagementOf(world.admin.ctx, "customer", id, { at: "2026-11-10" });
  expect(before).toMatchObject({ at: "2026-11-10T23:00:00.000Z", contributions: [{ kind: "own-mail" }] });
  await write("2026-11-10T23:00:01Z");
  expect(await engagementOf(world.admin.ctx, "customer", id, { at: "2026-11-10" })).toEqual(before);
  expect((await engagementOf(world.admin.ctx, "customer", id, { at: "2026-11-11" })).contributions).toHaveLength(2);
});

test("over HTTP; a day to come, a day that is none and a customer that is none are refused", async () => {
  const { id } = await world.customer("HTTP", { contacts: ["h@http.example"] });
  const { token } = await createToken(world.admin.ctx, { name: "x", scopes: ["read"] });
  const get = (path: string) =>
    createApp(world.deps).request(`/api/v1/customers/${path}`, { headers: { authorization: `Bearer ${token}` } });
  expect(await (await get(`${id}/engagement`)).json()).toMatchObject({
    version: 1,
    score: 0,
    band: "cold",
    contributions: [],
    others: { count: 0 },
  });
  expect((await get(`${id}/engagement?at=2026-11-24`)).status).toBe(200);
  expect((await get(`${id}/engagement?at=2026-11-25`)).status).toBe(422);
  expect((await get(`${id}/engagement?at=yesterday`)).status).toBe(422);
  expect((await get(`${randomUUID()}/engagement`)).status).toBe(404);
});
