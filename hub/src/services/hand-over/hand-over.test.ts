import { afterAll, beforeAll, expect, test } from "vitest";
import { createWorld, mail, type Person, type World } from "../../../../test/world.ts";
import { principalsOf } from "../../db/transaction.ts";
import { getCustomer } from "../customers/list.ts";
import { updateCustomer } from "../customers/update.ts";
import { getInteraction } from "../interactions/read.ts";
import { record } from "../interactions/record.ts";
import { createOpportunity } from "../opportunities/create.ts";
import { getOpportunity } from "../opportunities/list.ts";
import { updateOpportunity } from "../opportunities/update.ts";
import { createReminder } from "../reminders/create.ts";
import { getReminder, listReminders } from "../reminders/list.ts";
import { completeReminder } from "../reminders/move.ts";
import { giveGrant } from "../rights/give-grant.ts";
import { principalsSql } from "../rights/principals.ts";
import { restrictCustomer } from "../rights/restrict-customer.ts";
import { setPrivate } from "../rights/set-private.ts";
import { createTeam } from "../teams/create.ts";
import { updateUser } from "../users/update.ts";
import { handOver, previewHandOver, undoHandOver } from "./hand-over.ts";
import { listHandOvers } from "./list.ts";
import { NOT_HANDED_OVER, PLACES } from "./places.ts";

let world: World;
let used = 0;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world[Symbol.asyncDispose]());

const AT = "2026-12-01T09:00:00Z";
const code = (work: Promise<unknown>) =>
  work.then(
    () => "allowed",
    (error: { code?: string }) => error.code,
  );

/** Somebody with a customer, a restricted one, an open and a won deal, two reminders and a mail; and who comes after. */
async function leaving() {
  const n = used++;
  const [from, to] = [await world.person(`Jana${n}`), await world.person(`Peter${n}`)];
  const open = await world.customer(`Otvorený ${n}`, { contacts: [`a@otvoreny${n}.example`] });
  const hidden = await world.customer(`Utajený ${n}`);
  for (const { id } of [open, hidden]) await updateCustomer(world.admin.ctx, id, { ownerId: from.id });
  await restrictCustomer(world.admin.ctx, hidden.id, true);
  const deal = await createOpportunity(world.admin.ctx, { name: "Kartóny", customerId: hidden.id, ownerId: from.id });
  const won = await createOpportunity(world.admin.ctx, { name: "Fólia", customerId: open.id, ownerId: from.id });
  await updateOpportunity(world.admin.ctx, won.id, { state: "won" });
  const reminder = await createReminder(from.ctx, { at: AT, title: "Zavolať", customerId: open.id });
  const { interactionId } = await record(world.system, {
    content: mail({ from: { address: `a@otvoreny${n}.example` }, to: [{ address: from.email }], text: "Len pre Janu." }),
    source: "mailbox",
    ownerId: from.id,
  });
  return { from, to, open, hidden, deal, won, reminder, mailId: interactionId! };
}

const ownerOf = async (id: string) => (await getCustomer(world.admin.ctx, id)).ownerId;
const titles = async (person: Person) =>
  (await listReminders(person.ctx, { mine: true, states: ["waiting", "due"] })).items.map(({ title }) => title);

test("customers, open deals, open reminders and the mail are the new person's; what is over stays with whom it was done by", async () => {
  const { from, to, open, hidden, deal, won, mailId } = await leaving();
  expect(await code(getCustomer(to.ctx, hidden.id))).toBe("not-found");
  expect((await getInteraction(to.ctx, mailId)).text).toBeNull();
  const plan = { fromId: from.id, toId: to.id };
  const preview = await previewHandOver(world.admin.ctx, plan);
  expect(preview).toEqual({
    counts: { customers: 2, opportunities: 1, reminders: 1 },
    left: { customers: 0, opportunities: 0, reminders: 0 },
    mail: true,
    mayGiveMail: true,
  });
  expect([await ownerOf(open.id), await code(getCustomer(to.ctx, hidden.id))]).toEqual([from.id, "not-found"]);

  const { counts } = await handOver(world.admin.ctx, plan);
  expect(counts).toEqual(preview.counts);
  expect([await ownerOf(open.id), await ownerOf(hidden.id)]).toEqual([to.id, to.id]);
  expect([(await getOpportunity(to.ctx, deal.id)).ownerId, (await getOpportunity(to.ctx, won.id)).ownerId]).toEqual([to.id, from.id]);
  expect([await titles(from), await titles(to)]).toEqual([[], ["Zavolať"]]);
  expect((await getInteraction(to.ctx, mailId)).text).toBe("Len pre Janu.");
  // The restricted customer is the new owner's, and no longer the old one's.
  expect(await code(getCustomer(to.ctx, hidden.id))).toBe("allowed");
  expect(await code(getCustomer(from.ctx, hidden.id))).toBe("not-found");
});

test("taken back, everything is as it was, but for what somebody has moved on since", async () => {
  const { from, to, open, hidden, deal, mailId } = await leaving();
  const later = await createReminder(from.ctx, { at: AT, title: "Poslať vzorky", customerId: open.id });
  const third = await world.person(`Tretia${used}`);
  const { id } = await handOver(world.admin.ctx, { fromId: from.id, toId: to.id });
  await updateCustomer(to.ctx, open.id, { ownerId: third.id });
  await completeReminder(to.ctx, later.id);
  expect(await undoHandOver(world.admin.ctx, id)).toEqual({ customers: 1, opportunities: 1, reminders: 1 });
  expect([await ownerOf(open.id), await ownerOf(hidden.id)]).toEqual([third.id, from.id]);
  expect((await getOpportunity(from.ctx, deal.id)).ownerId).toBe(from.id);
  expect([await titles(from), (await getReminder(world.admin.ctx, later.id)).userId]).toEqual([["Zavolať"], to.id]);
  expect((await getInteraction(to.ctx, mailId)).text).toBeNull();
  expect(await code(getCustomer(to.ctx, hidden.id))).toBe("not-found");
  expect(await code(undoHandOver(world.admin.ctx, id))).toBe("conflict");
});

