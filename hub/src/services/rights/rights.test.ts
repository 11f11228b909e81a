import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createWorld, mail, type Person, type World } from "../../../../test/world.ts";
import type { Ctx } from "../../context.ts";
import { createContact } from "../contacts/create.ts";
import { getCustomer, listCustomers } from "../customers/list.ts";
import { updateCustomer } from "../customers/update.ts";
import { explainInteraction } from "../interactions/explain.ts";
import { getInteraction } from "../interactions/read.ts";
import { record, recordMany, type RecordItem } from "../interactions/record.ts";
import { timeline } from "../interactions/timeline.ts";
import { createOpportunity } from "../opportunities/create.ts";
import { updateOrganization } from "../organizations/update.ts";
import { advanceRematch } from "../rematch/advance.ts";
import { decideRematch } from "../rematch/decide.ts";
import { startRematch } from "../rematch/start.ts";
import { search } from "../search/search.ts";
import { createTeam } from "../teams/create.ts";
import { explainRights } from "./explain-rights.ts";
import { giveGrant } from "./give-grant.ts";
import { restrictCustomer } from "./restrict-customer.ts";
import { setPrivate } from "./set-private.ts";
import { takeGrant } from "./take-grant.ts";

let world: World;
let anna: Person;
let boris: Person;
let manager: Person;
let customer: string;
let used = 0;

beforeAll(async () => {
  world = await createWorld();
  anna = await world.person("Anna");
  boris = await world.person("Boris");
  manager = await world.person("Marta", { role: "manager" });
});
afterAll(() => world[Symbol.asyncDispose]());

/** A customer of its own for each test, owned by Anna, with an address. */
async function newCustomer(name = "Lipa"): Promise<{ id: string; address: string }> {
  const address = `eva@lipa${used++}.example`;
  const { id } = await world.customer(name, { contacts: [address] });
  await updateCustomer(world.admin.ctx, id, { ownerId: anna.id });
  customer = id;
  return { id, address };
}

const from = (address: string, owner: Person, more: Partial<RecordItem> = {}): RecordItem => ({
  content: mail({ from: { address }, to: [{ address: owner.email }], subject: "Tajná cena", text: "Dohodnutá cena je 100 eur." }),
  source: "mailbox",
  ownerId: owner.id,
  ...more,
});
const note = (customerId: string, by: Person): RecordItem => ({
  content: { kind: "note", occurredAt: world.deps.now().toISOString(), subject: "Poznámka", text: "Chcú zľavu." },
  source: "manual",
  ownerId: by.id,
  links: { customerIds: [customerId] },
});
/** `metadata`, `subject`, `content`, or `nothing`. */
const sees = async (who: { ctx: Ctx }, id: string): Promise<string> => {
  const row = await getInteraction(who.ctx, id).catch((error: { code?: string }) => {
    if (error.code === "not-found") return null;
    throw error;
  });
  if (!row) return "nothing";
  return row.seesContent ? "content" : row.seesSubject ? "subject" : "metadata";
};
const recorded = async (...items: RecordItem[]): Promise<string[]> =>
  (await recordMany(world.system, items)).map(({ interactionId }) => interactionId!);
const refused = (work: Promise<unknown>) =>
  work.then(
    () => "allowed",
    (error: { code?: string }) => error.code,
  );

