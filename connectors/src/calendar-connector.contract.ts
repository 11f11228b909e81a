import { ConnectorError, type ConnectorErrorMeaning } from "@kronika/core/errors.ts";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, onTestFinished, test } from "vitest";
import { expandEvents } from "./calendar/expand.ts";
import { reminderUid } from "./calendar/own-entry.ts";
import { parseCalendar } from "./calendar/parse-calendar.ts";
import { reminderEntry } from "./calendar/write-entry.ts";
import type { Deviation } from "./connector.contract.ts";
import type { CalendarChanges, CalendarConnector } from "./connector.ts";

/** What a provider can do to us. */
export type CalendarTrouble =
  /** Errors of its own, with a word when to come back: 7 s. */
  | "failing"
  /** It tells us that we ask too often, and when to come back: 7 s. */
  | "busy"
  /** The connection breaks in the middle of its answers. */
  | "cutting";

/** A calendar account with somebody else's hands on it, for {@link describeCalendarConnector}. */
export interface CalendarWorld {
  /** Ids of two calendars of the account: one to write into, one that may only be read. */
  calendar: string;
  readOnlyCalendar: string;
  /** A connector of its own for each call. */
  connect(options?: { wrongPassword?: boolean }): CalendarConnector;
  /** Creates or replaces an object in `calendar` as another program of the owner would. `name` is stable for one object. */
  put(name: string, ics: string): Promise<void>;
  remove(name: string): Promise<void>;
  /** The contents of all objects in `calendar`. */
  contents(): Promise<string[]>;
  /** Makes the provider forget every cursor. */
  expireCursors(): Promise<void>;
  /** How often connectors have asked for something that changes data. */
  writes(): number;
  trouble(kind: CalendarTrouble | null): void;
  /** The server dies, with all connections. */
  kill(): Promise<void>;
  restart(): Promise<void>;
  stop(): Promise<void>;
}

let counter = 0;
const freshName = () => `contract-${Date.now()}-${++counter}`;

/** A calendar object with one event for each list of lines. */
export function sampleIcs(uid: string, ...events: string[][]): string {
  const blocks = events.map((lines) => ["BEGIN:VEVENT", `UID:${uid}`, "DTSTAMP:20261120T080000Z", ...lines, "END:VEVENT"]);
  return ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//contract//EN", ...blocks.flat(), "END:VCALENDAR", ""].join("\r\n");
}

const meeting = (uid: string, summary = "Ponuka") =>
  sampleIcs(uid, ["DTSTART:20261124T090000Z", "DTEND:20261124T100000Z", `SUMMARY:${summary}`]);

