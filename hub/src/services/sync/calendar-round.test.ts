import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { CalendarConnector } from "@kronika/connectors/connector.ts";
import { ConnectorError } from "@kronika/core/errors.ts";
import { radicaleAvailable, startRadicale, type Radicale } from "../../../../test/servers/radicale.ts";
import { createWorld, mail, type Person, type World } from "../../../../test/world.ts";
import { createConnection } from "../connections/create.ts";
import { getConnection } from "../connections/list.ts";
import { openCalendar, unsealCredential } from "../connections/open.ts";
import { createContact } from "../contacts/create.ts";
import { clearReminderFromCalendar } from "../reminders/clear-calendar.ts";
import { record } from "../interactions/record.ts";
import { createReminder } from "../reminders/create.ts";
import { fallDue } from "../reminders/fall-due.ts";
import { loadReminderForWorkflow } from "../reminders/load-for-workflow.ts";
import { completeReminder, snoozeReminder } from "../reminders/move.ts";
import { showReminderInCalendar } from "../reminders/show-in-calendar.ts";
import { syncCalendarRound } from "./calendar-round.ts";
import { loadConnection } from "./run-round.ts";

const PASSWORD = "tajne";
const CUSTOMER = "jana@zakaznik.example";
const DAY_MS = 86_400_000;

