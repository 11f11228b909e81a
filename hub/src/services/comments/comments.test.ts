import { sql } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createWorld, mail, type Person, type World } from "../../../../test/world.ts";
import { inTransaction } from "../../db/transaction.ts";
import { updateCustomer } from "../customers/update.ts";
import { follow, getFollowing } from "../follows/follow.ts";
import { record } from "../interactions/record.ts";
import { merge, undoMerge } from "../merging/merge.ts";
import { countUnread, listNotifications } from "../notifications/list.ts";
import { markRead } from "../notifications/mark-read.ts";
import { sweepNotifications } from "../notifications/sweep.ts";
import { createOpportunity } from "../opportunities/create.ts";
import { updateOpportunity } from "../opportunities/update.ts";
import { assignReminder } from "../reminders/assign.ts";
import { createReminder } from "../reminders/create.ts";
import { giveGrant } from "../rights/give-grant.ts";
import { restrictCustomer } from "../rights/restrict-customer.ts";
import { takeGrant } from "../rights/take-grant.ts";
import { updateUser } from "../users/update.ts";
import { listComments, listMentionable } from "./list.ts";
import { createComment, deleteComment, updateComment } from "./say.ts";

let world: World;
let jana: Person;
let peter: Person;
let eva: Person;
let used = 0;
beforeAll(async () => {
  world = await createWorld();
  [jana, peter, eva] = [await world.person("Jana"), await world.person("Peter"), await world.person("Eva")];
});
afterAll(() => world[Symbol.asyncDispose]());

const code = (work: Promise<unknown>) =>
  work.then(
    () => "allowed",
    (error: { code?: string }) => error.code,
  );
const customer = async (owner: Person) => {
  const { id } = await world.customer(`Lipa ${used++}`);
  await updateCustomer(world.admin.ctx, id, { ownerId: owner.id });
  for (const person of [world.admin, jana, peter, eva]) await markRead(person.ctx, { until: "2030-01-01T00:00:00Z" });
  return id;
};
/** What somebody has not read, newest first. */
const told = async (person: Person) =>
  (await listNotifications(person.ctx, { unread: true })).items.map(({ kind, comment }) => [kind, comment]);
const said = async (person: Person, customerId: string) => (await listComments(person.ctx, { customerId })).items.map(({ text }) => text);

test("the owner, who is named and who follows are told, each once; the author is not", async () => {
  const customerId = await customer(jana);
  await follow(eva.ctx, { customerId, following: true });
  const text = "@Eva a @peter, pozrite si cenu.";
  await createComment(world.admin.ctx, { customerId, text });
  expect(await told(jana)).toEqual([["comment", text]]);
  expect(await told(eva)).toEqual([["mention", text]]);
  expect(await told(peter)).toEqual([["mention", text]]);
  expect(await told(world.admin)).toEqual([]);
  await createComment(peter.ctx, { customerId, text: "Pozriem." });
  expect([await told(jana), await told(peter)]).toEqual([
    [
      ["comment", "Pozriem."],
      ["comment", text],
    ],
    [["mention", text]],
  ]);
  // The author and those who were named follow by themselves.
  expect((await getFollowing(eva.ctx, { customerId })).followers.map(({ name }) => name)).toEqual(["Admin", "Eva", "Jana", "Peter"]);
  expect(await said(eva, customerId)).toEqual(["Pozriem.", text]);
});

test("who wants to hear nothing hears nothing, also after an own comment; but hears when he is named", async () => {
  const customerId = await customer(jana);
  expect(await follow(jana.ctx, { customerId, following: false })).toMatchObject({ following: false });
  await createComment(jana.ctx, { customerId, text: "Len toľko." });
  await createComment(peter.ctx, { customerId, text: "Dobre." });
  expect(await told(jana)).toEqual([]);
  await createComment(peter.ctx, { customerId, text: "@Jana, ešte niečo." });
  expect(await told(jana)).toEqual([["mention", "@Jana, ešte niečo."]]);
  expect((await getFollowing(jana.ctx, { customerId })).following).toBe(false);
});

