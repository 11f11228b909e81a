import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createWorld, mail, type Person, type World } from "../../../../test/world.ts";
import type { Ctx, Role } from "../../context.ts";
import { archiveCustomer } from "../customers/archive.ts";
import { getCustomer } from "../customers/list.ts";
import { updateCustomer } from "../customers/update.ts";
import { deleteInteraction, updateInteraction } from "../interactions/change.ts";
import { getInteraction } from "../interactions/read.ts";
import { recordMany, type RecordItem } from "../interactions/record.ts";
import { updateOrganization } from "../organizations/update.ts";
import { createTeam } from "../teams/create.ts";
import { giveGrant } from "./give-grant.ts";
import { restrictCustomer } from "./restrict-customer.ts";
import { rightsTable, type RightsCell, type TableVerb } from "./rights-table.ts";

let world: World;
let third: Person;
let people: Record<"team" | "other", Person>;
let me: Record<Role, Person>;
let used = 0;

beforeAll(async () => {
  world = await createWorld();
  third = await world.person("Tretia");
  people = { team: await world.person("Tímová"), other: await world.person("Iná") };
  const roles = { rep: await world.person("Ja"), manager: await world.person("Vedúca", { role: "manager" }), admin: world.admin };
  const team = await createTeam(world.admin.ctx, {
    name: "Východ",
    memberIds: [people.team.id, ...Object.values(roles).map(({ id }) => id)],
  });
  const inTeam = (person: Person): Person => ({
    ...person,
    ctx: { ...person.ctx, actor: { ...person.ctx.actor, teams: [team.id] } as Ctx["actor"] },
  });
  me = { rep: inTeam(roles.rep), manager: inTeam(roles.manager), admin: inTeam(roles.admin) };
});
afterAll(() => world[Symbol.asyncDispose]());

const succeeds = (work: Promise<unknown>): Promise<boolean> =>
  work.then(
    () => true,
    (error: { code?: string }) => {
      if (error.code === "forbidden" || error.code === "not-found") return false;
      throw error;
    },
  );

/** What really happens to the person of the cell: everything is tried on a customer of its own. */
async function tried(cell: RightsCell): Promise<Pick<RightsCell, "level" | "may">> {
  const { ctx } = me[cell.role];
  const owner = cell.of === "own" ? me[cell.role] : people[cell.of];
  const address = `eva@tabulka${used++}.example`;
  const { id: customerId } = await world.customer("Lipa", { contacts: [address] });
  await updateCustomer(world.admin.ctx, customerId, { ownerId: owner.id });
  const grant = { grantee: `user:${third.id}`, resourceId: customerId, verbs: ["view" as const] };
  if (cell.thing === "customer") {
    if (cell.circumstance === "restricted") await restrictCustomer(owner.ctx, customerId, true);
    const row = await getCustomer(ctx, customerId).catch(() => null);
    const attempts: Record<TableVerb, () => Promise<boolean>> = {
      edit: () => succeeds(updateCustomer(ctx, customerId, { name: "Lipa 2" })),
      export: () => Promise.resolve(row?.may.export ?? false),
      share: () => succeeds(giveGrant(ctx, { ...grant, resource: "customer" })),
      delete: () => succeeds(archiveCustomer(ctx, customerId)),
    };
    return { level: row && "content", may: await inOrder(cell, attempts) };
  }
  const writer = cell.circumstance === "restricted" ? third : owner;
  const isPrivate = cell.circumstance === "private";
  const item: RecordItem =
    cell.thing === "mail"
      ? { content: mail({ from: { address }, to: [{ address: writer.email }] }), source: "mailbox", ownerId: writer.id, private: isPrivate }
      : { content: note(), source: "manual", ownerId: writer.id, links: { customerIds: [customerId] }, private: isPrivate };
  const [result] = await recordMany(cell.thing === "mail" ? world.system : writer.ctx, [item]);
  const id = result!.interactionId!;
  if (cell.circumstance === "restricted") await restrictCustomer(owner.ctx, customerId, true);
  const row = await getInteraction(ctx, id).catch(() => null);
  const may = await inOrder(cell, {
    edit: () => succeeds(updateInteraction(ctx, id, { subject: "Iný predmet" })),
    share: () => succeeds(giveGrant(ctx, { ...grant, resource: "interaction", resourceId: id })),
    delete: () => succeeds(deleteInteraction(ctx, id)),
  });
  // What the page is told is what holds.
  if (row) for (const { verb, allowed } of may) expect([verb, row.may[verb as "edit" | "delete" | "share"]]).toEqual([verb, allowed]);
  return { level: row && (row.seesContent ? "content" : row.seesSubject ? "subject" : "metadata"), may };
}

const note = () =>
  ({ kind: "note", occurredAt: world.deps.now().toISOString(), subject: "Poznámka", text: "Chcú zľavu." }) as RecordItem["content"];

/** Tries what the cell speaks of; deleting comes last. */
async function inOrder(cell: RightsCell, attempts: Partial<Record<TableVerb, () => Promise<boolean>>>): Promise<RightsCell["may"]> {
  const tried = new Map<TableVerb, boolean>();
  for (const verb of ["edit", "export", "share", "delete"] as const) {
    const attempt = attempts[verb];
    if (attempt && cell.may.some((one) => one.verb === verb)) tried.set(verb, await attempt());
  }
  return cell.may.map(({ verb }) => ({ verb, allowed: tried.get(verb)! }));
}

/** The cells as they come out when everything is tried. */
const allTried = async (cells: readonly RightsCell[]): Promise<RightsCell[]> => {
  const results: RightsCell[] = [];
  for (const cell of cells) results.push({ ...cell, ...(await tried(cell)) });
  return results;
};

describe("the table says what really happens", () => {
  test("to customers, mail and entries, of everybody, in every circumstance", async () => {
    const table = rightsTable("subject");
    expect(table.length).toBe(3 * (2 + 3 + 3) * 3);
    expect(await allTried(table)).toEqual(table);
  });

  test.each(["content", "metadata"] as const)("to mail, when everybody sees the %s of a colleague's", async (level) => {
    await updateOrganization(world.admin.ctx, { settings: { colleagueMailLevel: level } });
    const ofMail = rightsTable(level).filter(({ thing }) => thing === "mail");
    expect(await allTried(ofMail)).toEqual(ofMail);
  });
});
