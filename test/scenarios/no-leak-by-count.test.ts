import { afterAll, beforeAll, expect, test } from "vitest";
import { createApp } from "@kronika/hub/app.ts";
import { record } from "@kronika/hub/services/interactions/record.ts";
import { createOpportunity } from "@kronika/hub/services/opportunities/create.ts";
import { restrictCustomer } from "@kronika/hub/services/rights/restrict-customer.ts";
import { reportNames } from "@kronika/hub/services/reports/schemas.ts";
import { indexAllChanges } from "@kronika/hub/services/search/index-changes.ts";
import { createToken } from "@kronika/hub/services/tokens/create.ts";
import { figure } from "../setup/figure.ts";
import { createWorld, mail, NOON, type Person, type World } from "../world.ts";

/**
 * What somebody does not see changes nothing that he is answered: no number, no order, no snippet, no next page. So he is asked everything
 * before there is something hidden from him, and afterwards; the answers are the same to the byte.
 */
let world: World;
let outsider: Person;
let app: ReturnType<typeof createApp>;
let token: string;

beforeAll(async () => {
  world = await createWorld();
  outsider = await world.person("Ivan");
  app = createApp(world.deps);
  token = (await createToken(outsider.ctx, { name: "test", scopes: ["read"] })).token;
  const { id } = await world.customer("Verejná, a. s.", { domains: ["verejna.example"], contacts: ["eva@verejna.example"] });
  await createOpportunity(world.admin.ctx, { name: "Verejná ponuka", customerId: id, value: "100.00" });
  for (let n = 0; n < 25; n += 1) await write("eva@verejna.example", `Verejná ponuka ${n}`, `obyčajné slovo ${n}`, n);
  await indexAllChanges(world.system);
});
afterAll(() => world[Symbol.asyncDispose]());

const write = (address: string, subject: string, text: string, n: number, isPrivate = false) =>
  record(world.system, {
    content: mail({ from: { address }, subject, text, occurredAt: new Date(NOON.getTime() - n * 7_000_000).toISOString() }),
    source: "mailbox",
    ownerId: world.admin.id,
    private: isPrivate,
  });

const QUERIES = [
  "ponuka",
  "ponu",
  "tajna",
  "tajnost",
  "tajn",
  "tajma",
  "slovo",
  '"tajna ponuka"',
  "from:skryty",
  "skryta",
  "skryty.example",
  "customer:skryta",
];
const PATHS = [
  ...[...QUERIES, "kind:email", "ponuka after:2026-11-01", "obycajne tajnost"].map((q) => `/search?limit=5&q=${encodeURIComponent(q)}`),
  ...reportNames.flatMap((name) => {
    const period = "from=2026-10-01&to=2026-11-24";
    return [`/reports/${name}?${period}`, `/reports/${name}/csv?${period}`, `/reports/${name}/rows?${period}&figure=all:all&limit=7`];
  }),
];

async function answers(): Promise<Map<string, string>> {
  const found = new Map<string, string>();
  for (const path of PATHS) {
    const response = await app.request(`/api/v1${path}`, { headers: { authorization: `Bearer ${token}` } });
    expect(response.status, path).toBe(200);
    found.set(path, await response.text());
  }
  return found;
}

test("no-leak-by-count: hidden customers, private mail and texts of colleagues change no answer of search and reports", async ({
  task,
}) => {
  const before = await answers();
  const { id } = await world.customer("Skrytá, s. r. o.", { domains: ["skryty.example"], contacts: ["sef@skryty.example"] });
  await restrictCustomer(world.admin.ctx, id, true);
  await createOpportunity(world.admin.ctx, { name: "Tajná ponuka", customerId: id, value: "999999.00" });
  for (let n = 0; n < 25; n += 1) {
    await write("sef@skryty.example", `Tajná ponuka ${n}`, "tajnosť a slovo", n);
    await write("eva@verejna.example", `Tajná súkromná ponuka ${n}`, "tajnosť a slovo", n, true);
  }
  await indexAllChanges(world.system);
  const after = await answers();
  for (const path of PATHS) expect(after.get(path), path).toBe(before.get(path));
  // And it is there for whoever may see it.
  const owner = (await createToken(world.admin.ctx, { name: "owner", scopes: ["read"] })).token;
  const seen = await app.request("/api/v1/search?q=tajnost", { headers: { authorization: `Bearer ${owner}` } });
  expect(((await seen.json()) as { interactions: unknown[] }).interactions).toHaveLength(10);
  figure(task, `${PATHS.length} questions answered to the byte as before`);
}, 120_000);
