import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createRandom } from "@kronika/hub/cli/demo/random.ts";
import { figure } from "../setup/figure.ts";
import { type Api } from "./lib/api.ts";
import { eventually, removeData, setUp, startKronika, untilHealthy, type PartName, type RunningKronika } from "./lib/kronika.ts";

/**
 * SIGKILL of hub, worker, Temporal and PostgreSQL at twenty seeded points while clients record 300 interactions and set 50 reminders:
 * what was acknowledged is there, nothing is there twice, and each reminder falls due exactly once.
 */
const SEED = Number(process.env["KRONIKA_SEED"] ?? 20_261_124);
const CAPTURES = 300;
const REMINDERS = 50;
const KILLS = 20;
const PARTS: PartName[] = ["hub", "worker", "temporal", "postgres"];

let kronika: RunningKronika;
let api: Api;
let customerId: string;
beforeAll(async () => {
  kronika = await startKronika();
  api = await setUp(kronika);
  customerId = (await api.post("/customers", { name: "Alfa", domains: ["alfa.example"] })).id;
});
afterAll(async () => {
  await kronika?.stop();
  if (kronika) await removeData(kronika.data);
});

/** Sends until it is acknowledged, as the extension's queue does: same id, same body. */
async function deliver(path: string, body: object): Promise<{ id: string }> {
  return eventually(
    async () => {
      const { status, body: answer } = await api.try("POST", path, body);
      if (status >= 500 || status === 429) throw new Error(`answered ${status}`);
      expect(status, JSON.stringify(answer)).toBeLessThan(300);
      return answer;
    },
    { timeoutMs: 180_000, every: 100 },
  );
}

test(`${CAPTURES} captures and ${REMINDERS} reminders under ${KILLS} kills`, async ({ task }) => {
  const random = createRandom(SEED);
  const captures = Array.from({ length: CAPTURES }, (_, i) => ({
    clientId: randomUUID(),
    interaction: {
      kind: "email",
      occurredAt: new Date(Date.now() - i * 60_000).toISOString(),
      messageId: `<m${i}@alfa.example>`,
      subject: `Správa ${i}`,
      from: { address: "jana@alfa.example" },
      to: [{ address: "admin@borovica.example" }],
      text: `Text ${i}`,
    },
  }));
  const dueAt = new Date(Date.now() + 20_000).toISOString();
  const reminders = Array.from({ length: REMINDERS }, (_, i) => ({
    title: `Pripomienka ${i}`,
    at: dueAt,
    customerId,
    clientId: randomUUID(),
  }));
  const jobs = [...captures.map((body) => ["/interactions", body] as const), ...reminders.map((body) => ["/reminders", body] as const)];
  for (let i = jobs.length - 1; i > 0; i -= 1) {
    const j = random.between(0, i);
    [jobs[i], jobs[j]] = [jobs[j]!, jobs[i]!];
  }
  // A kill after every so many acknowledgements: all parts in turn, in an order that the seed decides.
  const killAt = new Map<number, PartName>();
  for (let i = 0; i < KILLS; i += 1)
    killAt.set(Math.floor(((i + 0.5) * jobs.length) / KILLS) + random.between(-4, 4), PARTS[(i + random.between(0, 3)) % PARTS.length]!);
  const acknowledged = new Map<string, string>();
  let next = 0;
  let kills = 0;
  const client = async () => {
    while (next < jobs.length) {
      const [path, body] = jobs[next++]!;
      const answer = await deliver(path, body);
      acknowledged.set(body.clientId, answer.id);
      const part = killAt.get(acknowledged.size);
      if (part) {
        kills += 1;
        await kronika.killPart(part);
      }
    }
  };
  await Promise.all(Array.from({ length: 6 }, client));
  await untilHealthy(kronika.url);

  const recorded = await everything(`/customers/${customerId}/timeline?limit=200`);
  const subjects = recorded.map((item) => item["subject"] as string);
  expect(new Set(subjects).size, "each once").toBe(subjects.length);
  expect(subjects.toSorted((a, b) => a.localeCompare(b))).toEqual(
    captures.map((c) => c.interaction.subject).toSorted((a, b) => a.localeCompare(b)),
  );
  for (const capture of captures) expect(recorded.some((item) => item["id"] === acknowledged.get(capture.clientId))).toBe(true);

  await eventually(
    async () => {
      const due = await everything("/reminders?state=due,waiting,done,closed&mine=true&limit=200");
      expect(due).toHaveLength(REMINDERS);
      expect(new Set(due.map((r) => r["title"]))).toEqual(new Set(reminders.map((r) => r.title)));
      expect(due.filter((r) => r["state"] !== "due")).toEqual([]);
    },
    { timeoutMs: 180_000, every: 1000 },
  );
  const changes = await api.get<{ items: unknown[] }>("/reminders?state=due&mine=true&limit=200");
  expect(changes.items).toHaveLength(REMINDERS);
  figure(task, `${acknowledged.size} acknowledged, ${recorded.length} recorded once, ${REMINDERS} due once, ${kills} kills, seed ${SEED}`);
}, 600_000);

async function everything(path: string): Promise<Record<string, unknown>[]> {
  const items: Record<string, unknown>[] = [];
  for (let cursor: string | null = ""; cursor !== null;) {
    const page: { items: Record<string, unknown>[]; nextCursor: string | null } = await api.get(
      `${path}${cursor ? `&cursor=${cursor}` : ""}`,
    );
    items.push(...page.items);
    cursor = page.nextCursor;
  }
  return items;
}
