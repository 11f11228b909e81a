import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { updateCustomer } from "@kronika/hub/services/customers/update.ts";
import { handOver, undoHandOver } from "@kronika/hub/services/hand-over/hand-over.ts";
import { listNotifications } from "@kronika/hub/services/notifications/list.ts";
import { createReminder } from "@kronika/hub/services/reminders/create.ts";
import { loadReminderForWorkflow } from "@kronika/hub/services/reminders/load-for-workflow.ts";
import { showReminderInCalendar } from "@kronika/hub/services/reminders/show-in-calendar.ts";
import { dovecotAvailable } from "../servers/dovecot.ts";
import { radicaleAvailable } from "../servers/radicale.ts";
import { figure } from "../setup/figure.ts";
import { openOffice, type Office, type OfficePerson } from "./lib/office.ts";

/**
 * Anna leaves, and Eva takes over. Her calendar is a real one: the entries of Anna's reminders go from her calendar and come to Eva's, and
 * back again when it is taken back.
 */
describe.skipIf(!dovecotAvailable() || !radicaleAvailable())("hand-over", () => {
  let office: Office;
  let anna: OfficePerson;
  let eva: OfficePerson;
  beforeAll(async () => {
    office = await openOffice(["Anna", "Eva"]);
    [anna, eva] = office.people as [OfficePerson, OfficePerson];
  });
  afterAll(() => office[Symbol.asyncDispose]());

  const CUSTOMERS = 300;
  const REMINDERS = 5;

  test("everything of one person, in one transaction, with the calendar, and back", async ({ task }) => {
    const { world } = office;
    const customers: string[] = [];
    for (let n = 0; n < CUSTOMERS; n += 1) {
      const { id } = await world.customer(`Zákazník ${n}`);
      await updateCustomer(world.admin.ctx, id, { ownerId: anna.id });
      customers.push(id);
    }
    const reminders: string[] = [];
    for (let n = 0; n < REMINDERS; n += 1) {
      const at = new Date(Date.now() + (n + 1) * 86_400_000).toISOString();
      reminders.push((await createReminder(anna.ctx, { at, title: `Zavolať ${n}`, customerId: customers[n]! })).id);
    }
    // What the workflow of a reminder does when it is told to look at its row again.
    const follow = async () => {
      for (const id of reminders) {
        expect(await loadReminderForWorkflow(world.system, id)).toMatchObject({ calendar: "wanted" });
        await showReminderInCalendar(world.system, id);
      }
    };
    const entriesOf = async (person: OfficePerson) => [...(await person.entries()).matchAll(/SUMMARY:Zavolať/g)].length;
    await follow();
    expect([await entriesOf(anna), await entriesOf(eva)]).toEqual([REMINDERS, 0]);

    const { id, counts } = await handOver(world.admin.ctx, { fromId: anna.id, toId: eva.id });
    expect(counts).toEqual({ customers: CUSTOMERS, opportunities: 0, reminders: REMINDERS });
    const asked = await world.rows<{ n: number }>("SELECT count(DISTINCT row_id)::int AS n FROM outbox WHERE row_id = ANY($1::uuid[])", [
      reminders,
    ]);
    expect(asked).toEqual([{ n: REMINDERS }]);
    await follow();
    expect([await entriesOf(anna), await entriesOf(eva)]).toEqual([0, REMINDERS]);
    expect((await listNotifications(eva.ctx, {})).items).toMatchObject([{ kind: "hand-over" }]);

    await undoHandOver(world.admin.ctx, id);
    await follow();
    expect([await entriesOf(anna), await entriesOf(eva)]).toEqual([REMINDERS, 0]);
    expect((await listNotifications(eva.ctx, {})).items).toEqual([]);
    figure(task, `${CUSTOMERS} customers, ${REMINDERS} reminders with their calendar entries, there and back`);
  });
});
