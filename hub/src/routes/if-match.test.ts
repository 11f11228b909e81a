import { afterAll, beforeAll, expect, test } from "vitest";
import { createWorld, type Person, type World } from "../../../test/world.ts";
import { createApp } from "../app.ts";
import { createContact } from "../services/contacts/create.ts";
import { createOpportunity } from "../services/opportunities/create.ts";
import { createSalesDocument } from "../services/sales-documents/create.ts";
import { createToken } from "../services/tokens/create.ts";

/** Two people edit the same thing: the second one is told who was quicker and what he changed, instead of overwriting it unseen. */
let world: World;
let app: ReturnType<typeof createApp>;
let jana: Person;
const tokens = new Map<string, string>();
const paths = new Map<string, string>();
beforeAll(async () => {
  world = await createWorld();
  app = createApp(world.deps);
  jana = await world.person("Jana Rýchla");
  for (const person of [world.admin, jana]) {
    const { token } = await createToken(person.ctx, { name: "test", scopes: ["read", "write"] });
    tokens.set(person.id, token);
  }
  const customer = await world.customer("Alfa");
  const contact = await createContact(world.admin.ctx, { name: "Ivan", customerId: customer.id, addresses: [] });
  const document = await createSalesDocument(world.admin.ctx, {
    kind: "quote",
    number: "CP-1",
    customerId: customer.id,
    amount: "10.00",
    issuedOn: "2026-11-24",
  });
  const deal = await createOpportunity(world.admin.ctx, { name: "Hala", customerId: customer.id });
  paths
    .set("customer", `/customers/${customer.id}`)
    .set("contact", `/contacts/${contact.id}`)
    .set("opportunity", `/opportunities/${deal.id}`)
    .set("sales-document", `/sales-documents/${document.id}`);
});
afterAll(() => world[Symbol.asyncDispose]());

async function ask(as: Person, path: string, change?: { field?: string; name: string; ifMatch: string | null }) {
  const response = await app.request(`/api/v1${path}`, {
    method: change ? "PATCH" : "GET",
    headers: {
      authorization: `Bearer ${tokens.get(as.id)}`,
      ...(change ? { "content-type": "application/json" } : {}),
      ...(change?.ifMatch ? { "if-match": change.ifMatch } : {}),
    },
    ...(change ? { body: JSON.stringify({ [change.field ?? "name"]: change.name }) } : {}),
  });
  return { status: response.status, etag: response.headers.get("etag"), body: (await response.json()) as Record<string, unknown> };
}

test.each([
  ["customer", "name"],
  ["contact", "name"],
  ["opportunity", "name"],
  ["sales-document", "number"],
])("%s: what a colleague has changed is not overwritten unseen", async (noun, field) => {
  const path = paths.get(noun)!;
  const read = await ask(world.admin, path);
  expect(read.etag).toBe(`"${String(read.body["version"])}"`);
  const quicker = await ask(jana, path, { field, name: "Janina zmena", ifMatch: read.etag });
  expect(quicker).toMatchObject({ status: 200, etag: expect.not.stringMatching(read.etag!) });
  for (const person of [world.admin, jana]) {
    const late = await ask(person, path, { field, name: "Moja zmena", ifMatch: read.etag });
    expect(late).toMatchObject({
      status: 412,
      body: { code: "precondition-failed", lastChange: { by: { kind: "token", name: "Jana Rýchla" }, fields: [field] } },
    });
  }
  expect((await ask(jana, path)).body[field]).toBe("Janina zmena");
  expect((await ask(world.admin, path, { field, name: "Po prečítaní", ifMatch: quicker.etag })).status).toBe(200);
  expect((await ask(world.admin, path, { field, name: "Bez podmienky", ifMatch: null })).status).toBe(200);
});