test("a right to the mail that stood before is widened, and stands again as it did", async () => {
  const { from, to } = await leaving();
  await giveGrant(world.admin.ctx, {
    grantee: `user:${to.id}`,
    resource: "user",
    resourceId: from.id,
    level: "subject",
    verbs: ["export"],
  });
  const standing = () => world.rows("SELECT level, verbs FROM grants WHERE resource = 'user' AND resource_id = $1", [from.id]);
  const { id } = await handOver(world.admin.ctx, { fromId: from.id, toId: to.id });
  expect(await standing()).toEqual([{ level: "content", verbs: ["export", "view"] }]);
  await undoHandOver(world.admin.ctx, id);
  expect(await standing()).toEqual([{ level: "subject", verbs: ["export", "view"] }]);
});

test("the person himself, managers and administrators; a manager opens no mail and moves no customer that is hidden from him", async () => {
  const { from, to, open, hidden, mailId } = await leaving();
  const [manager, rep] = [await world.person(`Vedúci${used}`, { role: "manager" }), await world.person(`Iný${used}`)];
  const plan = { fromId: from.id, toId: to.id };
  expect(await code(handOver(rep.ctx, plan))).toBe("forbidden");
  expect(await code(handOver(manager.ctx, { ...plan, mail: true }))).toBe("forbidden");
  expect(await code(handOver(manager.ctx, { ...plan, toId: from.id }))).toBe("invalid");
  expect(await previewHandOver(manager.ctx, plan)).toMatchObject({
    counts: { customers: 1, opportunities: 0 },
    mail: false,
    mayGiveMail: false,
  });
  const { id } = await handOver(manager.ctx, plan);
  expect([await ownerOf(open.id), await ownerOf(hidden.id)]).toEqual([to.id, from.id]);
  expect((await getInteraction(to.ctx, mailId)).text).toBeNull();
  expect(await code(undoHandOver(rep.ctx, id))).toBe("not-found");
  expect((await listHandOvers(manager.ctx, {})).items.map((row) => row.id)).toEqual([id]);
  expect((await listHandOvers(rep.ctx, {})).items).toEqual([]);
  await undoHandOver(manager.ctx, id);
  const own = await handOver(from.ctx, plan);
  expect(own.counts).toEqual({ customers: 2, opportunities: 1, reminders: 1 });
  await undoHandOver(from.ctx, own.id);
  expect([await ownerOf(open.id), await ownerOf(hidden.id)]).toEqual([from.id, from.id]);
});

test("nothing goes to somebody who would not see it, and nobody who cannot sign in gets anything", async () => {
  const { from, to, open } = await leaving();
  const { interactionId } = await record(world.system, {
    content: mail({ from: { address: from.email }, to: [{ address: `a@otvoreny${used - 1}.example` }], subject: "Dôverné" }),
    source: "mailbox",
    ownerId: from.id,
  });
  await setPrivate(from.ctx, interactionId!, true);
  await createReminder(from.ctx, { at: AT, title: "Súkromné", interactionId: interactionId! });
  const plan = { fromId: from.id, toId: to.id };
  expect(await previewHandOver(world.admin.ctx, plan)).toMatchObject({ counts: { reminders: 1 } });
  expect(await previewHandOver(from.ctx, plan)).toMatchObject({ counts: { reminders: 1 }, left: { reminders: 1 } });
  await handOver(from.ctx, plan);
  expect(await titles(from)).toEqual(["Súkromné"]);
  await updateUser(world.admin.ctx, to.id, { disabled: true });
  expect(await code(handOver(from.ctx, plan))).toBe("invalid");
  expect(await ownerOf(open.id)).toBe(to.id);
});

test("the statement's principals of a person are those that a transaction of his carries", async () => {
  const person = await world.person("Tímová", { role: "manager" });
  const { id: teamId } = await createTeam(world.admin.ctx, { name: "Sever", memberIds: [person.id] });
  for (const role of ["admin", "manager", "rep"] as const) {
    await world.rows("UPDATE users SET role = $2 WHERE id = $1", [person.id, role]);
    const [row] = await world.rows<{ principals: string[] }>(`SELECT ${principalsSql("u")} AS principals FROM users u WHERE u.id = $1`, [
      person.id,
    ]);
    const actor = { kind: "user", userId: person.id, role, teams: [teamId] } as const;
    expect(row!.principals.toSorted()).toEqual(principalsOf({ actor }).toSorted());
  }
});

test("no column that names a person is forgotten", async () => {
  const columns = await world.rows<{ place: string }>(
    `SELECT table_name || '.' || column_name AS place FROM information_schema.columns
       WHERE table_schema = 'public' AND column_name IN ('user_id', 'owner_id', 'assignee_id', 'author_id', 'manager_id')
     UNION SELECT c.conrelid::regclass || '.' || a.attname FROM pg_constraint c JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = ANY (c.conkey)
       WHERE c.contype = 'f' AND c.confrelid = 'users'::regclass ORDER BY 1`,
  );
  const handed = PLACES.map(({ table, column }) => `${table}.${column}`);
  const unsaid = columns.map(({ place }) => place).filter((place) => !handed.includes(place) && !(place in NOT_HANDED_OVER));
  expect(unsaid).toEqual([]);
  expect(Object.keys(NOT_HANDED_OVER).filter((place) => !columns.some((column) => column.place === place))).toEqual([]);
});
