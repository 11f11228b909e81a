import { afterEach, beforeEach, expect, test } from "vitest";
import { interactionContentSchema, type InteractionContentInput } from "@kronika/core/interactions/index.ts";
import { createWorld, mail, NOON, type Person, type World } from "../../../../test/world.ts";
import { createApp } from "../../app.ts";
import { queriesDuring } from "../../db/testing/queries-during.ts";
import { updateInteraction } from "../interactions/change.ts";
import { record, type RecordItem } from "../interactions/record.ts";
import { createOpportunity } from "../opportunities/create.ts";
import { createReminder } from "../reminders/create.ts";
import { createToken } from "../tokens/create.ts";
import { dismissSuggestion, listSuggestions, recallSuggestion } from "./suggestions.ts";

const JANA = "jana@zakaznik.example";
const DAY_MS = 86_400_000;
let world: World;
let anna: Person;
let customerId: string;
let contactId: string;
beforeEach(async () => {
  world = await createWorld();
  anna = await world.person("Anna");
  const customer = await world.customer("Zákazník", { contacts: [JANA] });
  customerId = customer.id;
  contactId = customer.contactIds[0]!;
});
afterEach(() => world[Symbol.asyncDispose]());

const ago = (days: number) => new Date(NOON.getTime() - days * DAY_MS).toISOString();
const put = async (content: InteractionContentInput, more: Partial<RecordItem> = {}) =>
  (await record(world.system, { content: interactionContentSchema.parse(content), source: "mailbox", ownerId: anna.id, ...more }))
    .interactionId!;
let count = 0;
const theirs = (days: number, text: string, more: object = {}) =>
  put(
    mail({
      from: { address: JANA },
      to: [{ address: anna.email }],
      subject: `Správa ${(count += 1)}`,
      text,
      replyText: text,
      occurredAt: ago(days),
      ...more,
    }),
  );
const ours = (days: number, more: object = {}) =>
  put(mail({ from: { address: anna.email }, to: [{ address: JANA }], subject: `Správa ${(count += 1)}`, occurredAt: ago(days), ...more }));
const byHand = () => ({ source: "manual", links: { customerIds: [customerId], contactIds: [contactId] } }) as const;
const meeting = (days: number, more: object = {}, item: Partial<RecordItem> = {}) =>
  put({ kind: "meeting", occurredAt: ago(days), endsAt: ago(days - 0.04), ...more }, { ...byHand(), ...item });
const rules = async (viewer: Person = anna) => (await listSuggestions(viewer.ctx, customerId)).map(({ rule }) => rule);

test("a customer of whom nothing is known needs nothing yet", async () => expect(await rules()).toEqual([]));

test("a mail that asks for a price: an offer, with the mail as the reason, until a quote is there", async () => {
  const id = await theirs(1, "Dobrý deň, prosím o cenovú ponuku na 300 kusov.");
  expect(await listSuggestions(anna.ctx, customerId)).toMatchObject([
    { rule: "send-offer", reasons: [{ code: "asked-for-price", interactionId: id }], action: { kind: "reminder", interactionId: id } },
  ]);
  await world.rows(
    `INSERT INTO sales_documents (id, org_id, kind, number, number_key, customer_id, state, amount, currency, issued_on)
     VALUES (gen_random_uuid(), $1, 'quote', 'CP-1', 'CP1', $2, 'sent', 100, 'EUR', '2026-11-24')`,
    [world.orgId, customerId],
  );
  expect(await rules()).toEqual([]);
});

test("whoever may not read the text learns nothing of what it asks or complains about", async () => {
  await theirs(1, "Prosím o cenovú ponuku. Posledný tovar prišiel poškodený.");
  const eva = await world.person("Eva");
  expect(await rules()).toEqual(["take-better-care", "send-offer"]);
  expect(await rules(eva)).toEqual([]);
});

test("a quote that nobody has answered for five working days", async () => {
  await theirs(20, "Ďakujem.", { inReplyTo: null });
  await world.rows(
    `INSERT INTO sales_documents (id, org_id, kind, number, number_key, customer_id, state, amount, currency, issued_on)
     VALUES (gen_random_uuid(), $1, 'quote', 'CP-7', 'CP7', $2, 'sent', 100, 'EUR', '2026-11-16')`,
    [world.orgId, customerId],
  );
  const [first] = (await listSuggestions(anna.ctx, customerId)).filter(({ rule }) => rule === "ask-about-offer");
  expect(first).toMatchObject({ reasons: [{ code: "offer-unanswered", count: 6, document: "CP-7" }] });
  await theirs(1, "Ešte sa rozhodujeme.");
  expect(await rules()).not.toContain("ask-about-offer");
});

