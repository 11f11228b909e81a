import { createApp } from "@kronika/hub/app.ts";
import type { Ctx } from "@kronika/hub/context.ts";
import { newId } from "@kronika/hub/db/ids.ts";
import { principalsOf } from "@kronika/hub/db/transaction.ts";
import { updateCustomer } from "@kronika/hub/services/customers/update.ts";
import { recordMany, type RecordItem } from "@kronika/hub/services/interactions/record.ts";
import { createOpportunity } from "@kronika/hub/services/opportunities/create.ts";
import { giveGrant } from "@kronika/hub/services/rights/give-grant.ts";
import { restrictCustomer } from "@kronika/hub/services/rights/restrict-customer.ts";
import { indexAllChanges } from "@kronika/hub/services/search/index-changes.ts";
import { createTeam } from "@kronika/hub/services/teams/create.ts";
import { createToken } from "@kronika/hub/services/tokens/create.ts";
import { interactionContentSchema } from "@kronika/core/interactions/index.ts";
import { otherOrganization } from "@kronika/hub/services/auth/testing/visitor.ts";
import { createWorld, mail, NOON, type Person, type World } from "../../../world.ts";
import { CASES, CUSTOMERS, PEOPLE, type Caller, type Case, type PersonName } from "./oracle.ts";

/** A case as it stands in the database; `word` stands in its subject, `secret` in its text, `file` is the name of its attachment. */
export interface Standing extends Case {
  id: string;
  word: string;
  secret: string;
  file: string;
}

export interface MatrixWorld extends AsyncDisposable {
  world: World;
  app: ReturnType<typeof createApp>;
  people: Record<PersonName, Person>;
  /** Headers of each way in. */
  headers: Record<Caller, Record<string, string>>;
  /** What row security compares with, of each person. */
  principals: Record<PersonName, string[]>;
  customers: Record<Case["customer"], { id: string; dealId: string; contactId: string; name: string }>;
  standing: Standing[];
}

/** The organisation of the matrix, with every case recorded once. */
export async function createMatrixWorld(): Promise<MatrixWorld> {
  const world = await createWorld();
  const people = { admin: world.admin } as Record<PersonName, Person>;
  for (const [name, role] of Object.entries(PEOPLE) as [PersonName, "rep" | "manager" | "admin"][])
    if (name !== "admin") people[name] = await world.person(name, { role });
  const team = await createTeam(world.admin.ctx, { name: "Tím", memberIds: [people.cyril.id] });
  (people.cyril.ctx.actor as { teams?: string[] }).teams = [team.id];
  const customers = {} as MatrixWorld["customers"];
  for (const name of CUSTOMERS) {
    const { id, contactIds } = await world.customer(`Firma ${name}`, { contacts: [`osoba@${name}.example`] });
    if (name === "restricted") await updateCustomer(world.admin.ctx, id, { ownerId: people.anna.id });
    const deal = await createOpportunity(world.admin.ctx, { name: `Obchod ${name}`, customerId: id });
    customers[name] = { id, dealId: deal.id, contactId: contactIds[0]!, name: `Firma ${name}` };
  }
  const standing = await recordCases(world, people, customers);
  await restrictCustomer(people.anna.ctx, customers.restricted.id, true);
  await giveGrant(world.admin.ctx, { grantee: `team:${team.id}`, resource: "customer", resourceId: customers.given.id, verbs: ["view"] });
  await giveGrant(people.boris.ctx, { grantee: `user:${people.marta.id}`, resource: "user", resourceId: people.boris.id, verbs: ["view"] });
  for (const item of standing.filter(({ shared }) => shared)) {
    const grant = { grantee: `user:${people.cyril.id}`, resource: "interaction" as const, resourceId: item.id, level: "subject" as const };
    await giveGrant(people[item.owner].ctx, { ...grant, verbs: ["view"] });
  }
  // Search reads an index that follows in a moment.
  await indexAllChanges(world.system);
  return {
    world,
    app: createApp(world.deps),
    people,
    headers: await waysIn(world, people),
    principals: Object.fromEntries(Object.entries(people).map(([name, { ctx }]) => [name, principalsOf(ctx)])) as MatrixWorld["principals"],
    customers,
    standing,
    [Symbol.asyncDispose]: () => world[Symbol.asyncDispose](),
  };
}

async function recordCases(world: World, people: MatrixWorld["people"], customers: MatrixWorld["customers"]): Promise<Standing[]> {
  const items = CASES.map((each, n) => {
    const words = { word: `predmet${n}x`, secret: `tajne${n}x`, file: `subor${n}x.pdf` };
    const owner = people[each.owner];
    const occurredAt = new Date(NOON.getTime() - n * 60_000).toISOString();
    const common = { occurredAt, subject: words.word, text: words.secret };
    const address = `osoba@${each.customer}.example`;
    const content =
      each.kind === "email"
        ? mail({
            ...common,
            from: { address },
            to: [{ address: owner.email }],
            attachments: [{ filename: words.file, size: 1, inline: false }],
          })
        : interactionContentSchema.parse({
            ...common,
            kind: each.kind,
            ...(each.kind === "meeting" ? { endsAt: new Date(NOON.getTime() + 3_600_000).toISOString() } : {}),
            ...(each.kind === "call" ? { direction: "outgoing", outcome: "answered" } : {}),
            ...(each.kind === "other" ? { otherKind: "visit" } : {}),
          });
    const { id, dealId } = customers[each.customer];
    const item: RecordItem = {
      content,
      source: each.kind === "email" ? "mailbox" : "manual",
      ownerId: owner.id,
      private: each.private,
      links: { customerIds: [id], opportunityIds: [dealId] },
    };
    return { ...each, ...words, item };
  });
  const standing: Standing[] = [];
  for (let start = 0; start < items.length; start += 50) {
    const batch = items.slice(start, start + 50);
    const results = await recordMany(
      world.system,
      batch.map(({ item }) => item),
    );
    for (const [i, { item: _item, ...each }] of batch.entries()) standing.push({ ...each, id: results[i]!.interactionId! });
  }
  return standing;
}

async function waysIn(world: World, people: MatrixWorld["people"]): Promise<MatrixWorld["headers"]> {
  const bearer = async (ctx: Ctx, ...scopes: ("read" | "write" | "admin" | "extension")[]) => ({
    authorization: `Bearer ${(await createToken({ ...ctx, actor: { ...ctx.actor, sessionId: newId() } as Ctx["actor"] }, { name: "matrix", scopes })).token}`,
  });
  const other = await otherOrganization(world);
  return {
    anna: await bearer(people.anna.ctx, "write"),
    boris: await bearer(people.boris.ctx, "write"),
    cyril: await bearer(people.cyril.ctx, "write"),
    marta: await bearer(people.marta.ctx, "write"),
    admin: await bearer(people.admin.ctx, "write", "admin"),
    "reading token": await bearer(people.boris.ctx, "read"),
    "extension token": await bearer(people.boris.ctx, "extension"),
    outsider: await bearer(other.ctx, "write", "admin"),
    nobody: {},
  };
}
