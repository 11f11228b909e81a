import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { completeness } from "@kronika/hub/services/connections/completeness.ts";
import { dovecotAvailable } from "../servers/dovecot.ts";
import { radicaleAvailable } from "../servers/radicale.ts";
import { figure } from "../setup/figure.ts";
import { icsOf, itipMail, type TestMeeting } from "./lib/itip.ts";
import { openOffice, type Office, type OfficePerson } from "./lib/office.ts";

/**
 * Invitations, answers, other times and cancellations that arrive by mail become the meeting and its reactions, never mail in the history.
 * Whatever the order in which they and the calendar arrive, the end is the same; nobody is believed but who may say it.
 */
const JANA = "jana@zakaznik.example";
const EVA = "eva@zakaznik.example";
const minutes = (n: number) => new Date(Math.floor(Date.now() / 60_000) * 60_000 + n * 60_000);

describe.skipIf(!dovecotAvailable() || !radicaleAvailable())("iTIP", () => {
  let office: Office;
  let anna: OfficePerson;
  beforeAll(async () => {
    office = await openOffice(["Anna"]);
    anna = office.people[0]!;
    await office.world.customer("Zákazník", { contacts: [JANA, EVA] });
  });
  afterAll(() => office[Symbol.asyncDispose]());

  const ours = (uid: string, more: Partial<TestMeeting> = {}): TestMeeting => ({
    uid: `${uid}@kalendar.example`,
    start: minutes(2 * 24 * 60),
    summary: `Porada ${uid}`,
    organizer: anna.email,
    attendees: { [anna.email]: "ACCEPTED", [JANA]: "NEEDS-ACTION" },
    stamp: minutes(-100),
    ...more,
  });
  const request = (meeting: TestMeeting) =>
    anna.receive(itipMail({ from: anna.email, to: JANA, subject: `Pozvánka: ${meeting.summary}`, ics: icsOf(meeting, "REQUEST") }), "Sent");
  const fromCustomer = (method: string, meeting: TestMeeting, from = JANA, headers: string[] = []) =>
    anna.receive(itipMail({ from, to: anna.email, subject: `${method}: ${meeting.summary}`, ics: icsOf(meeting, method), headers }));
  const answer = (meeting: TestMeeting, partstat: string, stamp: number, more: Partial<TestMeeting> = {}) =>
    fromCustomer("REPLY", { ...meeting, attendees: { [JANA]: partstat }, stamp: minutes(stamp), ...more });

  interface Row {
    state: string;
    response: string | null;
    reactions: string[];
    start: Date;
  }
  /** The meetings of a UID as they stand. */
  const meetings = (uid: string) =>
    office.world.rows<Row>(
      `SELECT DISTINCT i.id, i.state, i.occurred_at AS start,
        (SELECT response FROM interaction_participants p WHERE p.interaction_id = i.id AND p.role = 'attendee' AND p.address = $2) AS response,
        ARRAY(SELECT r.kind || ' ' || coalesce(r.address, '') FROM reactions r WHERE r.interaction_id = i.id ORDER BY 1) AS reactions
       FROM interactions i JOIN interaction_identities n ON n.interaction_id = i.id
       WHERE n.scheme = 'ical' AND n.value LIKE $1 AND i.state <> 'merged' ORDER BY i.occurred_at`,
      [`${uid}@kalendar.example|%`, JANA],
    );
  const mails = () =>
    office.world.rows<{ subject: string }>(
      "SELECT s.subject FROM interactions i JOIN interaction_subjects s ON s.interaction_id = i.id WHERE i.kind = 'email'",
    );

  test("every order of invitation, answers and calendar ends the same", async ({ task }) => {
    const ways = ["invitation", "older answer", "newer answer", "calendar"] as const;
    const orders = permutations([...ways]);
    for (let step = 0; step < ways.length; step += 1) {
      for (const [n, order] of orders.entries()) {
        const meeting = ours(`poradie-${n}`);
        const arrive: Record<(typeof ways)[number], () => Promise<void>> = {
          invitation: () => request(meeting),
          "older answer": () => answer(meeting, "ACCEPTED", -50),
          "newer answer": () => answer(meeting, "DECLINED", -40),
          calendar: () => anna.putIcs(`poradie-${n}.ics`, icsOf(meeting)),
        };
        await arrive[order[step]!]();
      }
      await anna.sync();
    }
    for (const [n, order] of orders.entries()) {
      const found = await meetings(`poradie-${n}`);
      expect(found, order.join(", ")).toMatchObject([{ state: "active", response: "declined", reactions: [`declined ${JANA}`] }]);
    }
    expect(await mails()).toEqual([]);
    figure(task, `${orders.length} orders of 4 arrivals: one meeting, the newest answer, no mail in the history`);
  });

  test("each message keeps its reason: listed = stored + skipped, and the reason names what it became a part of", async () => {
    const counts = await completeness(anna.ctx, anna.mailboxId);
    expect(counts).toMatchObject({ pending: 0, failed: 0, missing: 0 });
    expect(Object.keys(counts.skipped).every((reason) => reason.startsWith("invitation"))).toBe(true);
    const [row] = await office.world.rows<{ trace: unknown; interaction_id: string }>(
      "SELECT trace, interaction_id FROM ledger WHERE reason = 'invitation-reply-to-recorded' LIMIT 1",
    );
    expect(row).toMatchObject({ trace: [{ code: "invitation-reply-to-recorded", rule: "METHOD: REPLY", address: JANA }] });
    expect(row?.interaction_id).not.toBeNull();
  });

  test("the organizer cancels, before or after everything else; with a later version the meeting is back", async () => {
    const steps = [
      (uid: string) => request(ours(uid)),
      (uid: string) => fromCancel(uid),
      (uid: string) => anna.putIcs(`${uid}.ics`, icsOf(ours(uid))),
    ];
    const fromCancel = (uid: string) =>
      anna.receive(
        itipMail({ from: anna.email, to: JANA, subject: "Zrušené", ics: icsOf(ours(uid, { sequence: 1, stamp: minutes(-10) }), "CANCEL") }),
        "Sent",
      );
    const orders = permutations([0, 1, 2]);
    for (let step = 0; step < steps.length; step += 1) {
      for (const [n, order] of orders.entries()) await steps[order[step]!]!(`zrusene-${n}`);
      await anna.sync();
    }
    for (const n of orders.keys()) expect(await meetings(`zrusene-${n}`)).toMatchObject([{ state: "cancelled" }]);
    await request(ours("zrusene-0", { sequence: 2, stamp: minutes(-5), start: minutes(3 * 24 * 60) }));
    await anna.sync();
    expect(await meetings("zrusene-0")).toMatchObject([{ state: "active", start: minutes(3 * 24 * 60) }]);
  });

  test("one of two guests is uninvited, in any order: the meeting goes on with the other; both uninvited, it is cancelled", async ({
    task,
  }) => {
    const invited = { attendees: { [anna.email]: "ACCEPTED", [JANA]: "NEEDS-ACTION", [EVA]: "NEEDS-ACTION" } };
    const off = (uid: string, guest: string) =>
      anna.receive(
        itipMail({
          from: anna.email,
          to: guest,
          subject: "Zrušené",
          ics: icsOf(ours(uid, { attendees: { [guest]: "NEEDS-ACTION" }, stamp: minutes(-10), status: "CANCELLED" }), "CANCEL"),
        }),
        "Sent",
      );
    const steps = [
      (uid: string) => request(ours(uid, invited)),
      (uid: string) => off(uid, JANA),
      (uid: string) => answer(ours(uid), "ACCEPTED", -50),
      (uid: string) => fromCustomer("REPLY", ours(uid, { attendees: { [EVA]: "DECLINED" }, stamp: minutes(-40) }), EVA),
    ];
    const orders = permutations([0, 1, 2, 3]);
    for (let step = 0; step < steps.length; step += 1) {
      for (const [n, order] of orders.entries()) await steps[order[step]!]!(`bez-jany-${n}`);
      await anna.sync();
    }
    for (const n of orders.keys())
      expect(await meetings(`bez-jany-${n}`), orders[n]!.join()).toMatchObject([
        { state: "active", response: "none", reactions: [`declined ${EVA}`] },
      ]);
    await off("bez-jany-0", EVA);
    await anna.sync();
    expect(await meetings("bez-jany-0")).toMatchObject([{ state: "cancelled" }]);
    figure(task, `${orders.length} orders of 4 arrivals: one meeting, without the guest who was uninvited`);
  });

  test("an assistant and another address of the same person answer for her; from the second instance on is from the second instance on", async () => {
    await office.world.rows(
      `INSERT INTO contact_addresses (id, org_id, contact_id, kind, value, created_at)
       SELECT gen_random_uuid(), a.org_id, a.contact_id, 'email', 'j.nova@zakaznik.example', now() FROM contact_addresses a WHERE a.value = $1`,
      [JANA],
    );
    for (const uid of ["asistentka", "alias"]) await request(ours(uid));
    const bySecretary = icsOf(ours("asistentka", { attendees: { [JANA]: "ACCEPTED" } }), "REPLY").replace(
      "PARTSTAT=ACCEPTED",
      'PARTSTAT=ACCEPTED;SENT-BY="mailto:sekretariat@zakaznik.example"',
    );
    await anna.receive(itipMail({ from: "sekretariat@zakaznik.example", to: anna.email, subject: "Prijaté", ics: bySecretary }));
    await fromCustomer("REPLY", ours("alias", { attendees: { [JANA]: "DECLINED" } }), "j.nova@zakaznik.example");
    const series = ours("odteraz", { rule: "FREQ=DAILY;COUNT=3" });
    const second = new Date(series.start.getTime() + 24 * 3_600_000);
    await answer(series, "ACCEPTED", -50);
    const future = icsOf({ ...series, attendees: { [JANA]: "DECLINED" }, instance: second, start: second, stamp: minutes(-40) }, "REPLY");
    await anna.receive(
      itipMail({
        from: JANA,
        to: anna.email,
        subject: "Odmietnuté",
        ics: future.replace("RRULE:FREQ=DAILY;COUNT=3\r\n", "").replace("RECURRENCE-ID", "RECURRENCE-ID;RANGE=THISANDFUTURE"),
      }),
    );
    await request(series);
    await anna.sync();
    expect(await meetings("asistentka")).toMatchObject([{ response: "accepted", reactions: [`accepted ${JANA}`] }]);
    expect(await meetings("alias")).toMatchObject([{ response: "declined", reactions: [`declined ${JANA}`] }]);
    expect((await meetings("odteraz")).map(({ response }) => response)).toEqual(["accepted", "declined", "declined"]);
  });

  test("another time that the customer proposes is a reaction; the meeting stays where it is", async () => {
    const meeting = ours("iny-cas");
    await fromCustomer("COUNTER", { ...meeting, start: minutes(5 * 24 * 60), attendees: { [JANA]: "TENTATIVE" } });
    await request(meeting);
    await anna.sync();
    expect(await meetings("iny-cas")).toMatchObject([{ start: meeting.start, reactions: [`countered ${JANA}`] }]);
  });

  test("an answer to the whole series is one to each instance, an answer to one instance goes before it", async () => {
    const series = ours("seria", { rule: "FREQ=DAILY;COUNT=3" });
    const second = new Date(series.start.getTime() + 24 * 3_600_000);
    await answer(series, "ACCEPTED", -50);
    await answer(series, "DECLINED", -40, { instance: second, start: second });
    await anna.sync();
    await request(series);
    await anna.sync();
    expect((await meetings("seria")).map(({ response }) => response)).toEqual(["accepted", "declined", "accepted"]);
  });

  test("nobody cancels, moves or answers for somebody else", async () => {
    const meeting = ours("cudzie");
    await request(meeting);
    await anna.sync();
    const later = { ...meeting, sequence: 5, stamp: minutes(-1) };
    await fromCustomer("CANCEL", later);
    await fromCustomer("REPLY", { ...later, attendees: { [EVA]: "DECLINED", [JANA]: "DECLINED" } }, "utocnik@zly.example");
    await fromCustomer("REQUEST", { ...later, organizer: JANA, start: minutes(60) });
    await fromCustomer("REPLY", { ...later, attendees: { "neznamy@zakaznik.example": "DECLINED" } }, "neznamy@zakaznik.example");
    await anna.sync();
    expect(await meetings("cudzie")).toMatchObject([{ state: "active", response: "none", reactions: [], start: meeting.start }]);
  });

  test("a forwarded invitation is the mail that somebody wrote; a newsletter with a calendar is a newsletter", async () => {
    const foreign = ours("konferencia", {
      organizer: "konferencia@organizator.example",
      attendees: { "konferencia@organizator.example": "ACCEPTED" },
    });
    const forwarded = itipMail({
      from: EVA,
      to: anna.email,
      subject: "Fwd: Konferencia",
      text: "Nepôjdeme spolu?",
      ics: icsOf(foreign, "REQUEST"),
    });
    await anna.receive(forwarded);
    const news = ours("jarmok", { organizer: EVA, attendees: { [anna.email]: "NEEDS-ACTION" } });
    await fromCustomer("REQUEST", news, EVA, ["List-Unsubscribe: <https://zakaznik.example/odhlasit>"]);
    await anna.sync();
    expect((await mails()).map(({ subject }) => subject)).toContain("Fwd: Konferencia");
    expect([...(await meetings("konferencia")), ...(await meetings("jarmok"))]).toEqual([]);
    expect(await office.world.rows("SELECT 1 FROM ledger WHERE reason = 'bulk'")).toHaveLength(1);
  });

  test("an excluded address leaves no trace of its answers", async () => {
    const before = await office.world.rows("SELECT 1 FROM interaction_reports");
    await office.world.rows("INSERT INTO exclusions (id, org_id, kind, value) VALUES (gen_random_uuid(), $1, 'domain', 'lekar.example')", [
      office.world.orgId,
    ]);
    const visit = ours("lekar", { organizer: anna.email });
    await fromCustomer("REPLY", { ...visit, attendees: { "dr@lekar.example": "ACCEPTED" } }, "dr@lekar.example");
    await anna.sync();
    expect(await office.world.rows("SELECT 1 FROM interaction_reports")).toHaveLength(before.length);
    expect(await office.world.rows("SELECT 1 FROM ledger WHERE reason = 'excluded-domain'")).toHaveLength(1);
  });
});

const permutations = <T>(list: T[]): T[][] =>
  list.length < 2 ? [list] : list.flatMap((first, i) => permutations(list.toSpliced(i, 1)).map((rest) => [first, ...rest]));
