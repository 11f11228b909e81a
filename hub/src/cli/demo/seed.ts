import { randomBytes } from "node:crypto";
import { interactionContentSchema, type InteractionContentInput } from "@kronika/core/interactions/index.ts";
import { systemContext, type Ctx, type Deps } from "../../context.ts";
import { newId } from "../../db/ids.ts";
import { createContact } from "../../services/contacts/create.ts";
import { createCustomer } from "../../services/customers/create.ts";
import { MAX_BATCH, recordMany, type RecordItem } from "../../services/interactions/record.ts";
import { createOpportunity } from "../../services/opportunities/create.ts";
import { createReminder } from "../../services/reminders/create.ts";
import { setUp } from "../../services/installation/set-up.ts";
import { ensureSetupLink } from "../../services/installation/setup-link.ts";
import { createUser } from "../../services/users/create.ts";
import { customers, organization, people, type DemoCustomer, type PersonKey } from "./company.ts";
import { createDocuments } from "./documents.ts";
import { createRandom, type Random } from "./random.ts";
import { calls, meetings, notes, stories } from "./stories.ts";

export interface DemoSignIn {
  email: string;
  password: string;
}

/** The history goes back this far. */
const DAYS = 90;
const DAY = 24 * 60 * 60 * 1000;

/**
 * Fills an empty installation with the demo company: people, customers, deals, quotes and invoices, three months of mail, calls and meetings, reminders. The
 * same seed gives the same company; its dates are relative to now.
 * @returns the sign-in of the administrator, null when the installation has an organisation already
 */
export async function seedDemo(deps: Deps): Promise<DemoSignIn | null> {
  const password = `demo-${randomBytes(6).toString("base64url")}`;
  const actors = await createPeople(deps, password);
  if (actors === null) return null;
  const random = createRandom(20_261_124);
  const forDocuments = createRandom(20_261_125);
  let documents = 100;
  const items: RecordItem[] = [];
  for (const customer of customers) {
    const ctx = actors.get(customer.owner)!;
    const { id } = await createCustomer(ctx, {
      name: customer.name,
      domains: [customer.domain],
      country: customer.country,
      kinds: customer.kinds ?? ["customer"],
      ...(customer.ico ? { ico: customer.ico } : {}),
    });
    for (const [name, address, jobTitle, phone] of customer.contacts) {
      const addresses = [{ kind: "email" as const, value: address }, ...(phone ? [{ kind: "phone" as const, value: phone }] : [])];
      await createContact(ctx, { name, customerId: id, jobTitle, legalBasis: "customer", addresses });
    }
    const dealId = customer.deal
      ? (
          await createOpportunity(ctx, {
            name: customer.deal[0],
            customerId: id,
            stage: customer.deal[1],
            value: customer.deal[2],
          })
        ).id
      : null;
    items.push(...history(deps, random, customer, { ctx, customerId: id, dealId }));
    await createDocuments(forDocuments, customer, { ctx, erp: actors.get("marta")!, customerId: id, dealId }, () => {
      documents += 1;
      return String(documents).padStart(4, "0");
    });
  }
  items.sort((a, b) => (a.content.occurredAt < b.content.occurredAt ? -1 : 1));
  const system = systemContext(deps, actors.get("marta")!.orgId, "cli");
  const waiting: { ownerId: string; interactionId: string }[] = [];
  for (let start = 0; start < items.length; start += MAX_BATCH) {
    const batch = items.slice(start, start + MAX_BATCH);
    const results = await recordMany(system, batch);
    for (const [i, result] of results.entries()) {
      const { content, ownerId } = batch[i]!;
      const recent = Date.now() - Date.parse(content.occurredAt) < 6 * DAY;
      if (content.kind === "email" && content.from?.address.endsWith("@borovica.example") && recent && result.interactionId && ownerId)
        waiting.push({ ownerId, interactionId: result.interactionId });
    }
  }
  for (const { ownerId, interactionId } of waiting.slice(0, 8)) {
    const ctx = [...actors.values()].find((c) => c.actor.kind === "user" && c.actor.userId === ownerId);
    if (ctx) await createReminder(ctx, { interactionId, noReplyWithinDays: 3 });
  }
  return { email: people[0].email, password };
}

