import { afterAll, beforeAll, expect, test } from "vitest";
import { createApp } from "@kronika/hub/app.ts";
import { recordMany } from "@kronika/hub/services/interactions/record.ts";
import { createOpportunity } from "@kronika/hub/services/opportunities/create.ts";
import { createToken } from "@kronika/hub/services/tokens/create.ts";
import { newId } from "@kronika/hub/db/ids.ts";
import { figure } from "../setup/figure.ts";
import { createWorld, mail, type Person, type World } from "../world.ts";
import type { Answer } from "./lib/api.ts";

/**
 * Why is it here, why is it not? What was recorded says rule, address and evidence of each link, to each viewer as much as he may see; what was
 * left out keeps the reason and the address, and not one word.
 */
let world: World;
let rep: Person;
let colleague: Person;
let connectionId: string;
let get: (person: Person, path: string) => Promise<Answer>;
let customerId: string;

beforeAll(async () => {
  world = await createWorld();
  rep = await world.person("Eva");
  colleague = await world.person("Ivan");
  const app = createApp(world.deps);
  const tokens = new Map<string, string>();
  get = async (person, path) => {
    if (!tokens.has(person.id)) tokens.set(person.id, (await createToken(person.ctx, { name: "test", scopes: ["read"] })).token);
    const response = await app.request(`/api/v1${path}`, { headers: { authorization: `Bearer ${tokens.get(person.id)}` } });
    if (!response.ok) throw new Error(`${path} answered ${response.status}`);
    return response.json();
  };
  ({ id: customerId } = await world.customer("Alfa", { contacts: ["jana@alfa.example"] }));
  await createOpportunity(rep.ctx, { name: "Drevené palety", customerId });
  await createOpportunity(rep.ctx, { name: "Strečová fólia", customerId });
  connectionId = newId();
  await world.rows(
    `INSERT INTO connections (id, org_id, user_id, kind, provider, name, settings) VALUES ($1, $2, $3, 'mailbox', 'imap', 'Schránka', '{}')`,
    [connectionId, world.orgId, rep.id],
  );
});
afterAll(() => world[Symbol.asyncDispose]());

test("a recorded mail says why it is at its customer and its deal; who sees no content learns no word of it", async () => {
  const content = mail({
    from: { address: "jana@alfa.example" },
    to: [{ address: rep.email }],
    subject: "Otázka",
    text: "Kedy prídu drevené palety?",
  });
  const [result] = await recordMany(world.system, [{ content, source: "mailbox", ownerId: rep.id, connectionId }]);
  const explained = await get(rep, `/interactions/${result!.interactionId}/explanation`);
  expect(explained.decision.reasons).toContainEqual(expect.objectContaining({ code: "known-participant" }));
  expect(explained.arrivals).toMatchObject([{ source: "mailbox" }]);
  const linkTo = (links: Answer[], target: string) => links.find((link) => link.target === target && link.chosen);
  expect(linkTo(explained.links, "customer")).toMatchObject({
    id: customerId,
    decidedBy: "rule",
    evidence: [{ code: "address", address: "jana@alfa.example" }],
  });
  expect(linkTo(explained.links, "opportunity").evidence).toContainEqual(
    expect.objectContaining({ code: "deal-name-text", words: ["drevene", "palety"] }),
  );

  const forColleague = await get(colleague, `/interactions/${result!.interactionId}/explanation`);
  expect(linkTo(forColleague.links, "opportunity").evidence.map((piece: Answer) => piece.code)).toContain("deal-name-text");
  expect(JSON.stringify(forColleague)).not.toContain("drevene");
});

test("what was left out keeps reason and address, no content; who keeps writing becomes a question", async ({ task }) => {
  const secret = "prísne tajné heslo 4711";
  for (let n = 0; n < 4; n += 1) {
    const content = mail({ from: { address: "novy@neznama.example" }, to: [{ address: rep.email }], subject: secret, text: secret });
    await recordMany(world.system, [{ content, source: "mailbox", ownerId: rep.id, connectionId }], {
      settle: async (_tx, [result]) => {
        expect(result).toMatchObject({ state: "skipped", interactionId: null, outsideAddresses: ["novy@neznama.example"] });
        expect(result!.reasons.map(({ code }) => code)).toEqual(["unknown-participants"]);
      },
    });
    // As the sync settles it (services/sync/record-messages.ts).
    await world.rows(
      `INSERT INTO ledger (id, org_id, connection_id, folder, item_id, state, reason, addresses, received_at) VALUES ($1, $2, $3, 'INBOX', $4, 'skipped', 'unknown-participants', '{novy@neznama.example}', now())`,
      [newId(), world.orgId, connectionId, String(n)],
    );
  }
  expect(await get(rep, "/questions/senders")).toMatchObject({ items: [{ address: "novy@neznama.example", count: 4 }] });
  expect(await get(colleague, "/questions/senders")).toEqual({ items: [] });

  const tables = await world.rows<{ name: string }>(
    "SELECT relname AS name FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = 'public' AND c.relkind = 'r'",
  );
  for (const { name } of tables)
    expect(await world.rows(`SELECT FROM "${name}" t WHERE t::text LIKE '%tajné heslo%' LIMIT 1`), name).toEqual([]);
  figure(task, `4 left out, 0 words in ${tables.length} tables`);
});