describe("a colleague's mail", () => {
  test("is seen up to its subject, whole by a grant on the mail, the customer, the deal, or the person; and no more when it is taken back", async () => {
    const { id: customerId, address } = await newCustomer();
    const { id: deal } = await createOpportunity(anna.ctx, { name: "Kartóny", customerId });
    const [mailId] = (await recorded(from(address, anna, { links: { opportunityIds: [deal] } }))) as [string];
    expect(await sees(anna, mailId)).toBe("content");
    expect(await sees(boris, mailId)).toBe("subject");
    expect(await sees(manager, mailId)).toBe("subject");
    const givers = { interaction: anna, customer: anna, opportunity: anna, user: anna };
    const resourceIds = { interaction: mailId, customer: customerId, opportunity: deal, user: anna.id };
    for (const resource of ["interaction", "customer", "opportunity", "user"] as const) {
      const grant = {
        grantee: `user:${boris.id}`,
        resource,
        resourceId: resourceIds[resource],
        level: "content" as const,
        verbs: ["view" as const],
      };
      const { id } = await giveGrant(givers[resource].ctx, grant);
      expect([resource, await sees(boris, mailId), await sees(manager, mailId)]).toEqual([resource, "content", "subject"]);
      const [later] = (await recorded(from(address, anna, { links: { opportunityIds: [deal] } }))) as [string];
      expect([resource, await sees(boris, later)]).toEqual([resource, resource === "interaction" ? "subject" : "content"]);
      await takeGrant(givers[resource].ctx, id);
      expect([resource, await sees(boris, mailId), await sees(boris, later)]).toEqual([resource, "subject", "subject"]);
    }
  });

  test("follows the organisation's level at once, for what stands too", async () => {
    const { address } = await newCustomer();
    const [mailId] = (await recorded(from(address, anna))) as [string];
    for (const level of ["metadata", "content", "subject"] as const) {
      await updateOrganization(world.admin.ctx, { settings: { colleagueMailLevel: level } });
      expect(await sees(boris, mailId)).toBe(level);
    }
  });

  test("that lies in two mailboxes is seen whole by both", async () => {
    const { address } = await newCustomer();
    const item = from(address, anna);
    const [mailId] = (await recorded(item)) as [string];
    await record(world.system, { ...item, ownerId: boris.id });
    expect([await sees(anna, mailId), await sees(boris, mailId), await sees(manager, mailId)]).toEqual(["content", "content", "subject"]);
  });

  test("is opened to others by its owner and by an administrator, by nobody else", async () => {
    const { address } = await newCustomer();
    const [mailId] = (await recorded(from(address, anna))) as [string];
    const grant = { grantee: `user:${boris.id}`, resource: "interaction" as const, resourceId: mailId, verbs: ["view" as const] };
    expect(await refused(giveGrant(boris.ctx, grant))).toBe("forbidden");
    expect(await refused(giveGrant(manager.ctx, grant))).toBe("forbidden");
    const person = { ...grant, resource: "user" as const, resourceId: anna.id };
    expect(await refused(giveGrant(manager.ctx, person))).toBe("forbidden");
    expect(await sees(boris, mailId)).toBe("subject");
    const { id } = await giveGrant(world.admin.ctx, person);
    expect(await sees(boris, mailId)).toBe("content");
    await takeGrant(anna.ctx, id);
  });
});

describe("a team", () => {
  test("has what was given to it as long as somebody is in it", async () => {
    const { id: customerId, address } = await newCustomer();
    const [mailId] = (await recorded(from(address, anna))) as [string];
    const team = await createTeam(world.admin.ctx, { name: "Východ", memberIds: [boris.id] });
    const inTeam = { ctx: { ...boris.ctx, actor: { ...boris.ctx.actor, teams: [team.id] } as Ctx["actor"] } };
    await giveGrant(anna.ctx, { grantee: `team:${team.id}`, resource: "customer", resourceId: customerId, verbs: ["view"] });
    expect([await sees(inTeam, mailId), await sees(boris, mailId)]).toEqual(["content", "subject"]);
  });
});

describe("a private interaction", () => {
  test("is its owner's alone, whatever was given on the customer", async () => {
    const { id: customerId, address } = await newCustomer();
    await giveGrant(anna.ctx, { grantee: `user:${boris.id}`, resource: "customer", resourceId: customerId, verbs: ["view"] });
    const [mailId, noteId] = (await recorded(from(address, anna), { ...note(customerId, anna), private: true })) as [string, string];
    expect([await sees(boris, mailId), await sees(boris, noteId), await sees(world.admin, noteId)]).toEqual([
      "content",
      "nothing",
      "nothing",
    ]);
    await setPrivate(anna.ctx, mailId, true);
    expect([await sees(anna, mailId), await sees(boris, mailId), await sees(world.admin, mailId)]).toEqual([
      "content",
      "nothing",
      "nothing",
    ]);
    expect(await refused(setPrivate(manager.ctx, mailId, false))).toBe("not-found");
    expect((await timeline(boris.ctx, "customer", customerId, {})).items).toEqual([]);
    await setPrivate(anna.ctx, mailId, false);
    expect(await sees(boris, mailId)).toBe("content");
  });
});

