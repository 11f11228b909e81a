import { randomBytes } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createReminder } from "@kronika/hub/services/reminders/create.ts";
import { getReminder } from "@kronika/hub/services/reminders/list.ts";
import { record } from "@kronika/hub/services/interactions/record.ts";
import { figure } from "../setup/figure.ts";
import { createWorld, mail, type World } from "../world.ts";
import { startEngine, type Engine } from "./lib/engine.ts";

/**
 * "Remind me if nobody answers within three days", with real PostgreSQL and a real Temporal that skips time: an answer closes the
 * reminder and says why; without one it is due after three days, not before.
 */
let engine: Engine;
let world: World;
beforeAll(async () => {
  engine = await startEngine();
  world = await createWorld({ now: () => engine.now() });
  await engine.serve(world.deps);
});
afterAll(async () => {
  await engine.stop();
  await world[Symbol.asyncDispose]();
});

async function sentMail(contact: string) {
  const messageId = `<${randomBytes(8).toString("hex")}@borovica.example>`;
  const at = engine.now().toISOString();
  const content = mail({ from: { address: world.admin.email }, to: [{ address: contact }], messageId, occurredAt: at });
  const { interactionId } = await record(world.system, { content, source: "mailbox", ownerId: world.admin.id });
  const reminder = await createReminder(world.admin.ctx, { interactionId: interactionId!, noReplyWithinDays: 3 });
  return { messageId, reminderId: reminder.id };
}

const reply = (contact: string, messageId: string, more: object = {}) =>
  record(world.system, {
    content: mail({
      from: { address: contact },
      inReplyTo: messageId,
      references: [messageId],
      occurredAt: new Date(engine.now().getTime() + 1000).toISOString(),
      ...more,
    }),
    source: "mailbox",
    ownerId: world.admin.id,
  });

test("a reply after two days closes it and says by what; it never falls due", async ({ task }) => {
  await world.customer("Alfa", { contacts: ["jana@alfa.example"] });
  const { messageId, reminderId } = await sentMail("jana@alfa.example");
  await engine.untilRunning("reminder", reminderId);
  await engine.skipDays(2);
  const { interactionId } = await reply("jana@alfa.example", messageId);
  await engine.untilEnded("reminder", reminderId);
  await engine.skipDays(2);
  expect(await getReminder(world.admin.ctx, reminderId)).toMatchObject({
    state: "closed",
    fellDueAt: null,
    outcome: { code: "reply-in-thread", interactionId },
  });
  figure(task, "closed by the reply on day 2, never due");
});

test("without a reply it is due after three days and not before; an out-of-office does not count", async ({ task }) => {
  await world.customer("Beta", { contacts: ["ivan@beta.example"] });
  const { messageId, reminderId } = await sentMail("ivan@beta.example");
  await engine.untilRunning("reminder", reminderId);
  await engine.skipDays(1);
  await reply("ivan@beta.example", messageId, { mailKind: "out-of-office", messageId: "<ooo@beta.example>" });
  await engine.skipDays(1.9);
  expect((await getReminder(world.admin.ctx, reminderId)).state).toBe("waiting");
  await engine.skipDays(0.2);
  await expect.poll(async () => (await getReminder(world.admin.ctx, reminderId)).state, { timeout: 30_000 }).toBe("due");
  await reply("ivan@beta.example", messageId, { messageId: "<late@beta.example>" });
  await engine.untilEnded("reminder", reminderId);
  expect((await getReminder(world.admin.ctx, reminderId)).state).toBe("closed");
  figure(task, "due on day 3, closed by the late answer");
});

test("a new mail of the person, outside of the thread, is an answer as well", async () => {
  await world.customer("Gama", { contacts: ["eva@gama.example"] });
  const { reminderId } = await sentMail("eva@gama.example");
  await engine.untilRunning("reminder", reminderId);
  const content = mail({
    from: { address: "eva@gama.example" },
    subject: "Niečo iné",
    occurredAt: new Date(engine.now().getTime() + 1000).toISOString(),
  });
  await record(world.system, { content, source: "mailbox", ownerId: world.admin.id });
  await engine.untilEnded("reminder", reminderId);
  expect((await getReminder(world.admin.ctx, reminderId)).outcome).toMatchObject({ code: "mail-from-person" });
});
