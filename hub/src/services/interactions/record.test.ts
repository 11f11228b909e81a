import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createWorld, mail, NOON, type World } from "../../../../test/world.ts";
import { createReminder } from "../reminders/create.ts";
import { getReminder } from "../reminders/list.ts";
import { getInteraction } from "./read.ts";
import { createContact } from "../contacts/create.ts";
import { record, recordMany } from "./record.ts";
import { timeline } from "./timeline.ts";

let world: World;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world[Symbol.asyncDispose]());

const later = (minutes: number) => new Date(NOON.getTime() + minutes * 60_000).toISOString();

describe("a mail of a known contact", () => {
  test("lands on the customer with its evidence", async () => {
    const customer = await world.customer("Alfa", { contacts: ["jana@alfa.example"] });
    const result = await record(world.system, {
      content: mail({ from: { address: "jana@alfa.example" } }),
      source: "mailbox",
      ownerId: world.admin.id,
    });
    expect(result).toMatchObject({ state: "recorded", created: true });
    expect(result.links).toContainEqual(expect.objectContaining({ target: "customer", id: customer.id, chosen: true }));
    const page = await timeline(world.admin.ctx, "customer", customer.id, {});
    expect(page.items).toMatchObject([{ id: result.interactionId, subject: "Cenová ponuka", direction: "incoming", seesContent: true }]);
  });

  test("of a stranger is left out with the reason, and nothing of it is kept", async () => {
    const result = await record(world.system, {
      content: mail({ from: { address: "kto@stranger.example" }, text: "tajomstvo-7391" }),
      source: "mailbox",
      ownerId: world.admin.id,
    });
    expect(result).toMatchObject({ state: "skipped", interactionId: null, outsideAddresses: ["kto@stranger.example"] });
    expect(await world.rows("SELECT * FROM interaction_bodies WHERE text LIKE '%tajomstvo-7391%'")).toEqual([]);
  });

  test("shows a colleague its subject, not its content", async () => {
    const customer = await world.customer("Beta", { contacts: ["peter@beta.example"] });
    const colleague = await world.person("Eva");
    const { interactionId } = await record(world.system, {
      content: mail({ from: { address: "peter@beta.example" } }),
      source: "mailbox",
      ownerId: world.admin.id,
    });
    const seen = await getInteraction(colleague.ctx, interactionId!);
    expect(seen).toMatchObject({ subject: "Cenová ponuka", text: null, html: null, preview: null, seesContent: false });
    expect((await timeline(colleague.ctx, "customer", customer.id, { q: "posielam" })).items).toEqual([]);
    await record(world.system, {
      content: mail({ from: { address: "peter@beta.example" }, messageId: `<second-${interactionId}@x>` }),
      source: "mailbox",
      ownerId: colleague.id,
    });
  });
});

