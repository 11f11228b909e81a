import { createHmac } from "node:crypto";
import { createServer, type IncomingHttpHeaders, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { createWorld, mail, type World } from "../../../../test/world.ts";
import { record } from "../interactions/record.ts";
import { createOpportunity } from "../opportunities/create.ts";
import { restrictCustomer } from "../rights/restrict-customer.ts";
import { deliverDue } from "./deliver.ts";
import type { WebhookEvent } from "./events.ts";
import { listDeliveries, listWebhooks } from "./read.ts";
import { createWebhook, deleteWebhook, replayDelivery, testWebhook, updateWebhook } from "./write.ts";

let world: World;
let ahead = 0;
let server: Server;
let status = 204;
let got: { headers: IncomingHttpHeaders; body: string }[] = [];
let url: string;

beforeAll(async () => {
  const start = Date.now();
  world = await createWorld({ now: () => new Date(start + ahead) });
  server = createServer((incoming, answer) => {
    let body = "";
    incoming.on("data", (chunk: Buffer) => (body += chunk.toString()));
    incoming.on("end", () => {
      got.push({ headers: incoming.headers, body });
      answer.writeHead(status).end("secret of the receiver");
    });
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`;
});
afterAll(async () => {
  server.close();
  await world[Symbol.asyncDispose]();
});
beforeEach(async () => {
  status = 204;
  got = [];
  for (const { id } of await listWebhooks(world.admin.ctx)) await deleteWebhook(world.admin.ctx, id);
});

const deliver = () => deliverDue(world.deps, world.orgId, ["127.0.0.1"]);
const hook = (...events: WebhookEvent[]) => createWebhook(world.admin.ctx, { url, events });
const messages = () => got.map(({ body }) => JSON.parse(body) as { type: string; timestamp: string; data: Record<string, unknown> });
let used = 0;
const received = async () => {
  const address = `eva@lipa${used++}.example`;
  const customer = await world.customer("Lipa", { contacts: [address] });
  const { interactionId } = await record(world.system, {
    content: mail({ from: { address }, subject: "Tajný predmet" }),
    source: "mailbox",
    ownerId: world.admin.id,
  });
  return { customer, interactionId };
};

test("what is recorded is told with ids and no content, signed so that anybody with the secret can check it", async () => {
  const { secret } = await hook("interaction.recorded", "opportunity.changed");
  const { customer, interactionId } = await received();
  await createOpportunity(world.admin.ctx, { name: "Tajný obchod", customerId: customer.id });
  expect(await deliver()).toBe(2);
  const recorded = messages().find(({ type }) => type === "interaction.recorded")!;
  expect(recorded.data).toMatchObject({ id: interactionId, kind: "email", customerIds: [customer.id] });
  expect(JSON.stringify(messages())).not.toContain("Tajný");
  for (const { headers, body } of got) {
    const signed = `${String(headers["webhook-id"])}.${String(headers["webhook-timestamp"])}.${body}`;
    const expected = createHmac("sha256", Buffer.from(secret.replace("whsec_", ""), "base64"))
      .update(signed)
      .digest("base64");
    expect(headers["webhook-signature"]).toBe(`v1,${expected}`);
  }
  expect(await deliver()).toBe(0);
});

test("a receiver that fails is tried again later and later, under the same id; the log tells; a replay sends it again", async () => {
  const { id } = await hook("interaction.recorded");
  await received();
  status = 500;
  await deliver();
  expect(await deliver()).toBe(0);
  ahead += 6_000;
  await deliver();
  const [failing] = (await listDeliveries(world.admin.ctx, id, {})).items;
  expect(failing).toMatchObject({ state: "pending", attempts: 2, lastStatus: 500 });
  expect(JSON.stringify(failing)).not.toContain("secret of the receiver");
  status = 204;
  ahead += 301_000;
  await deliver();
  expect((await listDeliveries(world.admin.ctx, id, {})).items[0]).toMatchObject({ state: "delivered", attempts: 3 });
  await replayDelivery(world.admin.ctx, id, failing!.id);
  await deliver();
  expect(new Set(got.map(({ headers }) => headers["webhook-id"])).size).toBe(1);
  expect(got).toHaveLength(4);
});

test("what its maker does not see is not told", async () => {
  await hook("interaction.recorded");
  const address = `tajny@lipa${used++}.example`;
  const owner = await world.person(`Rep${used}`);
  const customer = await world.customer("Skrytá", { contacts: [address] });
  await restrictCustomer(world.admin.ctx, customer.id, true);
  await record(world.system, { content: mail({ from: { address } }), source: "mailbox", ownerId: owner.id, private: true });
  await deliver();
  expect(got).toEqual([]);
});

test("410 and five days of silence switch it off; off is silent", async () => {
  const { id } = await hook("interaction.recorded");
  await received();
  status = 410;
  await deliver();
  expect((await listWebhooks(world.admin.ctx))[0]).toMatchObject({ state: "off" });
  await received();
  await updateWebhook(world.admin.ctx, id, { active: true });
  status = 503;
  await received();
  for (const pause of [0, 6, 301, 1801, 7201, 18_001, 36_001, 50_401, 72_001, 86_401, 86_401, 200_000]) {
    ahead += pause * 1000;
    await deliver();
  }
  await testWebhook(world.admin.ctx, id);
  ahead += 5 * 86_400_000;
  await deliver();
  expect((await listWebhooks(world.admin.ctx))[0]).toMatchObject({ state: "off" });
});

test("a delivery that was taken by a hub that died is taken again", async () => {
  const { id } = await hook("interaction.recorded");
  await received();
  await world.rows("UPDATE webhook_deliveries SET next_attempt_at = $1", [new Date(world.deps.now().getTime() + 120_000)]);
  expect(await deliver()).toBe(0);
  ahead += 121_000;
  expect(await deliver()).toBe(1);
  expect((await listDeliveries(world.admin.ctx, id, {})).items[0]).toMatchObject({ state: "delivered" });
});

test("only administrators; not to an address with a password in it", async () => {
  const rep = await world.person(`Rep${(used += 1)}`);
  await expect(createWebhook(rep.ctx, { url, events: ["reminder.due"] })).rejects.toMatchObject({ code: "forbidden" });
  await expect(listWebhooks(rep.ctx)).rejects.toMatchObject({ code: "forbidden" });
  for (const bad of [
    "https://user:pass@host.example/",
    "ftp://host.example/",
    "javascript:alert(1)",
    "host.example",
    "https://host.example/\r\nX: y",
  ])
    await expect(createWebhook(world.admin.ctx, { url: bad, events: ["reminder.due"] })).rejects.toMatchObject({ code: "invalid" });
});