describe.skipIf(!radicaleAvailable())("a calendar on a real Radicale", () => {
  let radicale: Radicale;
  let world: World;
  let ahead = 0;
  const users = Array.from({ length: 30 }, (_, index) => `osoba${index}`);
  let used = 0;

  beforeAll(async () => {
    radicale = await startRadicale({ users: Object.fromEntries(users.map((name) => [name, PASSWORD])) });
  });
  afterAll(() => radicale.stop());
  beforeEach(async () => {
    ahead = 0;
    world = await createWorld({ now: () => new Date(Date.now() + ahead) });
    await world.customer("Zákazník, s. r. o.", { contacts: [CUSTOMER] });
  });
  afterEach(() => world[Symbol.asyncDispose]());

  /** A person with a calendar that is connected. */
  async function withCalendar(name: string): Promise<{ person: Person; calendar: string; id: string; user: string }> {
    const person = await world.person(name);
    const user = users[used++]!;
    const calendar = await radicale.createCalendar(user, "praca");
    const { id } = await createConnection(person.ctx, {
      kind: "calendar",
      provider: "caldav",
      url: radicale.urlFor(user),
      username: user,
      password: PASSWORD,
    });
    return { person, calendar, id, user };
  }

  const round = (id: string, open?: () => CalendarConnector) => syncCalendarRound(world.system, id, open ? { open } : {});
  const meetings = () =>
    world.rows<{ subject: string; state: string; at: Date; copies: number }>(
      `SELECT s.subject, i.state, i.occurred_at AS at, (SELECT count(*)::int FROM interaction_copies c WHERE c.interaction_id = i.id) AS copies
       FROM interactions i JOIN interaction_subjects s ON s.interaction_id = i.id WHERE i.kind = 'meeting' ORDER BY i.occurred_at`,
    );
  const ledger = () =>
    world.rows<{ state: string; reason: string | null; raw: Buffer | null }>("SELECT state, reason, raw FROM ledger ORDER BY id");

  async function faulty(id: string, fault: (connector: CalendarConnector) => Partial<CalendarConnector>): Promise<() => CalendarConnector> {
    const row = (await loadConnection(world.system, id))!;
    return () => {
      const connector = openCalendar(world.deps, row.settings, unsealCredential(world.deps, id, row.credential));
      return { ...connector, ...fault(connector) };
    };
  }

  test("meetings with customers are recorded, those without are skipped with a reason, and contents are let go", async () => {
    const { calendar, id, person } = await withCalendar("Anna");
    await radicale.putIcs(calendar, "a.ics", event("a", { in: DAY_MS, summary: "Obhliadka", attendees: [CUSTOMER, person.email] }));
    await radicale.putIcs(calendar, "b.ics", event("b", { in: DAY_MS, summary: "Zubár" }));
    await radicale.putIcs(calendar, "c.ics", event("c", { in: -30 * DAY_MS, summary: "Minulé", attendees: [CUSTOMER] }));
    expect(await round(id)).toEqual({ state: "ok", pending: 0 });
    expect((await meetings()).map(({ subject }) => subject)).toEqual(["Minulé", "Obhliadka"]);
    const became = (await ledger()).map(({ state, reason }) => `${state} ${reason}`);
    expect(became.toSorted()).toEqual(["captured null", "captured null", "skipped unknown-participants"]);
    expect((await ledger()).every((row) => row.raw === null)).toBe(true);
    expect(await getConnection(person.ctx, id)).toMatchObject({ state: "active", backfill: { done: true } });
  });

  test("a meeting that is moved moves, one that is deleted is cancelled, and what has been stays", async () => {
    const { calendar, id } = await withCalendar("Anna");
    await radicale.putIcs(calendar, "moved.ics", event("moved", { in: DAY_MS, summary: "Presunuté", attendees: [CUSTOMER] }));
    await radicale.putIcs(calendar, "deleted.ics", event("deleted", { in: DAY_MS, summary: "Zrušené", attendees: [CUSTOMER] }));
    await radicale.putIcs(calendar, "past.ics", event("past", { in: -DAY_MS, summary: "Bolo", attendees: [CUSTOMER] }));
    await round(id);
    await radicale.putIcs(
      calendar,
      "moved.ics",
      event("moved", { in: 3 * DAY_MS, summary: "Presunuté", attendees: [CUSTOMER], sequence: 1 }),
    );
    await radicale.removeIcs(calendar, "deleted.ics");
    await radicale.removeIcs(calendar, "past.ics");
    await round(id);
    const now = await meetings();
    expect(now.map(({ subject, state }) => `${subject} ${state}`)).toEqual(["Bolo active", "Zrušené cancelled", "Presunuté active"]);
    expect(Math.round((now[2]!.at.getTime() - Date.now()) / DAY_MS)).toBe(3);
    await radicale.putIcs(
      calendar,
      "deleted.ics",
      event("deleted", { in: DAY_MS, summary: "Zrušené", attendees: [CUSTOMER], sequence: 2 }),
    );
    await round(id);
    expect((await meetings()).map(({ subject, state }) => `${subject} ${state}`)).toContain("Zrušené active");
  });

  test("one meeting in the calendars of two colleagues is one, and is cancelled when it is in neither", async () => {
    const [anna, boris] = [await withCalendar("Anna"), await withCalendar("Boris")];
    const ics = event("spolocne", { in: DAY_MS, summary: "Spoločné", attendees: [CUSTOMER, anna.person.email, boris.person.email] });
    await radicale.putIcs(anna.calendar, "x.ics", ics);
    await radicale.putIcs(boris.calendar, "y.ics", ics);
    await round(anna.id);
    await round(boris.id);
    expect(await meetings()).toMatchObject([{ state: "active", copies: 2 }]);
    await radicale.removeIcs(anna.calendar, "x.ics");
    await round(anna.id);
    expect(await meetings()).toMatchObject([{ state: "active" }]);
    await radicale.removeIcs(boris.calendar, "y.ics");
    await round(boris.id);
    expect(await meetings()).toMatchObject([{ state: "cancelled" }]);
  });

  test("a series is one meeting per instance half a year ahead; an instance that is taken out is cancelled, and time brings new ones", async () => {
    const { calendar, id } = await withCalendar("Anna");
    const weekly = { in: DAY_MS, summary: "Porada", attendees: [CUSTOMER], rule: "FREQ=WEEKLY" };
    await radicale.putIcs(calendar, "s.ics", event("s", weekly));
    await round(id);
    const first = await meetings();
    expect(first).toHaveLength(26);
    await radicale.putIcs(calendar, "s.ics", event("s", { ...weekly, except: first[2]!.at, sequence: 1 }));
    await round(id);
    expect((await meetings()).filter(({ state }) => state === "cancelled").map(({ at }) => at)).toEqual([first[2]!.at]);
    ahead += 8 * DAY_MS;
    await round(id);
    expect((await meetings()).filter(({ state }) => state === "active").length).toBeGreaterThan(25);
    expect((await meetings()).at(-1)!.at.getTime()).toBeGreaterThan(first.at(-1)!.at.getTime());
  });

  test("a token that the server has forgotten makes no double, and what went meanwhile is noticed", async () => {
    const { calendar, id } = await withCalendar("Anna");
    for (let n = 0; n < 5; n += 1)
      await radicale.putIcs(
        calendar,
        `${n}.ics`,
        event(`m${n}`, { in: (n + 1) * DAY_MS, summary: `Stretnutie ${n}`, attendees: [CUSTOMER] }),
      );
    await round(id);
    await radicale.removeIcs(calendar, "0.ics");
    await radicale.forgetTokens();
    expect(await round(id)).toEqual({ state: "ok", pending: 0 });
    expect((await meetings()).map(({ state }) => state)).toEqual(["cancelled", "active", "active", "active", "active"]);
  });

  test("a contact's new address pulls in meetings that were skipped before", async () => {
    const { calendar, id, person } = await withCalendar("Anna");
    await radicale.putIcs(calendar, "a.ics", event("a", { in: DAY_MS, summary: "S neznámou", attendees: ["eva@nova.example"] }));
    await round(id);
    expect(await meetings()).toEqual([]);
    await createContact(person.ctx, { name: "Eva", addresses: [{ kind: "email", value: "eva@nova.example" }] });
    expect(await round(id)).toEqual({ state: "ok", pending: 0 });
    expect(await meetings()).toMatchObject([{ subject: "S neznámou" }]);
  });

  test("a calendar that asks for a pause is said to fail, and loses nothing", async () => {
    const { calendar, id, person } = await withCalendar("Anna");
    await radicale.putIcs(calendar, "a.ics", event("a", { in: DAY_MS, summary: "Obhliadka", attendees: [CUSTOMER] }));
    const open = await faulty(id, () => ({
      changes: async () => {
        throw new ConnectorError("retry", "HTTP 503", { retryAfterMs: 30_000 });
      },
    }));
    expect(await round(id, open)).toEqual({ state: "failing", pending: 0, retryAfterMs: 30_000 });
    expect(await getConnection(person.ctx, id)).toMatchObject({ state: "failing", problem: "rate-limited" });
    expect(await round(id)).toEqual({ state: "ok", pending: 0 });
    expect(await meetings()).toHaveLength(1);
  });

  test("an object that the server refuses or damages cancels nothing: it is parked, and read when it comes whole", async () => {
    const { calendar, id, person } = await withCalendar("Anna");
    const ics = event("a", { in: DAY_MS, summary: "Obhliadka", attendees: [CUSTOMER, person.email] });
    await radicale.putIcs(calendar, "a.ics", ics);
    await round(id);
    for (const damaged of ["", "<html>503</html>"]) {
      const open = await faulty(id, (connector) => ({
        changes: async (...args) => {
          const whole = await connector.changes(args[0], null);
          return { ...whole, changed: whole.changed.map((object) => ({ ...object, etag: "", ics: damaged })) };
        },
      }));
      await round(id, open);
      expect(await meetings()).toMatchObject([{ subject: "Obhliadka", state: "active" }]);
      expect(await ledger()).toMatchObject([{ state: "failed", reason: "unreadable" }]);
    }
    await radicale.putIcs(calendar, "a.ics", event("a", { in: DAY_MS, summary: "Obhliadka 2", attendees: [CUSTOMER, person.email] }));
    expect(await round(id)).toEqual({ state: "ok", pending: 0 });
    expect(await meetings()).toMatchObject([{ subject: "Obhliadka 2", state: "active" }]);
  });

  describe("reminders in it", () => {
    const inDays = (days: number) => new Date(Math.floor(Date.now() / 60_000) * 60_000 + days * DAY_MS).toISOString();
    const stateOf = async (id: string) =>
      (
        await world.rows<{ state: string; due_at: Date; calendar_href: string | null }>(
          "SELECT state, due_at, calendar_href FROM reminders WHERE id = $1",
          [id],
        )
      )[0]!;

    test("a reminder stands in its person's calendar, moves with it, and is out when it is done; it is never taken for a meeting", async () => {
      const { calendar, id: connectionId, person } = await withCalendar("Anna");
      const { id } = await createReminder(person.ctx, { at: inDays(2), title: "Zavolať; Janka" });
      expect(await loadReminderForWorkflow(world.system, id)).toMatchObject({ phase: "waiting", calendar: "wanted" });
      await showReminderInCalendar(world.system, id);
      await showReminderInCalendar(world.system, id);
      const [entry, ...others] = await radicale.listIcs(calendar);
      expect(others).toEqual([]);
      expect(entry!.ics).toContain("SUMMARY:Zavolať\\; Janka");
      await round(connectionId);
      expect(await meetings()).toEqual([]);
      expect(await ledger()).toMatchObject([{ state: "skipped", reason: "own-entry" }]);

      await snoozeReminder(person.ctx, id, { until: inDays(5) });
      await showReminderInCalendar(world.system, id);
      expect((await radicale.listIcs(calendar))[0]!.ics).toContain(`DTSTART:${inDays(5).slice(0, 10).replaceAll("-", "")}`);

      await completeReminder(person.ctx, id);
      expect(await loadReminderForWorkflow(world.system, id)).toEqual({ phase: "over" });
      await clearReminderFromCalendar(world.system, id);
      await clearReminderFromCalendar(world.system, id);
      expect(await radicale.listIcs(calendar)).toEqual([]);
    });

    test("an entry whose writing was not confirmed is not written twice", async () => {
      const { calendar, person } = await withCalendar("Anna");
      const { id } = await createReminder(person.ctx, { at: inDays(2), title: "Zavolať" });
      await showReminderInCalendar(world.system, id);
      await world.rows("UPDATE reminders SET calendar_connection_id = NULL, calendar_href = NULL, calendar_etag = NULL");
      await showReminderInCalendar(world.system, id);
      expect(await radicale.listIcs(calendar)).toHaveLength(1);
    });

    test("an entry that is dragged to another day moves the reminder, one that is deleted leaves it", async () => {
      const { calendar, id: connectionId, person } = await withCalendar("Anna");
      const { id } = await createReminder(person.ctx, { at: inDays(2), title: "Zavolať" });
      await showReminderInCalendar(world.system, id);
      await round(connectionId);
      const [entry] = await radicale.listIcs(calendar);
      const day = (days: number) => inDays(days).slice(0, 10).replaceAll("-", "");
      await radicale.putIcs(calendar, entry!.name, entry!.ics.replaceAll(`:${day(2)}T`, `:${day(4)}T`));
      await round(connectionId);
      expect((await stateOf(id)).due_at.toISOString()).toBe(inDays(4));
      await showReminderInCalendar(world.system, id);
      expect(await radicale.listIcs(calendar)).toHaveLength(1);

      await radicale.removeIcs(calendar, entry!.name);
      await round(connectionId);
      expect(await stateOf(id)).toMatchObject({ state: "waiting", calendar_href: null });
      await snoozeReminder(person.ctx, id, { until: inDays(6) });
      await showReminderInCalendar(world.system, id);
      expect(await radicale.listIcs(calendar)).toHaveLength(1);
    });

    test("a person without a calendar has nothing written", async () => {
      const boris = await world.person("Boris");
      const { id } = await createReminder(boris.ctx, { at: inDays(2), title: "Zavolať" });
      expect(await loadReminderForWorkflow(world.system, id)).toMatchObject({ calendar: "not" });
      await expect(showReminderInCalendar(world.system, id)).resolves.toBeUndefined();
    });

    test("a reminder that waits for an answer enters the calendar when nobody has answered, and goes with it from then on", async () => {
      const { person } = await withCalendar("Anna");
      const sent = await record(world.system, {
        content: mail({ from: { address: person.email }, to: [{ address: CUSTOMER }] }),
        source: "mailbox",
        ownerId: person.id,
      });
      const { id, dueAt } = await createReminder(person.ctx, { interactionId: sent.interactionId!, noReplyWithinDays: 3 });
      expect(await loadReminderForWorkflow(world.system, id)).toMatchObject({ phase: "waiting", calendar: "not" });
      expect(await fallDue(world.system, { id, at: new Date(dueAt.getTime() - 1) })).toBe(false);
      expect(await fallDue(world.system, { id, at: dueAt })).toBe(true);
      expect(await fallDue(world.system, { id, at: dueAt })).toBe(false);
      expect(await loadReminderForWorkflow(world.system, id)).toMatchObject({ phase: "due", calendar: "wanted" });
      await showReminderInCalendar(world.system, id);
      await snoozeReminder(person.ctx, id, { until: inDays(9) });
      expect(await loadReminderForWorkflow(world.system, id)).toMatchObject({ phase: "waiting", calendar: "wanted" });
    });

    test("reminders that could not be shown are shown as soon as the calendar is back", async () => {
      const { id: connectionId, person } = await withCalendar("Anna");
      await round(connectionId);
      const { id } = await createReminder(person.ctx, { at: inDays(2), title: "Zavolať" });
      const waiting = () => world.rows("SELECT FROM outbox WHERE name = 'reminder' AND row_id = $1", [id]);
      expect(await waiting()).toHaveLength(1);
      const down = await faulty(connectionId, () => ({ changes: () => Promise.reject(new ConnectorError("retry", "down")) }));
      await round(connectionId, down);
      await round(connectionId);
      await round(connectionId);
      expect(await waiting()).toHaveLength(2);
    });
  });
});