test("their mail waits for us longer than two working days; an answer in the thread is one, a mail elsewhere is none", async () => {
  const messageId = "<otazka@zakaznik.example>";
  await theirs(6, "Kedy prídete?", { messageId });
  await ours(2);
  expect(await listSuggestions(anna.ctx, customerId)).toMatchObject([
    { rule: "take-better-care", reasons: [{ code: "answer-overdue", count: 4 }], action: { kind: "mail" } },
  ]);
  await ours(1, { inReplyTo: messageId, references: [messageId] });
  expect(await rules()).toEqual([]);
});

test("four of our mails without a word: another channel; a call that they took is a word", async () => {
  await theirs(25, "Ahoj", { messageId: "<ahoj@x>" });
  await ours(24, { inReplyTo: "<ahoj@x>", references: ["<ahoj@x>"] });
  for (const days of [20, 15, 10]) await ours(days);
  expect(await rules()).toEqual(["other-channel"]);
  await put({ kind: "call", direction: "outgoing", outcome: "answered", occurredAt: ago(1) }, byHand());
  expect(await rules()).toEqual([]);
});

test("meetings: unconfirmed before, without outcome after, without a next step once held", async () => {
  const attendees = [{ address: JANA, response: "none" as const }];
  await meeting(-1, { iCalUid: "m1", organizer: { address: anna.email }, attendees }, { source: "calendar" });
  expect(await rules()).toEqual(["confirm-meeting"]);
  await world.rows("DELETE FROM interactions");
  const id = await meeting(1);
  expect(await listSuggestions(anna.ctx, customerId)).toMatchObject([
    { rule: "close-the-loop", action: { kind: "outcome", interactionId: id } },
  ]);
  await updateInteraction(world.admin.ctx, id, { outcome: "held" });
  expect(await listSuggestions(anna.ctx, customerId)).toMatchObject([{ rule: "close-the-loop", action: { kind: "reminder" } }]);
  await createReminder(anna.ctx, { at: ago(-3), title: "Ponuka", customerId });
  expect(await rules()).toEqual([]);
});

test("engagement fell while a deal is open", async () => {
  for (const days of [100, 95, 91]) await meeting(days, { outcome: "held" });
  expect(await rules()).toEqual(["contact-more"]);
  await world.rows("DELETE FROM interactions");
  for (const days of [100, 95, 91]) await meeting(days, { outcome: "held" });
  await createOpportunity(anna.ctx, { customerId, name: "Fólie" });
  expect((await listSuggestions(anna.ctx, customerId))[0]!.reasons.map(({ code }) => code)).toEqual([
    "engagement-fell",
    "interval-exceeded",
  ]);
});

test("a private meeting of somebody else gives no reason to anybody else", async () => {
  const eva = await world.person("Eva");
  await meeting(1, {}, { private: true, ownerId: anna.id });
  expect(await rules(anna)).toEqual(["close-the-loop"]);
  expect(await rules(eva)).toEqual([]);
});

test("dismissed for everybody until the facts change, and taken back", async () => {
  await meeting(1);
  await dismissSuggestion(anna.ctx, customerId, "close-the-loop");
  await dismissSuggestion(anna.ctx, customerId, "close-the-loop");
  expect(await rules(world.admin)).toEqual([]);
  expect(await world.rows("SELECT 1 FROM audit_log WHERE verb = 'dismiss'")).toHaveLength(1);
  await recallSuggestion(world.admin.ctx, customerId, "close-the-loop");
  expect(await rules()).toEqual(["close-the-loop"]);
  await dismissSuggestion(anna.ctx, customerId, "close-the-loop");
  await meeting(0.5);
  expect(await rules()).toEqual(["close-the-loop"]);
  await expect(dismissSuggestion(anna.ctx, customerId, "revive")).rejects.toMatchObject({ code: "not-found" });
});

test("the number of queries does not grow with the history", async () => {
  await theirs(1, "Prosím o cenu.");
  const few = await queriesDuring(world.deps.database, () => listSuggestions(anna.ctx, customerId));
  for (let n = 0; n < 30; n += 1) await theirs(n / 2, "Prosím o cenu.");
  const many = await queriesDuring(world.deps.database, () => listSuggestions(anna.ctx, customerId));
  expect(few).toHaveLength(4);
  expect(many).toHaveLength(4);
});

test("over HTTP", async () => {
  await meeting(1);
  const { token } = await createToken(anna.ctx, { name: "x", scopes: ["write"] });
  const ask = (method: string, path: string) =>
    createApp(world.deps).request(`/api/v1/customers/${customerId}/suggestions${path}`, {
      method,
      headers: { authorization: `Bearer ${token}` },
    });
  expect(await (await ask("GET", "")).json()).toMatchObject({ items: [{ rule: "close-the-loop" }] });
  expect((await ask("PUT", "/close-the-loop/dismissal")).status).toBe(204);
  expect(await (await ask("GET", "")).json()).toEqual({ items: [] });
  expect((await ask("DELETE", "/close-the-loop/dismissal")).status).toBe(204);
  expect((await ask("PUT", "/nonsense/dismissal")).status).toBe(422);
});
