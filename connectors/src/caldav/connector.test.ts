import { startFaultyProxy, type Fault } from "../../../test/servers/faulty-proxy.ts";
import { radicaleAvailable, startRadicale } from "../../../test/servers/radicale.ts";
import { describe } from "vitest";
import { describeCalendarConnector, type CalendarTrouble, type CalendarWorld } from "../calendar-connector.contract.ts";
import { createCaldavConnector } from "./connector.ts";

const USER = "rep@firma.example";
const PASSWORD = "heslo: ľščť";
const log = { debug: () => {}, info: () => {}, warn: () => {} };

const TROUBLES: Record<CalendarTrouble, Fault> = {
  failing: { kind: "answer", status: 503, headers: { "retry-after": "7" }, body: "<html>" },
  busy: { kind: "answer", status: 429, headers: { "retry-after": "7" } },
  cutting: { kind: "cut" },
};

/** Takes what sync-collection needs out of the answers, as a server of before RFC 6578 gives them. */
const withoutSync: Fault = {
  kind: "rewrite",
  body: (text) =>
    text.replace(/<supported-report><report><sync-collection \/><\/report><\/supported-report>|<sync-token>[^<]*<\/sync-token>/g, ""),
};

/** Radicale behind a proxy that counts and disturbs; `poor` without sync-collection. */
async function startWorld({ poor }: { poor: boolean }): Promise<CalendarWorld> {
  const server = await startRadicale({ users: { [USER]: PASSWORD } });
  const proxy = await startFaultyProxy(server.url);
  const [calendar, readOnly] = [await server.createCalendar(USER, "work"), await server.createCalendar(USER, "readonly-team")];
  const throughProxy = (url: string) => url.replace(server.url, proxy.url);
  const trouble = (kind: CalendarTrouble | null) => proxy.intercept(() => (kind ? TROUBLES[kind] : poor ? withoutSync : undefined));
  trouble(null);
  return {
    calendar: throughProxy(calendar),
    readOnlyCalendar: throughProxy(readOnly),
    connect: ({ wrongPassword = false } = {}) =>
      createCaldavConnector({
        url: proxy.url,
        credential: { kind: "password", username: USER, password: wrongPassword ? "iné" : PASSWORD },
        log,
      }),
    put: (name, ics) => server.putIcs(calendar, fileName(name), ics),
    remove: (name) => server.removeIcs(calendar, fileName(name)),
    contents: async () => (await server.listIcs(calendar)).map(({ ics }) => ics),
    expireCursors: () => server.forgetTokens(),
    writes: () => proxy.requests.filter(({ method }) => !["GET", "HEAD", "OPTIONS", "PROPFIND", "REPORT"].includes(method)).length,
    trouble,
    kill: () => server.kill(),
    restart: () => server.restart(),
    async stop() {
      await proxy.stop();
      await server.stop();
    },
  };
}

const fileName = (name: string) => (name.endsWith(".ics") ? name : `${name}.ics`);

describe.skipIf(!radicaleAvailable())("against Radicale", () => {
  describeCalendarConnector("CalDAV with sync-collection", { start: () => startWorld({ poor: false }) });
  describeCalendarConnector(
    "CalDAV without sync-collection",
    { start: () => startWorld({ poor: true }) },
    {
      skip: [
        {
          reason: "the cursor is the list itself and cannot be forgotten",
          tests: ["with a cursor that the provider has forgotten asks to list again"],
        },
      ],
    },
  );
});