interface EventFields {
  /** Milliseconds from now to its start. */
  in: number;
  summary: string;
  attendees?: string[];
  rule?: string;
  except?: Date;
  sequence?: number;
}

const utc = (date: Date) => `${date.toISOString().slice(0, 19).replaceAll(/[-:]/g, "")}Z`;
/** The same start in every version of an event. */
const START = Math.floor(Date.now() / 3_600_000) * 3_600_000;

function event(uid: string, { in: ms, summary, attendees = [], rule, except, sequence = 0 }: EventFields): string {
  const start = new Date(START + ms);
  return [
    "BEGIN:VCALENDAR",
    "VERSION:2.0",
    "PRODID:-//test//test//EN",
    "BEGIN:VEVENT",
    `UID:${uid}@kalendar.example`,
    `DTSTAMP:${utc(new Date())}`,
    `SEQUENCE:${sequence}`,
    `DTSTART:${utc(start)}`,
    `DTEND:${utc(new Date(start.getTime() + 3_600_000))}`,
    `SUMMARY:${summary}`,
    ...(rule ? [`RRULE:${rule}`] : []),
    ...(except ? [`EXDATE:${utc(except)}`] : []),
    ...(attendees.length > 0 ? ["ORGANIZER:mailto:admin@borovica.example"] : []),
    ...attendees.map((address) => `ATTENDEE;PARTSTAT=NEEDS-ACTION:mailto:${address}`),
    "END:VEVENT",
    "END:VCALENDAR",
    "",
  ].join("\r\n");
}
