import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { record } from "@kronika/hub/services/interactions/record.ts";
import { toEmail } from "@kronika/connectors/mime/mapper.ts";
import { parseMessage } from "@kronika/connectors/mime/parse-message.ts";
import { figure } from "../setup/figure.ts";
import { createWorld, type Person, type World } from "../world.ts";
import { rawMail } from "./lib/mails.ts";
import { callAs, type Call } from "./lib/in-process.ts";
import { seededRandom } from "./lib/random.ts";

/**
 * One real mail that we send arrives from up to six sides: as the draft that the extension saw being sent (no Message-ID yet), as the page showed
 * it afterwards, in the sender's mailbox, in a colleague's, by an import and by the API. Any subset, any order, any of them at the same moment, with repeats:
 * one row, with everything that hangs on it.
 */
let world: World;
let colleague: Person;
let api: Call;
beforeAll(async () => {
  world = await createWorld({ now: () => new Date() });
  colleague = await world.person("Eva");
  api = await callAs(world, world.admin);
  await world.customer("Alfa", { contacts: ["jana@alfa.example"] });
});
afterAll(() => world[Symbol.asyncDispose]());

const WAYS = ["draft", "page", "mailbox", "colleague", "import", "api"] as const;
type Way = (typeof WAYS)[number];

/** The mail of a round, as each side brings it. Each call is another arrival of the same. */
async function sides(round: number): Promise<Record<Way, () => Promise<string>>> {
  const sent = new Date(Date.UTC(2026, 10, 20, 9) + round * 3_600_000 + 17_000);
  const subject = `Ponuka ${round}`;
  const text = `Dobrý deň, posielam ponuku číslo ${round}.`;
  const { raw, messageId } = rawMail({
    from: world.admin.email,
    to: `Jana <jana@alfa.example>, ${colleague.email}`,
    subject,
    text,
    date: sent,
  });
  const content = toEmail(await parseMessage(Buffer.from(raw)), { receivedAt: sent.toISOString() });
  const seen = {
    kind: "email" as const,
    subject,
    from: { address: world.admin.email },
    to: [{ name: "Jana", address: "jana@alfa.example" }, { address: colleague.email }],
    text,
  };
  const minute = (ms: number) => `${new Date(ms).toISOString().slice(0, 16)}:00Z`;
  const post = async (body: object): Promise<string> => (await api("POST", "/interactions", body)).id;
  const [draftId, pageId, apiId] = [randomUUID(), randomUUID(), randomUUID()];
  const box = async (ownerId: string | null, source: "mailbox" | "import") =>
    (await record(world.system, { content, source, ownerId })).interactionId!;
  return {
    // Seen at the moment of sending, by the clock of the browser, which is two minutes fast.
    draft: () =>
      post({
        clientId: draftId,
        source: { host: "gmail" },
        // A draft's id is no message's id: it is of a scheme of its own.
        identities: [{ scheme: "provider:gmail-draft", value: `draft-${round}` }],
        interaction: { ...seen, occurredAt: minute(sent.getTime() + 120_000) },
      }),
    page: () =>
      post({
        clientId: pageId,
        source: { host: "gmail", providerId: `18f${round}`, threadId: `t${round}` },
        interaction: { ...seen, occurredAt: minute(sent.getTime()) },
      }),
    mailbox: () => box(world.admin.id, "mailbox"),
    colleague: () => box(colleague.id, "mailbox"),
    import: () => box(null, "import"),
    api: () => post({ clientId: apiId, interaction: { ...seen, occurredAt: sent.toISOString(), messageId } }),
  };
}

test("any subset, any order, at the same moment, with repeats", async ({ task }) => {
  const seed = Number(process.env["SEED"] ?? 20_261_125);
  const random = seededRandom(seed);
  const rounds = 150;
  let arrivals = 0;
  for (let round = 0; round < rounds; round += 1) {
    const arrive = await sides(round);
    const count = 2 + Math.floor(random() * 5);
    const order = Array.from({ length: count }, () => WAYS[Math.floor(random() * WAYS.length)]!);
    const told: string[] = [];
    // Cut at random places: what stands between two cuts arrives at the same moment.
    for (let start = 0; start < count;) {
      const end = Math.min(count, start + 1 + Math.floor(random() * 3));
      told.push(`[${order.slice(start, end).join(" ")}]`);
      await Promise.all(order.slice(start, end).map((way) => arrive[way]()));
      start = end;
    }
    arrivals += count;
    const rows = await world.rows<{ id: string; copies: number; body: string | null; customers: number }>(
      `SELECT i.id, (SELECT count(*)::int FROM interaction_copies k WHERE k.interaction_id = i.id) AS copies, b.text AS body,
         (SELECT count(*)::int FROM interaction_links l WHERE l.interaction_id = i.id AND l.target = 'customer' AND l.chosen) AS customers
       FROM interactions i JOIN interaction_subjects s ON s.interaction_id = i.id JOIN interaction_bodies b ON b.interaction_id = i.id
       WHERE s.subject = $1 AND i.state <> 'merged'`,
      [`Ponuka ${round}`],
    );
    const context = `round ${round}, seed ${seed}: ${told.join(" ")}`;
    expect(rows.length, context).toBe(1);
    expect(rows[0], context).toMatchObject({ customers: 1 });
    // A copy for each owner and source: draft and page are both the extension's.
    const copies = new Set(order.map((way) => (way === "draft" || way === "page" ? "extension" : way)));
    expect(rows[0]!.copies, context).toBe(copies.size);
    expect(rows[0]!.body?.trim(), context).toBe(`Dobrý deň, posielam ponuku číslo ${round}.`);
  }
  figure(task, `${rounds} rounds, ${arrivals} arrivals from 6 sides: one row each, seed ${seed}`);
});
