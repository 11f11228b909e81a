import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { recordFromClient } from "@kronika/hub/services/interactions/record-from-client.ts";
import { dovecotAvailable } from "../servers/dovecot.ts";
import { radicaleAvailable } from "../servers/radicale.ts";
import { figure } from "../setup/figure.ts";
import { icsOf, itipMail, type TestMeeting } from "./lib/itip.ts";
import { openOffice, type Office, type OfficePerson } from "./lib/office.ts";

/**
 * One real meeting stands in the calendars of two colleagues (a real Radicale), came by mail (a real Dovecot) and was logged from the page of
 * a calendar. Whatever comes first: one row, with a copy for each way.
 */
const JANA = "jana@zakaznik.example";
const hour = (n: number) => new Date(Math.floor(Date.now() / 3_600_000) * 3_600_000 + n * 3_600_000);
const WAYS = ["Anna's calendar", "Eva's calendar", "mail", "page"] as const;

describe.skipIf(!dovecotAvailable() || !radicaleAvailable())("one real meeting", () => {
  let office: Office;
  let anna: OfficePerson;
  let eva: OfficePerson;
  beforeAll(async () => {
    office = await openOffice(["Anna", "Eva"]);
    [anna, eva] = office.people as [OfficePerson, OfficePerson];
    await office.world.customer("Zákazník", { contacts: [JANA] });
  });
  afterAll(() => office[Symbol.asyncDispose]());

  const meetingOf = (uid: string, more: Partial<TestMeeting> = {}): TestMeeting => ({
    uid: `${uid}@kalendar.example`,
    start: hour(48),
    summary: `Obhliadka ${uid}`,
    organizer: JANA,
    attendees: { [JANA]: "ACCEPTED", [anna.email]: "NEEDS-ACTION", [eva.email]: "NEEDS-ACTION" },
    ...more,
  });
  const arrivals = (meeting: TestMeeting): Record<(typeof WAYS)[number], () => Promise<unknown>> => ({
    "Anna's calendar": () =>
      anna.putIcs(`${meeting.uid}.ics`, icsOf({ ...meeting, attendees: { ...meeting.attendees, [anna.email]: "ACCEPTED" } })),
    "Eva's calendar": () => eva.putIcs(`u-evy-${meeting.uid}.ics`, icsOf(meeting)),
    mail: () =>
      anna.receive(itipMail({ from: JANA, to: `${anna.email}, ${eva.email}`, subject: "Pozvánka", ics: icsOf(meeting, "REQUEST") })),
    page: () =>
      recordFromClient(eva.ctx, {
        clientId: randomUUID(),
        source: { host: "google-calendar", providerId: randomUUID() },
        interaction: {
          kind: "meeting",
          iCalUid: meeting.uid,
          occurredAt: meeting.start.toISOString(),
          subject: meeting.summary,
          organizer: { address: JANA },
          attendees: Object.keys(meeting.attendees).map((address) => ({ address })),
        },
      }),
  });
  const rowsOf = (uid: string) =>
    office.world.rows<{ id: string; copies: number; start: Date; state: string }>(
      `SELECT i.id, i.occurred_at AS start, i.state, (SELECT count(*)::int FROM interaction_copies k WHERE k.interaction_id = i.id) AS copies
       FROM interactions i JOIN interaction_subjects s ON s.interaction_id = i.id
       WHERE s.subject = $1 AND i.state <> 'merged' ORDER BY i.occurred_at`,
      [`Obhliadka ${uid}`],
    );
  const syncBoth = async () => {
    await anna.sync();
    await eva.sync();
  };

  test("every order of two calendars, mail and page", async ({ task }) => {
    const orders = permutations([...WAYS]);
    for (let step = 0; step < WAYS.length; step += 1) {
      for (const [n, order] of orders.entries()) await arrivals(meetingOf(`poradie-${n}`))[order[step]!]();
      await syncBoth();
    }
    for (const [n, order] of orders.entries())
      expect(await rowsOf(`poradie-${n}`), order.join(", ")).toMatchObject([{ copies: 4, state: "active" }]);
    figure(task, `${orders.length} orders of 4 arrivals: one row with 4 copies each`);
  });

  test("all at the same moment", async ({ task }) => {
    const rounds = 10;
    for (let n = 0; n < rounds; n += 1) {
      const meeting = meetingOf(`naraz-${n}`);
      const ways = arrivals(meeting);
      await Promise.all([ways["Anna's calendar"](), ways["Eva's calendar"](), ways.mail()]);
      await Promise.all([anna.sync(), eva.sync(), ways.page()]);
      expect(await rowsOf(`naraz-${n}`), `round ${n}`).toMatchObject([{ copies: 4 }]);
    }
    figure(task, `${rounds} rounds of concurrent arrivals: one row each`);
  });

  test("each instance of a series is one meeting; the moved one keeps its identity", async () => {
    const series = meetingOf("tyzdenna", { rule: "FREQ=WEEKLY;COUNT=3" });
    const second = new Date(series.start.getTime() + 7 * 24 * 3_600_000);
    const moved = meetingOf("tyzdenna", { instance: second, start: new Date(second.getTime() + 3_600_000), sequence: 1 });
    const withMoved = icsOf(series).replace("END:VCALENDAR", `${/BEGIN:VEVENT[\s\S]*END:VEVENT/.exec(icsOf(moved))![0]}\r\nEND:VCALENDAR`);
    await eva.putIcs("tyzdenna.ics", icsOf(series));
    await anna.receive(itipMail({ from: JANA, to: anna.email, subject: "Zmena", ics: icsOf(moved, "REQUEST") }));
    await syncBoth();
    await anna.putIcs("tyzdenna.ics", withMoved);
    await syncBoth();
    const rows = await rowsOf("tyzdenna");
    expect(rows.map(({ start }) => start)).toEqual([series.start, moved.start, new Date(series.start.getTime() + 14 * 24 * 3_600_000)]);
  });
});

const permutations = <T>(list: T[]): T[][] =>
  list.length < 2 ? [list] : list.flatMap((first, i) => permutations(list.toSpliced(i, 1)).map((rest) => [first, ...rest]));