describe("a restricted customer", () => {
  test("does not exist for others, in no list, search, timeline or explanation; its owner, an administrator and grantees see it", async () => {
    const { id: customerId, address } = await newCustomer("Tajomná, a. s.");
    const { id: deal } = await createOpportunity(anna.ctx, { name: "Tajomný obchod", customerId });
    const [mailId, noteId] = (await recorded(from(address, anna), note(customerId, anna))) as [string, string];
    await restrictCustomer(anna.ctx, customerId, true);
    for (const other of [boris, manager]) {
      expect(await refused(getCustomer(other.ctx, customerId))).toBe("not-found");
      expect(await refused(timeline(other.ctx, "customer", customerId, {}))).toBe("not-found");
      expect(await refused(timeline(other.ctx, "opportunity", deal, {}))).toBe("not-found");
      expect(await refused(explainInteraction(other.ctx, noteId))).toBe("not-found");
      expect(await refused(updateCustomer(other.ctx, customerId, { name: "Moja" }))).toBe("not-found");
      expect((await listCustomers(other.ctx, { q: "tajomna" })).items).toEqual([]);
      expect(JSON.stringify(await search(other.ctx, "tajomn", 10))).not.toContain(customerId);
      expect([await sees(other, mailId), await sees(other, noteId)]).toEqual(["nothing", "nothing"]);
    }
    expect([await sees(anna, noteId), await sees(world.admin, noteId)]).toEqual(["content", "metadata"]);
    await giveGrant(anna.ctx, {
      grantee: `user:${boris.id}`,
      resource: "customer",
      resourceId: customerId,
      level: "subject",
      verbs: ["view"],
    });
    expect([await sees(boris, mailId), await sees(boris, noteId)]).toEqual(["subject", "subject"]);
    expect((await getCustomer(boris.ctx, customerId)).name).toBe("Tajomná, a. s.");
    expect(await refused(updateCustomer(boris.ctx, customerId, { name: "Moja" }))).toBe("forbidden");
    const [later] = (await recorded(note(customerId, anna))) as [string];
    expect([await sees(boris, later), await sees(manager, later)]).toEqual(["subject", "nothing"]);
    await restrictCustomer(anna.ctx, customerId, false);
    expect([await sees(manager, mailId), await sees(manager, later)]).toEqual(["subject", "content"]);
  });

  test("shows a colleague his own mail with it, but not the customer", async () => {
    const { id: customerId, address } = await newCustomer("Skrytá");
    const item = from(address, boris);
    const [mailId] = (await recorded(item)) as [string];
    await restrictCustomer(anna.ctx, customerId, true);
    expect(await sees(boris, mailId)).toBe("content");
    expect((await getInteraction(boris.ctx, mailId)).links).toEqual([]);
    expect(JSON.stringify(await explainInteraction(boris.ctx, mailId))).not.toContain(customerId);
  });

  test("is not drawn into the open by somebody who gives its address to another customer, neither for new mail nor by matching anew", async () => {
    const { id: customerId, address } = await newCustomer("Tajná");
    const [before] = (await recorded(from(address, anna))) as [string];
    await restrictCustomer(anna.ctx, customerId, true);
    const other = await world.customer("Iná");
    await createContact(boris.ctx, { name: "Tiež Eva", customerId: other.id, addresses: [{ kind: "email", value: address }] });
    const [after] = (await recorded(from(address, anna))) as [string];
    expect([await sees(boris, before), await sees(boris, after), await sees(anna, after)]).toEqual(["nothing", "nothing", "content"]);
    const { id } = await startRematch(boris.ctx, { customerId: other.id });
    while ((await advanceRematch(world.system, id)).more);
    await decideRematch(boris.ctx, id, "apply");
    while ((await advanceRematch(world.system, id)).more);
    expect([await sees(boris, before), await sees(boris, after), await sees(anna, before)]).toEqual(["nothing", "nothing", "content"]);
  });

  test("goes with its owner", async () => {
    const { id: customerId } = await newCustomer();
    const [noteId] = (await recorded(note(customerId, world.admin))) as [string];
    await restrictCustomer(anna.ctx, customerId, true);
    expect([await sees(anna, noteId), await sees(boris, noteId)]).toEqual(["content", "nothing"]);
    await updateCustomer(anna.ctx, customerId, { ownerId: boris.id });
    expect([await sees(anna, noteId), await sees(boris, noteId)]).toEqual(["nothing", "content"]);
    expect(await refused(getCustomer(anna.ctx, customerId))).toBe("not-found");
  });
});

test("the explanation says what somebody sees of a customer, and by which rule", async () => {
  const { id: customerId, address } = await newCustomer();
  await recorded(from(address, anna), from(address, boris), note(customerId, anna), { ...note(customerId, anna), private: true });
  await giveGrant(anna.ctx, { grantee: "role:manager", resource: "customer", resourceId: customerId, verbs: ["view"] });
  const { groups } = await explainRights(manager.ctx, { userId: boris.id, customerId });
  expect(
    groups.map(({ level, mail: isMail, count, reasons }) => [level, isMail, count, reasons.map((r) => r.because.rule).toSorted()]),
  ).toEqual(
    expect.arrayContaining([
      ["subject", true, 1, ["colleague-mail"]],
      ["content", true, 1, ["own"]],
      ["content", false, 1, ["everybody"]],
    ]),
  );
  expect(groups.reduce((sum, { count }) => sum + count, 0)).toBe(3);
  const own = await explainRights(anna.ctx, { userId: anna.id, customerId });
  expect(own.groups.reduce((sum, { count }) => sum + count, 0)).toBe(4);
  expect(await refused(explainRights(boris.ctx, { userId: anna.id, customerId }))).toBe("forbidden");
  expect(customer).toBe(customerId);
});