/** Organisation and people, by the same verbs as a real first start. Null when that has been done already. */
async function createPeople(deps: Deps, password: string): Promise<Map<PersonKey, Ctx> | null> {
  const link = await ensureSetupLink(deps.database, deps.publicUrl);
  const token = link?.split("/").at(-1);
  if (token === undefined) return null;
  const [first, ...others] = people;
  const { ctx } = await setUp(
    deps,
    {
      token,
      organization: { ...organization, ownDomains: [...organization.ownDomains] },
      user: { name: first.name, email: first.email, password },
    },
    { userAgent: null, address: "127.0.0.1" },
  );
  const admin: Ctx = { ...deps, orgId: ctx.orgId, actor: ctx.actor };
  const actors = new Map<PersonKey, Ctx>([[first.key, admin]]);
  for (const { key, name, email, role } of others) {
    const { id } = await createUser(admin, { name, email, role, language: "sk", password });
    actors.set(key, { ...admin, actor: { kind: "user", userId: id, role } });
  }
  return actors;
}

interface Place {
  ctx: Ctx;
  customerId: string;
  dealId: string | null;
}

/** Three months with one customer: some conversations, calls, a note, meetings past and coming. */
function history(deps: Deps, random: Random, customer: DemoCustomer, place: Place): RecordItem[] {
  const now = deps.now().getTime();
  const links = { customerIds: [place.customerId], ...(place.dealId ? { opportunityIds: [place.dealId] } : {}) };
  const ownerId = place.ctx.actor.kind === "user" ? place.ctx.actor.userId : null;
  const us = people.find((p) => p.key === customer.owner)!;
  const add = (input: InteractionContentInput, source: RecordItem["source"] = "manual"): RecordItem => ({
    content: interactionContentSchema.parse(input),
    source,
    ownerId,
    links,
  });
  const workingHour = (daysAgo: number) => new Date(now - daysAgo * DAY - random.between(0, 8) * 3_600_000).toISOString();
  const items: RecordItem[] = [];
  for (let i = 0; i < random.between(3, 6); i += 1)
    items.push(...conversation(random, customer, us, links, ownerId, now - random.between(2, DAYS) * DAY));
  items.push(...conversation(random, customer, us, links, ownerId, now - random.between(0, 3) * DAY));
  for (let i = 0; i < random.between(1, 4); i += 1) {
    const [direction, minutes, text] = random.pick(calls);
    items.push(
      add({
        kind: "call",
        occurredAt: workingHour(random.between(1, DAYS)),
        direction,
        durationSeconds: minutes * 60,
        outcome: "answered",
        text,
      }),
    );
  }
  items.push(add({ kind: "note", occurredAt: workingHour(random.between(1, DAYS)), subject: "", text: random.pick(notes) }));
  for (const days of [random.between(5, 60), -random.between(1, 12)]) {
    const start = new Date(now - days * DAY);
    start.setUTCHours(random.between(7, 14), 0, 0, 0);
    const attendees = customer.contacts
      .slice(0, 2)
      .map(([name, address]) => ({ name, address, response: days > 0 ? ("accepted" as const) : ("none" as const) }));
    items.push(
      add({
        kind: "meeting",
        occurredAt: start.toISOString(),
        endsAt: new Date(start.getTime() + 3_600_000).toISOString(),
        subject: random.pick(meetings),
        location: customer.name,
        attendees,
        organizer: { name: us.name, address: us.email },
        outcome: days > 0 ? "held" : null,
      }),
    );
  }
  return items;
}

function conversation(
  random: Random,
  customer: DemoCustomer,
  us: (typeof people)[number],
  links: RecordItem["links"],
  ownerId: string | null,
  start: number,
): RecordItem[] {
  const story = random.pick(stories);
  const [name, address] = customer.contacts[0]!;
  const fill = (text: string) =>
    text
      .replaceAll("{deal}", customer.deal?.[0] ?? "obaly na mieru")
      .replaceAll("{first}", name)
      .replaceAll("{us}", us.name)
      .replaceAll("{number}", String(random.between(100, 999)));
  const subject = fill(story.subject);
  const items: RecordItem[] = [];
  let at = start;
  for (const [who, text] of story.turns) {
    if (at > Date.now()) break;
    const ids = items.map((item) => (item.content.kind === "email" ? item.content.messageId! : ""));
    const [from, to] =
      who === ">"
        ? [
            { name: us.name, address: us.email },
            { name, address },
          ]
        : [
            { name, address },
            { name: us.name, address: us.email },
          ];
    const replyText = fill(text);
    items.push({
      content: interactionContentSchema.parse({
        kind: "email",
        occurredAt: new Date(at).toISOString(),
        messageId: `<${newId()}@${who === ">" ? "borovica.example" : customer.domain}>`,
        ...(ids.length > 0 ? { inReplyTo: ids.at(-1), references: ids } : {}),
        subject: ids.length > 0 ? `Re: ${subject}` : subject,
        from,
        to: [to],
        text: replyText,
        replyText,
      }),
      source: "import",
      ownerId,
      links,
    });
    at += random.between(2, 30) * 3_600_000;
  }
  return items;
}