describe("two ways, one record", () => {
  test("a page's excerpt and the mailbox's message are one row, in either order", async () => {
    const customer = await world.customer("Gama", { contacts: ["ivan@gama.example"] });
    for (const [i, order] of [
      ["page", "mailbox"],
      ["mailbox", "page"],
    ].entries()) {
      const subject = `Objednávka ${i}`;
      const items = {
        page: {
          content: mail({
            from: { address: "ivan@gama.example" },
            subject,
            messageId: null,
            occurredAt: "2026-11-24T10:05:00Z",
            text: "Prosím o dodanie.",
          }),
          source: "extension" as const,
          ownerId: world.admin.id,
          identities: [{ scheme: "provider:gmail" as const, value: `18c0ffee${i}` }],
          clientId: crypto.randomUUID(),
        },
        mailbox: {
          content: mail({
            from: { address: "ivan@gama.example" },
            subject,
            messageId: `<order-${i}@gama.example>`,
            occurredAt: "2026-11-24T10:05:41Z",
            text: "Prosím o dodanie.\n\nIvan",
          }),
          source: "mailbox" as const,
          ownerId: world.admin.id,
        },
      };
      const results = [];
      for (const way of order) results.push(await record(world.system, items[way as keyof typeof items]));
      expect(results.map((r) => r.created)).toEqual([true, false]);
      expect(results[0]!.interactionId).toBe(results[1]!.interactionId);
      const whole = await getInteraction(world.admin.ctx, results[0]!.interactionId!);
      expect(whole).toMatchObject({ text: "Prosím o dodanie.\n\nIvan", sources: expect.arrayContaining(["extension", "mailbox"]) });
      expect(whole.occurredAt.toISOString()).toBe("2026-11-24T10:05:41.000Z");
    }
    expect((await timeline(world.admin.ctx, "customer", customer.id, {})).items).toHaveLength(2);
  });

  test("the same mail from many sides at the same moment is one row", async () => {
    const customer = await world.customer("Delta", { contacts: ["ema@delta.example"] });
    const eva = await world.person("Ema");
    const content = mail({
      from: { address: "ema@delta.example" },
      messageId: "<once@delta.example>",
      to: [{ address: "admin@borovica.example" }, { address: eva.email }],
    });
    const page = { ...content, messageId: null };
    const arrivals = Array.from({ length: 24 }, (_, i) => {
      const owner = i % 2 ? eva.id : world.admin.id;
      if (i % 3 === 0)
        return record(world.system, {
          content: page,
          source: "extension",
          ownerId: owner,
          identities: [{ scheme: "provider:gmail", value: `abc-${owner}` }],
          clientId: crypto.randomUUID(),
        });
      return record(world.system, { content, source: "mailbox", ownerId: owner });
    });
    const ids = new Set((await Promise.all(arrivals)).map((r) => r.interactionId));
    const items = (await timeline(world.admin.ctx, "customer", customer.id, {})).items;
    expect(items).toHaveLength(1);
    expect(ids).toContain(items[0]!.id);
    expect((await getInteraction(eva.ctx, items[0]!.id)).text).not.toBeNull();
  });

  test("two rows that turn out to be the same become one, and the old address still answers", async () => {
    await world.customer("Epsilon", { contacts: ["ota@epsilon.example"] });
    const from = { address: "ota@epsilon.example" };
    const page = await record(world.system, {
      content: mail({ from, subject: "Faktúra", messageId: null, occurredAt: later(-300) }),
      source: "extension",
      ownerId: world.admin.id,
      identities: [{ scheme: "provider:gmail", value: "feed01" }],
    });
    const content = mail({ from, subject: "Faktúra", messageId: "<f1@epsilon.example>", occurredAt: later(-200) });
    const box = await record(world.system, { content, source: "mailbox", ownerId: world.admin.id });
    expect(page.interactionId).not.toBe(box.interactionId);
    const joined = await record(world.system, {
      content,
      source: "mailbox",
      ownerId: world.admin.id,
      identities: [{ scheme: "provider:gmail", value: "feed01" }],
    });
    expect(joined.interactionId).toBe(box.interactionId);
    expect((await getInteraction(world.admin.ctx, page.interactionId!)).id).toBe(box.interactionId);
  });
});

describe("threads", () => {
  test("a reply that arrives before its parent joins the same thread, in one batch or two", async () => {
    await world.customer("Zeta", { contacts: ["pavol@zeta.example"] });
    const parent = mail({
      from: { address: world.admin.email },
      to: [{ address: "pavol@zeta.example" }],
      messageId: "<p1@borovica.example>",
      occurredAt: later(1),
    });
    const reply = mail({
      from: { address: "pavol@zeta.example" },
      messageId: "<r1@zeta.example>",
      inReplyTo: "<p1@borovica.example>",
      references: ["<p1@borovica.example>"],
      occurredAt: later(2),
    });
    const second = await record(world.system, { content: reply, source: "mailbox", ownerId: world.admin.id });
    const first = await record(world.system, { content: parent, source: "mailbox", ownerId: world.admin.id });
    const thread = (await getInteraction(world.admin.ctx, first.interactionId!)).thread;
    expect(thread.map((item) => item.id)).toEqual([first.interactionId, second.interactionId]);
  });

  test("a stranger who quotes a Message-ID does not get into the thread", async () => {
    await world.customer("Eta", { contacts: ["lea@eta.example"] });
    const mine = await record(world.system, {
      content: mail({ from: { address: "lea@eta.example" }, messageId: "<secret@eta.example>" }),
      source: "mailbox",
      ownerId: world.admin.id,
    });
    const forged = await record(world.system, {
      content: mail({
        from: { address: "evil@attacker.example" },
        inReplyTo: "<secret@eta.example>",
        references: ["<secret@eta.example>"],
      }),
      source: "mailbox",
      ownerId: world.admin.id,
      facts: { mode: "all" },
    });
    expect((await getInteraction(world.admin.ctx, mine.interactionId!)).thread).toHaveLength(1);
    expect(forged.links).toEqual([]);
  });
});