/** What every calendar connector promises (port: connector.ts). One suite for all of them, each against a real or stateful server. */
export function describeCalendarConnector(
  name: string,
  setup: { start(): Promise<CalendarWorld> },
  options: { skip?: Deviation[] } = {},
): void {
  describe(`${name} keeps the contract of a calendar connector`, () => {
    let world: CalendarWorld;
    beforeAll(async () => {
      world = await setup.start();
    });
    afterAll(() => world?.stop());
    afterEach(() => world.trouble(null));

    const promise = (title: string, check: () => Promise<void>, timeout?: number) => {
      const deviation = options.skip?.find(({ tests }) => tests.includes(title));
      // oxlint-disable-next-line vitest/expect-expect, vitest/valid-title -- both come from the callers below
      test.skipIf(deviation)(deviation ? `${title} (not here: ${deviation.reason})` : title, check, timeout);
    };

    const connect = (settings?: { wrongPassword?: boolean }) => {
      const connector = world.connect(settings);
      onTestFinished(() => connector.close());
      return connector;
    };
    const cursorOf = async (connector: CalendarConnector) => (await connector.changes(world.calendar, null)).cursor;
    const uidsOf = ({ changed }: CalendarChanges): string[] =>
      changed.flatMap(({ ics }) => parseCalendar(ics).events.map(({ uid }) => uid ?? "")).toSorted();
    const refusal = async (work: Promise<unknown>): Promise<ConnectorError> => {
      const error: unknown = await work.then(
        () => undefined,
        (reason: unknown) => reason,
      );
      expect(error).toBeInstanceOf(ConnectorError);
      return error as ConnectorError;
    };
    const expectRefusal = async (work: Promise<unknown>, meaning: ConnectorErrorMeaning) =>
      expect((await refusal(work)).meaning).toBe(meaning);

    describe("looking around", () => {
      promise("names the calendars, and which of them may be written to", async () => {
        const { calendars } = await connect().check();
        const found = (id: string) => calendars.find((calendar) => calendar.id === id);
        expect(found(world.calendar)).toMatchObject({ readOnly: false });
        expect(found(world.readOnlyCalendar)).toMatchObject({ readOnly: true });
        expect(await connect().calendars()).toEqual(calendars);
      });

      promise("with a wrong password asks for a new one", async () => {
        const connector = connect({ wrongPassword: true });
        await expectRefusal(connector.check(), "reauthorise");
        await expectRefusal(connector.changes(world.calendar, null), "reauthorise");
      });

      promise("for a calendar that is not there says so", async () => {
        await expectRefusal(connect().changes(`${world.calendar.replace(/\/$/, "")}-missing/`, null), "not-found");
      });
    });

    describe("reading changes", () => {
      promise("starts with everything, then gives exactly what was created, changed and deleted", async () => {
        const [kept, changing, going, coming] = [freshName(), freshName(), freshName(), freshName()];
        for (const uid of [kept, changing, going]) await world.put(uid, meeting(uid));
        const connector = connect();
        const first = await connector.changes(world.calendar, null);
        expect(uidsOf(first)).toEqual(expect.arrayContaining([kept, changing, going]));

        await world.put(changing, meeting(changing, "Iné meno"));
        await world.remove(going);
        await world.put(coming, meeting(coming));
        const second = await connector.changes(world.calendar, first.cursor);
        expect(uidsOf(second)).toEqual([changing, coming].toSorted());
        const hrefOf = (uid: string) => first.changed.find(({ ics }) => ics.includes(uid))?.href;
        expect(second.removed).toEqual([hrefOf(going)]);
        expect(second.changed.map(({ href }) => href)).toContain(hrefOf(changing));

        const third = await connector.changes(world.calendar, second.cursor);
        expect({ changed: third.changed, removed: third.removed }).toEqual({ changed: [], removed: [] });
      });

      promise("goes on from an old cursor, in another connector, and again from the same one", async () => {
        const cursor = await cursorOf(connect());
        const uids = [freshName(), freshName(), freshName()];
        for (const uid of uids) {
          await world.put(uid, meeting(uid));
          await connect().changes(world.calendar, cursor);
        }
        for (let repeat = 0; repeat < 2; repeat += 1) {
          expect(uidsOf(await connect().changes(world.calendar, cursor))).toEqual(uids.toSorted());
        }
      });

      promise("gives an object that came and went in between as removed or not at all", async () => {
        const uid = freshName();
        const connector = connect();
        const cursor = await cursorOf(connector);
        await world.put(uid, meeting(uid));
        await world.remove(uid);
        expect(uidsOf(await connector.changes(world.calendar, cursor))).toEqual([]);
      });

      promise("gives a series with its overridden instances as one object", async () => {
        const uid = freshName();
        const connector = connect();
        const cursor = await cursorOf(connector);
        const series = [
          "DTSTART;TZID=Europe/Bratislava:20261019T100000",
          "DTEND;TZID=Europe/Bratislava:20261019T110000",
          "RRULE:FREQ=WEEKLY;COUNT=3",
        ];
        const moved = [
          "RECURRENCE-ID;TZID=Europe/Bratislava:20261026T100000",
          "DTSTART;TZID=Europe/Bratislava:20261027T140000",
          "SUMMARY:presunuté",
        ];
        await world.put(uid, sampleIcs(uid, series, moved));
        const { changed } = await connector.changes(world.calendar, cursor);
        expect(changed).toHaveLength(1);
        const { instances } = expandEvents(parseCalendar(changed[0]!.ics), { from: "2026-01-01T00:00:00Z", to: "2027-01-01T00:00:00Z" });
        expect(instances.map(({ start, recurrenceId }) => [start, recurrenceId])).toEqual([
          ["2026-10-19T08:00:00Z", "2026-10-19T08:00:00Z"],
          ["2026-10-27T13:00:00Z", "2026-10-26T09:00:00Z"],
          ["2026-11-02T09:00:00Z", "2026-11-02T09:00:00Z"],
        ]);
      });

      promise("keeps every character, in a long object too", async () => {
        const uid = freshName();
        const text = `Žiadosť <b>&amp; "ponuka"</b> 🙂 ]]> ${"ľščťžýáíé ".repeat(20_000)}`.trim();
        const connector = connect();
        const cursor = await cursorOf(connector);
        await world.put(uid, sampleIcs(uid, ["DTSTART:20261124T090000Z", `DESCRIPTION:${text}`]));
        const { changed } = await connector.changes(world.calendar, cursor);
        expect(parseCalendar(changed[0]!.ics).events[0]!.description).toBe(text);
      });

      promise(
        "of more objects than fit into one request gives all of them",
        async () => {
          const uids = Array.from({ length: 60 }, freshName);
          const connector = connect();
          const cursor = await cursorOf(connector);
          await Promise.all(uids.map((uid) => world.put(uid, meeting(uid))));
          expect(uidsOf(await connector.changes(world.calendar, cursor))).toEqual(uids.toSorted());
        },
        120_000,
      );

      promise("with a cursor that the provider has forgotten asks to list again", async () => {
        const connector = connect();
        const cursor = await cursorOf(connector);
        await world.expireCursors();
        await world.put(freshName(), meeting(freshName()));
        await expectRefusal(connector.changes(world.calendar, cursor), "cursor-expired");
      });

      promise("with a cursor that is none asks to list again", async () => {
        for (const cursor of ["", "rubbish", "{}", '{"kind":"token"}'])
          await expectRefusal(connect().changes(world.calendar, cursor), "cursor-expired");
      });

      promise("never writes anything", async () => {
        const before = world.writes();
        const connector = connect();
        await connector.check();
        await connector.calendars();
        await connector.changes(world.calendar, await cursorOf(connector));
        expect(world.writes()).toBe(before);
      });
    });

    describe("when something is wrong with the provider", () => {
      const everything = (connector: CalendarConnector): (() => Promise<unknown>)[] => [
        () => connector.check(),
        () => connector.changes(world.calendar, null),
      ];

      promise("its errors are a reason to try again, at the time that it names", async () => {
        for (const kind of ["failing", "busy"] as const) {
          world.trouble(kind);
          for (const work of everything(connect())) expect(await refusal(work())).toMatchObject({ meaning: "retry", retryAfterMs: 7000 });
        }
      });

      promise("an answer that breaks off is a reason to try again, never half a result", async () => {
        await world.put(freshName(), meeting(freshName()));
        world.trouble("cutting");
        for (const work of everything(connect())) await expectRefusal(work(), "retry");
      });

      promise("a server that is gone is a reason to try again, and the cursor goes on afterwards", async () => {
        const uid = freshName();
        const connector = connect();
        const cursor = await cursorOf(connector);
        await world.put(uid, meeting(uid));
        await world.kill();
        try {
          for (const work of everything(connector)) await expectRefusal(work(), "retry");
        } finally {
          await world.restart();
        }
        expect(uidsOf(await connector.changes(world.calendar, cursor))).toEqual([uid]);
      });
    });

    describe("our own entries", () => {
      const entry = (uid: string, summary = "Zavolať") =>
        reminderEntry({
          uid,
          summary,
          description: "Bez odpovede",
          start: "2026-11-24T09:00:00Z",
          minutes: 15,
          url: null,
          now: "2026-11-20T08:00:00Z",
        });
      const stored = async (uid: string) =>
        (await world.contents()).flatMap((ics) => parseCalendar(ics).events).filter((event) => event.uid === uid);
      let uid: string;
      beforeEach(() => {
        uid = reminderUid(freshName());
      });

      promise("are created, replaced and removed, and are known as ours in the changes", async () => {
        const connector = connect();
        const cursor = await cursorOf(connector);
        const created = await connector.put(world.calendar, { href: null, uid, ics: entry(uid), etag: null });
        expect(await stored(uid)).toMatchObject([{ summary: "Zavolať", own: true, attendees: [] }]);
        const { changed } = await connector.changes(world.calendar, cursor);
        expect(changed).toMatchObject([{ href: created.href, etag: created.etag }]);
        expect(parseCalendar(changed[0]!.ics).events).toMatchObject([{ uid, own: true }]);

        const replaced = await connector.put(world.calendar, { ...created, uid, ics: entry(uid, "Hotovo") });
        expect(replaced.href).toBe(created.href);
        expect(await stored(uid)).toMatchObject([{ summary: "Hotovo" }]);

        await connector.remove(world.calendar, replaced.href);
        expect(await stored(uid)).toEqual([]);
        expect((await connector.changes(world.calendar, cursor)).changed).toEqual([]);
      });

      promise("are there once, however often they are created or replaced", async () => {
        const connector = connect();
        const first = await connector.put(world.calendar, { href: null, uid, ics: entry(uid), etag: null });
        const again = await connector.put(world.calendar, { href: null, uid, ics: entry(uid, "Znova"), etag: null });
        expect(again.href).toBe(first.href);
        expect(await stored(uid)).toMatchObject([{ summary: "Znova" }]);

        // The answer to this one got lost, so the same is asked for once more.
        const replaced = await connector.put(world.calendar, { ...again, uid, ics: entry(uid, "Zmenené") });
        expect(await connector.put(world.calendar, { ...again, uid, ics: entry(uid, "Zmenené") })).toEqual(replaced);
      });

      promise("that somebody changed in the calendar are not overwritten", async () => {
        const connector = connect();
        const created = await connector.put(world.calendar, { href: null, uid, ics: entry(uid), etag: null });
        const name = decodeURIComponent(created.href.split("/").at(-1)!);
        await world.put(name, entry(uid, "Presunuté v kalendári"));
        await expectRefusal(connector.put(world.calendar, { ...created, uid, ics: entry(uid, "Naše") }), "rejected");
        expect(await stored(uid)).toMatchObject([{ summary: "Presunuté v kalendári" }]);
        await connector.remove(world.calendar, created.href);
        expect(await stored(uid)).toEqual([]);
      });

      promise("that somebody deleted are not brought back, and removing them again is fine", async () => {
        const connector = connect();
        const created = await connector.put(world.calendar, { href: null, uid, ics: entry(uid), etag: null });
        await connector.remove(world.calendar, created.href);
        await expectRefusal(connector.put(world.calendar, { ...created, uid, ics: entry(uid) }), "not-found");
        await connector.remove(world.calendar, created.href);
        expect(await stored(uid)).toEqual([]);
      });

      promise("never invite anybody: what is no entry of ours is not written", async () => {
        const connector = connect();
        const before = world.writes();
        const invited = entry(uid).replace("END:VALARM", "END:VALARM\r\nATTENDEE:mailto:eva@zakaznik.sk");
        const foreign = freshName();
        for (const [ics, of] of [
          [invited, uid],
          [meeting(foreign), foreign],
          [entry("another"), uid],
          ["rubbish", uid],
        ] as const) {
          await expectRefusal(connector.put(world.calendar, { href: null, uid: of, ics, etag: null }), "rejected");
        }
        expect(world.writes()).toBe(before);
      });

      promise("are all that is removed: somebody's meeting stays", async () => {
        const foreign = freshName();
        const connector = connect();
        const cursor = await cursorOf(connector);
        await world.put(foreign, meeting(foreign));
        const { changed } = await connector.changes(world.calendar, cursor);
        await expectRefusal(connector.remove(world.calendar, changed[0]!.href), "rejected");
        expect(await stored(foreign)).toHaveLength(1);
      });

      promise("do not go into a calendar that may only be read", async () => {
        await expectRefusal(connect().put(world.readOnlyCalendar, { href: null, uid, ics: entry(uid), etag: null }), "rejected");
      });
    });
  });
}
