import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { createWorld, mail, NOON, type World } from "../../../test/world.ts";
import { createApp } from "../app.ts";
import { newId } from "../db/ids.ts";
import { connections } from "../db/schema/connections.ts";
import { queriesDuring } from "../db/testing/queries-during.ts";
import { inTransaction } from "../db/transaction.ts";
import { createComment } from "../services/comments/say.ts";
import { recordMany } from "../services/interactions/record.ts";
import { createOpportunity } from "../services/opportunities/create.ts";
import { createReminder } from "../services/reminders/create.ts";
import { createSalesDocument } from "../services/sales-documents/create.ts";
import { indexAllChanges } from "../services/search/index-changes.ts";
import { createToken } from "../services/tokens/create.ts";

/** How much more there is of everything when a route is asked the second time. */
const MORE = 30;
const PEOPLE = Array.from({ length: 5 }, (_, n) => `osoba${n}@zakaznik.example`);

/** What people open all day, and the round trips to the database that it may take: BEGIN and COMMIT are two of them. */
const ROUTES: { name: string; path: (ids: Ids) => string; roundTrips: number; grows?: false }[] = [
  { name: "the customers", path: () => "/customers?limit=200", roundTrips: 3 },
  { name: "a customer", path: ({ customer }) => `/customers/${customer}`, roundTrips: 3, grows: false },
  { name: "a timeline", path: ({ customer }) => `/customers/${customer}/timeline?limit=200`, roundTrips: 4 },
  { name: "an interaction, its thread and reminders", path: ({ interaction }) => `/interactions/${interaction}`, roundTrips: 8 },
  { name: "an explanation", path: ({ interaction }) => `/interactions/${interaction}/explanation`, roundTrips: 3, grows: false },
  { name: "the contacts", path: () => "/contacts?limit=200", roundTrips: 3 },
  { name: "the opportunities", path: () => "/opportunities?limit=200", roundTrips: 3 },
  { name: "the sales documents", path: () => "/sales-documents?limit=200", roundTrips: 3 },
  { name: "a customer's totals", path: ({ customer }) => `/sales-documents/totals?customerId=${customer}`, roundTrips: 3, grows: false },
  { name: "the reminders", path: () => "/reminders?limit=200", roundTrips: 3 },
  { name: "the comments", path: ({ customer }) => `/comments?customerId=${customer}&limit=200`, roundTrips: 4 },
  { name: "the notifications", path: () => "/notifications?limit=200", roundTrips: 3 },
  { name: "how many notifications", path: () => "/notifications/unread", roundTrips: 3, grows: false },
  { name: "the connections", path: () => "/connections", roundTrips: 3 },
  { name: "the people of a message", path: () => `/lookup?${PEOPLE.map((address) => `address=${address}`).join("&")}`, roundTrips: 8 },
  { name: "a search", path: () => "/search?q=ponuka", roundTrips: 7 },
];

interface Ids {
  customer: string;
  interaction: string;
}

interface Asked {
  roundTrips: number;
  bytes: number;
}

describe("round trips to the database are few, and no more when there is more", () => {
  let world: World;
  const few = new Map<string, Asked>();
  const many = new Map<string, Asked>();

  beforeAll(async () => {
    world = await createWorld();
    const { id: customer } = await world.customer("Ponuka, s. r. o.", { contacts: PEOPLE });
    const ids = { customer, interaction: await addOfEverything(world, customer) };
    const ask = await createAsker(world);
    await indexAllChanges(world.system);
    for (const { name, path } of ROUTES) few.set(name, await ask(path(ids)));
    for (let n = 0; n < MORE; n += 1) await addOfEverything(world, customer, n);
    await indexAllChanges(world.system);
    for (const { name, path } of ROUTES) many.set(name, await ask(path(ids)));
  });
  afterAll(() => world[Symbol.asyncDispose]());

  test.each(ROUTES)("$name in at most $roundTrips", ({ name, roundTrips, grows = true }) => {
    const [before, after] = [few.get(name)!, many.get(name)!];
    if (grows) expect(after.bytes).toBeGreaterThan(before.bytes * 3);
    expect(after.roundTrips).toBe(before.roundTrips);
    expect(after.roundTrips).toBeLessThanOrEqual(roundTrips);
  });
});

/** Asks the API with a token that was seen a moment ago, and whose use is noted. */
async function createAsker(world: World): Promise<(path: string) => Promise<Asked>> {
  const { token } = await createToken(world.admin.ctx, { name: "test", scopes: ["read"] });
  const app = createApp(world.deps);
  const ask = async (path: string): Promise<Asked> => {
    let bytes = 0;
    const sent = await queriesDuring(world.deps.database, async () => {
      const response = await app.request(`/api/v1${path}`, { headers: { authorization: `Bearer ${token}` } });
      const text = await response.text();
      if (!response.ok) throw new Error(`${path}: ${text}`);
      bytes = text.length;
    });
    return { roundTrips: sent.length, bytes };
  };
  await ask("/customers");
  await vi.waitUntil(async () => (await world.rows<{ at: Date | null }>("SELECT last_used_at AS at FROM api_tokens"))[0]?.at);
  return ask;
}

/**
 * One more customer, opportunity, reminder and connection, and one more mail of a thread with the given customer.
 * @returns the mail's interaction
 */
async function addOfEverything(world: World, customer: string, n = -1): Promise<string> {
  const { ctx } = world.admin;
  await world.customer(`Ponuka ${n}`, { contacts: [`niekto${n}@iny.example`] });
  const { id: opportunityId } = await createOpportunity(ctx, { name: `Ponuka ${n}`, customerId: customer });
  await createSalesDocument(ctx, { kind: "invoice", number: `FV ${n}`, amount: "12.00", customerId: customer, opportunityId });
  const content = mail({
    from: { address: PEOPLE[0]! },
    to: PEOPLE.slice(1).map((address) => ({ address })),
    messageId: `<ponuka${n}@zakaznik.example>`,
    inReplyTo: n === -1 ? null : "<ponuka-1@zakaznik.example>",
    attachments: [{ filename: "ponuka.pdf", inline: false }],
  });
  const links = { customerIds: [customer], opportunityIds: [opportunityId] };
  const [result] = await recordMany(ctx, [{ content, source: "mailbox", ownerId: world.admin.id, identities: [], links }]);
  const interactionId = result!.interactionId!;
  await createReminder(ctx, { title: `Zavolať ${n}`, at: NOON.toISOString(), interactionId, customerId: customer, opportunityId });
  await createComment(ctx, { customerId: customer, text: `Ponuka ${n}` });
  await world.rows(
    `INSERT INTO notifications (id, org_id, user_id, kind, key, customer_id) VALUES (gen_random_uuid(), $1, $2, 'assigned', $3, $4)`,
    [world.orgId, world.admin.id, `test:${n}`, customer],
  );
  await inTransaction(ctx, (tx) =>
    tx.insert(connections).values({
      id: newId(),
      orgId: world.orgId,
      userId: world.admin.id,
      kind: "mailbox",
      provider: "imap",
      name: `Schránka ${n}`,
      settings: {},
      createdAt: NOON,
      updatedAt: NOON,
    }),
  );
  return interactionId;
}