test("only somebody who sees the thing can be named; the error says who does not", async () => {
  const customerId = await customer(jana);
  const { id: opportunityId } = await createOpportunity(jana.ctx, { name: "Kartóny", customerId });
  await restrictCustomer(jana.ctx, customerId, true);
  for (const ref of [{ customerId }, { opportunityId }]) {
    const fields = [{ pointer: "/text", message: "names Peter, who cannot see this" }];
    await expect(createComment(jana.ctx, { ...ref, text: "@Admin a @Peter, čo vy na to?" })).rejects.toMatchObject({
      code: "invalid",
      fields,
    });
    expect(await code(createComment(peter.ctx, { ...ref, text: "Vidím?" }))).toBe("not-found");
    expect(await code(listComments(peter.ctx, ref))).toBe("not-found");
    expect((await listMentionable(jana.ctx, ref)).map(({ name }) => name)).toEqual(["Admin", "Jana"]);
  }
  expect(await said(jana, customerId)).toEqual([]);
  expect(await told(world.admin)).toEqual([]);
});

test("of an interaction only who sees its content reads, says and hears anything", async () => {
  await world.customer("Mail, s. r. o.", { contacts: ["x@mail.example"] });
  const { interactionId } = await record(world.system, {
    content: mail({ from: { address: "x@mail.example" }, to: [{ address: jana.email }] }),
    source: "mailbox",
    ownerId: jana.id,
  });
  const ref = { interactionId: interactionId! };
  await follow(peter.ctx, { ...ref, following: true });
  await createComment(jana.ctx, { ...ref, text: "Drahé." });
  expect(await listComments(peter.ctx, ref)).toMatchObject({ items: [], mayComment: false });
  expect([await code(createComment(peter.ctx, { ...ref, text: "?" })), await listMentionable(peter.ctx, ref)]).toEqual(["forbidden", []]);
  await expect(createComment(jana.ctx, { ...ref, text: "@Peter?" })).rejects.toMatchObject({ code: "invalid" });
  expect(await told(peter)).toEqual([]);
  const { id } = await giveGrant(jana.ctx, {
    grantee: `user:${peter.id}`,
    resource: "interaction",
    resourceId: ref.interactionId,
    verbs: ["view"],
  });
  await createComment(jana.ctx, { ...ref, text: "@Peter, už áno." });
  expect((await listComments(peter.ctx, ref)).items.map(({ text }) => text)).toEqual(["@Peter, už áno.", "Drahé."]);
  expect([await told(peter), await countUnread(peter.ctx)]).toEqual([[["mention", "@Peter, už áno."]], 1]);
  await takeGrant(jana.ctx, id);
  expect([await told(peter), await countUnread(peter.ctx)]).toEqual([[], 0]);
});

test("nothing is shown that the reader may no longer see, and nobody is told who no longer sees", async () => {
  const customerId = await customer(jana);
  const { id: opportunityId } = await createOpportunity(jana.ctx, { name: "Tajný obchod", customerId });
  await createComment(jana.ctx, { customerId, text: "@Eva, pozri." });
  await createComment(jana.ctx, { opportunityId, text: "@Eva, aj toto." });
  expect(await countUnread(eva.ctx)).toBe(2);
  await restrictCustomer(jana.ctx, customerId, true);
  await createComment(jana.ctx, { customerId, text: "Medzi nami." });
  expect([
    await countUnread(eva.ctx),
    (await listNotifications(eva.ctx, {})).items.filter(({ comment }) => comment?.startsWith("@Eva, ")),
  ]).toEqual([0, expect.not.arrayContaining([expect.objectContaining({ comment: "@Eva, pozri." })])]);
  expect((await getFollowing(jana.ctx, { customerId })).followers.map(({ name }) => name)).toEqual(["Jana"]);
  await restrictCustomer(jana.ctx, customerId, false);
  expect((await told(eva)).map(([, text]) => text)).toEqual(["@Eva, aj toto.", "@Eva, pozri."]);
});

test("the own words are changed and taken back, nobody else's; what was told of them goes with them", async () => {
  const customerId = await customer(jana);
  const { id } = await createComment(jana.ctx, { customerId, text: "Preklep" });
  expect([await code(updateComment(world.admin.ctx, id, { text: "x" })), await code(deleteComment(world.admin.ctx, id))]).toEqual([
    "forbidden",
    "forbidden",
  ]);
  await updateComment(jana.ctx, id, { text: "@Peter, oprava" });
  await updateComment(jana.ctx, id, { text: "@Peter, oprava!" });
  expect(await told(peter)).toEqual([["mention", "@Peter, oprava!"]]);
  expect((await listComments(peter.ctx, { customerId })).items).toMatchObject([
    { text: "@Peter, oprava!", may: { edit: false, delete: false } },
  ]);
  // Row security alone: another person's statement reaches no row.
  const touched = await inTransaction(peter.ctx, (tx) => tx.execute(sql`UPDATE comments SET text = 'x' WHERE id = ${id}`));
  expect(touched.rowCount).toBe(0);
  await expect(
    inTransaction(peter.ctx, (tx) =>
      tx.execute(
        sql`INSERT INTO comments (id, org_id, customer_id, author_id, text) VALUES (gen_random_uuid(), ${world.orgId}, ${customerId}, ${jana.id}, 'x')`,
      ),
    ),
  ).rejects.toMatchObject({ cause: { code: "42501" } });
  await deleteComment(jana.ctx, id);
  expect([await said(peter, customerId), await told(peter)]).toEqual([[], []]);
});

