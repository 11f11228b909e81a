import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createApp } from "@kronika/hub/app.ts";
import { recordMany, type RecordItem } from "@kronika/hub/services/interactions/record.ts";
import { createToken } from "@kronika/hub/services/tokens/create.ts";
import { toEmail } from "@kronika/connectors/mime/mapper.ts";
import { parseMessage } from "@kronika/connectors/mime/parse-message.ts";
import { figure } from "../setup/figure.ts";
import { createWorld, type Person, type World } from "../world.ts";
import { rawMail } from "./lib/mails.ts";

/**
 * The same mail reaches Kronika from the page (through the API, as the extension sends it) and from two mailboxes (as messages, parsed
 * and recorded as the sync does). Whatever the order, however often, also at the same moment: one row.
 */
let world: World;
let colleague: Person;
let app: ReturnType<typeof createApp>;
let token: string;
beforeAll(async () => {
  world = await createWorld({ now: () => new Date() });
  colleague = await world.person("Eva");
  app = createApp(world.deps);
  token = (await createToken(world.admin.ctx, { name: "extension", scopes: ["write"] })).token;
  await world.customer("Alfa", { contacts: ["jana@alfa.example"] });
});
afterAll(() => world[Symbol.asyncDispose]());

type Way = "page" | "mailbox" | "colleague";
const WAYS: Way[] = ["page", "mailbox", "colleague"];

/** One mail as each side sees it. The page shows no seconds, no Message-ID and its own form of the text. */
async function sightings(n: number) {
  const date = new Date(Date.UTC(2026, 10, 20, 9, n % 60, 1 + (n % 58)));
  const { raw } = rawMail({
    from: "Jana <jana@alfa.example>",
    to: `${world.admin.email}, ${colleague.email}`,
    subject: `Objednávka ${n}`,
    text: `Dobrý deň, objednávame ${n} kusov.\r\n\r\nJana`,
    date,
  });
  const parsed = await parseMessage(Buffer.from(raw));
  const content = toEmail(parsed, { receivedAt: date.toISOString() });
  const providerId = `18f${n.toString(16).padStart(13, "0")}`;
  const page = {
    clientId: randomUUID(),
    source: { host: "gmail", providerId, threadId: providerId, account: world.admin.email },
    interaction: {
      kind: "email",
      occurredAt: `${date.toISOString().slice(0, 16)}:00Z`,
      subject: `Objednávka ${n}`,
      from: { name: "Jana", address: "jana@alfa.example" },
      to: [{ address: world.admin.email }, { address: colleague.email }],
      text: `Dobrý deň, objednávame ${n} kusov. Jana`,
    },
  };
  const box = (ownerId: string): RecordItem => ({ content, source: "mailbox", ownerId });
  const arrive: Record<Way, () => Promise<string>> = {
    page: async () => {
      const answer = await app.request("/api/v1/interactions", {
        method: "POST",
        headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
        body: JSON.stringify(page),
      });
      expect(answer.status).toBeLessThan(300);
      return ((await answer.json()) as { id: string }).id;
    },
    mailbox: async () => (await recordMany(world.system, [box(world.admin.id)]))[0]!.interactionId!,
    colleague: async () => (await recordMany(world.system, [box(colleague.id)]))[0]!.interactionId!,
  };
  return arrive;
}

/** The rows that stand for one mail. */
const rowsOf = (n: number) =>
  world.rows<{ id: string; copies: number }>(
    `SELECT i.id, (SELECT count(*)::int FROM interaction_copies k WHERE k.interaction_id = i.id) AS copies FROM interactions i
     JOIN interaction_subjects s ON s.interaction_id = i.id WHERE s.subject = $1 AND i.state <> 'merged'`,
    [`Objednávka ${n}`],
  );

const permutations = <T>(list: T[]): T[][] =>
  list.length < 2 ? [list] : list.flatMap((first, i) => permutations(list.toSpliced(i, 1)).map((rest) => [first, ...rest]));

test("every order of arrival, each with repeats", async ({ task }) => {
  let n = 0;
  for (const order of permutations(WAYS)) {
    n += 1;
    const arrive = await sightings(n);
    const ids: string[] = [];
    for (const way of [...order, ...order]) ids.push(await arrive[way]());
    expect(new Set(ids).size, order.join(", ")).toBe(1);
    expect(await rowsOf(n)).toEqual([{ id: ids[0], copies: 3 }]);
  }
  figure(task, `${n} orders, each twice: one row with three copies`);
});

test("all at the same moment, a hundred times", async ({ task }) => {
  const rounds = 100;
  for (let i = 0; i < rounds; i += 1) {
    const n = 1000 + i;
    const arrive = await sightings(n);
    await Promise.all([...WAYS, ...WAYS].map((way) => arrive[way]()));
    const rows = await rowsOf(n);
    expect(
      rows.map((row) => row.copies),
      `round ${i}`,
    ).toEqual([3]);
  }
  figure(task, `${rounds} of ${rounds} rounds of 6 concurrent arrivals: one row`);
});

test("two different mails of the same minute with the same subject stay two", async () => {
  const at = new Date(Date.UTC(2026, 10, 21, 9, 0, 5));
  for (const text of ["Áno, súhlasím.", "Ešte jedna vec: pošlite prosím aj faktúru za minulý mesiac."]) {
    const { raw } = rawMail({ from: "jana@alfa.example", to: world.admin.email, subject: "Objednávka 5000", text, date: at });
    await recordMany(world.system, [
      {
        content: toEmail(await parseMessage(Buffer.from(raw)), { receivedAt: at.toISOString() }),
        source: "mailbox",
        ownerId: world.admin.id,
      },
    ]);
  }
  expect(await rowsOf(5000)).toHaveLength(2);
});