describe("reminders", () => {
  test("a reply closes the reminder that waits for it and says why; an out-of-office does not", async () => {
    await world.customer("Theta", { contacts: ["iva@theta.example"] });
    const sent = mail({
      from: { address: world.admin.email },
      to: [{ address: "iva@theta.example" }],
      messageId: "<offer@borovica.example>",
      occurredAt: later(0),
    });
    const { interactionId } = await record(world.system, { content: sent, source: "mailbox", ownerId: world.admin.id });
    const reminder = await createReminder(world.admin.ctx, { interactionId: interactionId!, noReplyWithinDays: 3 });
    const answer = {
      from: { address: "iva@theta.example" },
      inReplyTo: "<offer@borovica.example>",
      references: ["<offer@borovica.example>"],
      occurredAt: later(60),
    };
    await record(world.system, { content: mail({ ...answer, mailKind: "out-of-office" }), source: "mailbox", ownerId: world.admin.id });
    expect((await getReminder(world.admin.ctx, reminder.id)).state).toBe("waiting");
    const reply = await record(world.system, { content: mail(answer), source: "mailbox", ownerId: world.admin.id });
    expect(await getReminder(world.admin.ctx, reminder.id)).toMatchObject({
      state: "closed",
      outcome: { code: "reply-in-thread", interactionId: reply.interactionId },
    });
    const late = await createReminder(world.admin.ctx, { interactionId: interactionId!, noReplyWithinDays: 3 });
    expect((await getReminder(world.admin.ctx, late.id)).state).toBe("closed");
  });
});

test("a batch is settled in its own transaction: when that fails, nothing is written", async () => {
  await world.customer("Iota", { contacts: ["x@iota.example"] });
  const content = mail({ from: { address: "x@iota.example" }, messageId: "<gone@iota.example>" });
  const failing = recordMany(world.system, [{ content, source: "mailbox", ownerId: world.admin.id }], {
    settle: () => Promise.reject(new Error("ledger")),
  });
  await expect(failing).rejects.toThrow("ledger");
  expect(await world.rows("SELECT * FROM interaction_identities WHERE value = '<gone@iota.example>'")).toEqual([]);
});

test("an address that went over to another person matches each in his time", async () => {
  const address = "sklad@preberacia.example";
  const before = await world.customer("Predchodca");
  const after = await world.customer("Nástupca");
  const day = "2026-11-01T00:00:00Z";
  await createContact(world.admin.ctx, {
    name: "Ján",
    customerId: before.id,
    addresses: [{ kind: "email", value: address, validTo: day }],
  });
  await createContact(world.admin.ctx, {
    name: "Eva",
    customerId: after.id,
    addresses: [{ kind: "email", value: address, validFrom: day }],
  });
  const linked = async (occurredAt: string) => {
    const { links } = await record(world.system, {
      content: mail({ from: { address }, occurredAt }),
      source: "mailbox",
      ownerId: world.admin.id,
    });
    return links.filter((link) => link.target === "customer" && link.chosen).map(({ id }) => id);
  };
  expect(await linked("2026-10-31T23:59:59Z")).toEqual([before.id]);
  expect(await linked("2026-11-01T00:00:00Z")).toEqual([after.id]);
});