test("who is given something to look after is told, each time anew; a reminder only if he sees what it is about", async () => {
  const customerId = await customer(jana);
  const { id: dealId } = await createOpportunity(jana.ctx, { name: "Fólia", customerId });
  const { id: reminderId } = await createReminder(jana.ctx, { at: "2026-12-01T09:00:00Z", title: "Zavolať", customerId });
  await updateCustomer(jana.ctx, customerId, { ownerId: peter.id });
  await updateOpportunity(jana.ctx, dealId, { ownerId: peter.id });
  await assignReminder(jana.ctx, reminderId, { userId: peter.id });
  const { items } = await listNotifications(peter.ctx, { unread: true });
  expect(items.map(({ kind }) => kind).toSorted()).toEqual(["assigned", "assigned", "reminder"]);
  expect(items.find(({ kind }) => kind === "reminder")).toMatchObject({ reminderTitle: "Zavolať", customerId, actorName: "Jana" });
  await markRead(peter.ctx, { ids: items.map(({ id }) => id) });
  await updateCustomer(peter.ctx, customerId, { ownerId: jana.id });
  await updateCustomer(jana.ctx, customerId, { ownerId: peter.id });
  expect(await countUnread(peter.ctx)).toBe(1);
  await restrictCustomer(world.admin.ctx, customerId, true);
  expect(await code(assignReminder(peter.ctx, reminderId, { userId: eva.id }))).toBe("invalid");
  expect(await code(assignReminder(eva.ctx, reminderId, { userId: eva.id }))).toBe("not-found");
});

test("read is read, and only by its person; what was read long ago goes", async () => {
  const customerId = await customer(jana);
  for (const text of ["prvý", "druhý", "tretí"]) await createComment(peter.ctx, { customerId, text });
  const [third, second] = (await listNotifications(jana.ctx, { unread: true })).items;
  await markRead(peter.ctx, { ids: [third!.id] });
  expect(await countUnread(jana.ctx)).toBe(3);
  await markRead(jana.ctx, { ids: [third!.id, second!.id] });
  await markRead(jana.ctx, { ids: [second!.id], read: false });
  expect((await told(jana)).map(([, text]) => text)).toEqual(["druhý", "prvý"]);
  await world.rows("UPDATE notifications SET read_at = read_at - interval '91 days' WHERE id = $1", [third!.id]);
  expect(await sweepNotifications(world.system)).toBe(1);
});

test("two customers that become one have what was said of both; taken back, each its own; the old address leads on", async () => {
  const [from, into] = [await customer(jana), await customer(jana)];
  await createComment(peter.ctx, { customerId: from, text: "k prvému" });
  await createComment(peter.ctx, { customerId: into, text: "k druhému" });
  const { id } = await merge(world.admin.ctx, "customer", from, into);
  expect((await said(eva, into)).toSorted()).toEqual(["k druhému", "k prvému"]);
  expect((await said(eva, from)).toSorted()).toEqual(["k druhému", "k prvému"]);
  await undoMerge(world.admin.ctx, id);
  expect([await said(eva, from), await said(eva, into)]).toEqual([["k prvému"], ["k druhému"]]);
});

test("somebody who can no longer sign in is neither named nor told; a program says nothing", async () => {
  const customerId = await customer(jana);
  const gone = await world.person(`Bývalý${used}`);
  await follow(gone.ctx, { customerId, following: true });
  await updateUser(world.admin.ctx, gone.id, { disabled: true });
  await createComment(jana.ctx, { customerId, text: `@Bývalý${used} tu už nie je` });
  expect(await told(gone)).toEqual([]);
  expect(await code(createComment(world.system, { customerId, text: "x" }))).toBe("forbidden");
  expect([
    await code(createComment(jana.ctx, { customerId, text: "  " })),
    await code(createComment(jana.ctx, { text: "x" })),
    await code(createComment(jana.ctx, { customerId, interactionId: customerId, text: "x" })),
  ]).toEqual(["invalid", "invalid", "invalid"]);
});
