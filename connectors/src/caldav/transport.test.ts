import { ConnectorError } from "@kronika/core/errors.ts";
import { gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { createCaldavConnector } from "./connector.ts";
import { CREDENTIAL, HOME, IS_CALENDAR, PRINCIPAL, answer, multistatus, startScriptedServer } from "./testing/scripted-server.ts";

const log = { debug: () => {}, info: () => {}, warn: () => {} };

describe("the password stays with its server", () => {
  test("a redirect to another host is refused, and nothing is sent there", async () => {
    const other = await startScriptedServer(() => multistatus([{ href: "/", prop: PRINCIPAL }]));
    const server = await startScriptedServer(() => answer(302, "", { location: `${other.url}dav/` }));
    await expect(server.connect().check()).rejects.toThrow(/points to another host/);
    expect(other.requests).toEqual([]);
  });

  test.each([
    ["a principal", (host: string) => `<d:current-user-principal><d:href>${host}me/</d:href></d:current-user-principal>`],
    ["a calendar home", (host: string) => `<c:calendar-home-set><d:href>${host}home/</d:href></c:calendar-home-set>`],
    ["a home with a password in it", () => "<c:calendar-home-set><d:href>//user:password@127.0.0.1/home/</d:href></c:calendar-home-set>"],
  ])("%s on another host is refused, and nothing is sent there", async (_, prop) => {
    const other = await startScriptedServer(() => multistatus([]));
    const server = await startScriptedServer(() => multistatus([{ href: "/", prop: prop(other.url) }]));
    await expect(server.connect().check()).rejects.toMatchObject({ meaning: "rejected" });
    expect(other.requests).toEqual([]);
  });

  test("a calendar id of another host is refused", async () => {
    const other = await startScriptedServer(() => multistatus([]));
    const server = await startScriptedServer(() => multistatus([]));
    await expect(server.connect().changes(`${other.url}work/`, null)).rejects.toMatchObject({ meaning: "rejected" });
    expect([...other.requests, ...server.requests]).toEqual([]);
  });

  test.each([
    ["http to another machine", "http://192.0.2.1/dav/", /https/],
    ["another protocol", "ftp://localhost/", /https/],
    ["a password in the address", "https://rep:heslo@localhost/", /must not hold a password/],
    ["no address", "kalendar", /not a URL/],
  ])("%s is refused before anything is sent", async (_, url, message) => {
    const connector = createCaldavConnector({ url, credential: CREDENTIAL, log });
    await expect(connector.check()).rejects.toThrow(message);
    await expect(connector.check()).rejects.toBeInstanceOf(ConnectorError);
  });

  test("it is in no log line and no error", async () => {
    const server = await startScriptedServer((request) => answer(500, JSON.stringify(request.headers)));
    const error: unknown = await server
      .connect()
      .check()
      .catch((reason: unknown) => reason);
    const told = [...server.logged, String(error), JSON.stringify(error), String((error as Error).stack)].join("\n");
    expect(server.logged.length).toBeGreaterThan(0);
    for (const secret of ["tajné-heslo", Buffer.from("rep@firma.example:tajné-heslo").toString("base64")])
      expect(told).not.toContain(secret);
  });

  test("a token goes as Bearer, a password as Basic in UTF-8", async () => {
    const server = await startScriptedServer(() => answer(401));
    await server
      .connect()
      .check()
      .catch(() => {});
    await server
      .connect({ credential: { kind: "oauth", username: "rep", accessToken: "abc" } })
      .check()
      .catch(() => {});
    const sent = server.requests.map(({ headers }) => headers.authorization);
    expect(sent).toEqual([`Basic ${Buffer.from("rep@firma.example:tajné-heslo").toString("base64")}`, "Bearer abc"]);
  });
});

test("a redirect on the same server is followed with the same request", async () => {
  const server = await startScriptedServer(({ path }) =>
    path === "/" ? answer(301, "", { location: "/dav/" }) : multistatus([{ href: path, prop: IS_CALENDAR }]),
  );
  expect((await server.connect().check()).calendars).toMatchObject([{ id: `${server.url}dav/` }]);
  expect(server.requests.map(({ method, path }) => `${method} ${path}`)).toEqual(["PROPFIND /", "PROPFIND /dav/"]);
  expect(server.requests[1]!.body).toBe(server.requests[0]!.body);
});

test("redirects in a circle end", async () => {
  const server = await startScriptedServer(({ path }) => answer(302, "", { location: `${path}x` }));
  await expect(server.connect().check()).rejects.toMatchObject({
    meaning: "rejected",
    message: expect.stringContaining("too many redirects") as string,
  });
});

describe("a hostile answer", () => {
  const laughs = `<!DOCTYPE lolz [<!ENTITY a "ha"><!ENTITY b "${"&a;".repeat(1000)}"><!ENTITY c "${"&b;".repeat(1000)}">]>`;

  test.each([
    ["a document type with entities", laughs],
    ["an external entity behind a comment", '<!-- x --><?pi x?><!DOCTYPE d SYSTEM "http://127.0.0.1:9/evil.dtd">'],
  ])("%s is refused unread", async (_, prolog) => {
    const server = await startScriptedServer(() => multistatus([{ href: "/", prop: IS_CALENDAR }], { prolog }));
    await expect(server.connect().check()).rejects.toMatchObject({ meaning: "rejected" });
  });

  test("the words of a document type inside of a text are only words", async () => {
    const name = "<d:displayname><![CDATA[<!DOCTYPE html>]]></d:displayname>";
    const server = await startScriptedServer(() => multistatus([{ href: "/", prop: IS_CALENDAR + name }]));
    expect((await server.connect().check()).calendars[0]!.name).toBe("<!DOCTYPE html>");
  });

  test("larger than what we read is refused, counted after unpacking", async () => {
    const packed = gzipSync(Buffer.alloc(20_000_000, " "));
    expect(packed.length).toBeLessThan(50_000);
    const server = await startScriptedServer(() => answer(207, packed.toString("latin1"), { "content-type": "text/xml" }));
    const bomb = await startScriptedServer(() => ({
      kind: "answer",
      status: 207,
      body: packed,
      headers: { "content-type": "text/xml", "content-encoding": "gzip" },
    }));
    await expect(server.connect({ maxBytes: 10_000 }).check()).rejects.toMatchObject({ meaning: "rejected" });
    await expect(bomb.connect({ maxBytes: 1_000_000 }).check()).rejects.toMatchObject({ meaning: "rejected" });
  });

  test("100,000 elements deep is read or refused, without harm", async () => {
    const deep = `${"<x>".repeat(100_000)}${"</x>".repeat(100_000)}`;
    const server = await startScriptedServer(() => multistatus([{ href: "/", prop: IS_CALENDAR + deep }]));
    expect((await server.connect().check()).calendars).toHaveLength(1);
  });

  test("that never comes is given up", async () => {
    const server = await startScriptedServer(() => ({ kind: "hang" }));
    await expect(server.connect({ timeoutMs: 50 }).check()).rejects.toMatchObject({
      meaning: "retry",
      message: expect.stringContaining("TimeoutError") as string,
    });
  });

  test("is given up at once when the connector closes", async () => {
    const server = await startScriptedServer(() => ({ kind: "hang" }));
    const connector = server.connect();
    const check = connector.check();
    await expect.poll(() => server.requests.length).toBe(1);
    await connector.close();
    await expect(check).rejects.toMatchObject({ meaning: "retry" });
  });
});

describe("what a status means", () => {
  const validSyncToken = '<d:error xmlns:d="DAV:"><d:valid-sync-token/></d:error>';
  test.each<[status: number, body: string, meaning: string]>([
    [400, "", "rejected"],
    [401, "", "reauthorise"],
    [403, "", "rejected"],
    [404, "", "not-found"],
    [408, "", "retry"],
    [412, "", "rejected"],
    [413, "", "rejected"],
    [423, "", "retry"],
    [429, "", "retry"],
    [500, "", "retry"],
    [502, "", "retry"],
    [503, "", "retry"],
    [507, "", "rejected"],
    [400, validSyncToken, "cursor-expired"],
    [403, validSyncToken, "cursor-expired"],
    [409, validSyncToken, "cursor-expired"],
    [410, "", "cursor-expired"],
  ])("%d %s: %s", async (status, body, meaning) => {
    const server = await startScriptedServer(() => answer(status, body, { "content-type": "application/xml" }));
    const cursor = JSON.stringify({ kind: "token", token: "x" });
    // 400 without a precondition could also mean that the report is not known: list again.
    const expected = status === 400 && body === "" ? "cursor-expired" : meaning;
    await expect(server.connect().changes(`${server.url}home/praca/`, cursor)).rejects.toMatchObject({ meaning: expected });
  });

  test.each([
    ["120", 120_000],
    ["Wed, 21 Oct 2015 07:28:00 GMT", 0],
    ["999999999", 86_400_000],
    ["soon", undefined],
  ])("Retry-After: %s", async (header, retryAfterMs) => {
    const server = await startScriptedServer(() => answer(503, "", { "retry-after": header }));
    await expect(server.connect().check()).rejects.toMatchObject({ meaning: "retry", retryAfterMs });
  });
});

describe("where the calendars are found", () => {
  const work = { href: "/home/praca/", prop: `${IS_CALENDAR}<d:displayname>Práca</d:displayname>` };
  const members = [{ href: "/home/", prop: "<d:resourcetype><d:collection/></d:resourcetype>" }, work];
  const site = (path: string, depth: unknown) => {
    if (path === "/me/")
      return multistatus([
        {
          href: path,
          prop: `${HOME}<c:calendar-user-address-set><d:href>mailto:Rep.Jan@Firma.example</d:href><d:href>/me/</d:href></c:calendar-user-address-set>`,
        },
      ]);
    if (path === "/home/") return multistatus(depth === "1" ? members : [{ href: path, prop: PRINCIPAL }]);
    return path === "/home/praca/" ? multistatus([{ ...work, prop: work.prop + PRINCIPAL }]) : undefined;
  };

  test.each<[what: string, path: string, root: (path: string) => ReturnType<typeof site>]>([
    ["by the home", "home/", () => answer(404)],
    ["by the principal", "me/", () => answer(404)],
    ["by one calendar", "home/praca/", () => answer(404)],
    ["by the root", "", (path) => (path === "/" ? multistatus([{ href: "/", prop: PRINCIPAL }]) : undefined)],
    ["by /.well-known/caldav", "", (path) => (path === "/.well-known/caldav" ? answer(301, "", { location: "/home/" }) : answer(405))],
    [
      "although the address shows a web page",
      "calendar",
      (path) => (path === "/" ? multistatus([{ href: "/", prop: PRINCIPAL }]) : answer(200, "<html>", { "content-type": "text/html" })),
    ],
  ])("%s", async (_, path, root) => {
    const server = await startScriptedServer((request) => site(request.path, request.headers["depth"]) ?? root(request.path));
    const found = await server.connect({ url: `${server.url}${path}` }).check();
    expect(found.calendars).toEqual([{ id: `${server.url}home/praca/`, name: "Práca", readOnly: false }]);
    expect(found.addresses).toEqual(["rep.jan@firma.example", "rep@firma.example"]);
  });

  test("task lists and calendars that may not be opened are left out", async () => {
    const tasks = {
      href: "/home/tasks/",
      prop: `${IS_CALENDAR}<c:supported-calendar-component-set><c:comp name="VTODO"/></c:supported-calendar-component-set>`,
    };
    const both = {
      href: "/home/a%20b/",
      prop: `${IS_CALENDAR}<c:supported-calendar-component-set><c:comp name="VTODO"/><c:comp name="VEVENT"/></c:supported-calendar-component-set>`,
    };
    const closed = { href: "/home/closed/", status: 403 };
    const server = await startScriptedServer(({ path, headers }) =>
      path === "/home/" && headers["depth"] === "1" ? multistatus([tasks, both, closed]) : multistatus([{ href: path, prop: HOME }]),
    );
    expect((await server.connect().check()).calendars).toEqual([{ id: `${server.url}home/a%20b/`, name: "a b", readOnly: false }]);
  });

  test.each([
    ["a server without calendars", () => answer(404), "not-found"],
    ["a server that lets nobody in", () => answer(403), "rejected"],
    ["a principal without a home", () => multistatus([{ href: "/", prop: PRINCIPAL }]), "not-found"],
  ])("%s is named as such", async (_, script, meaning) => {
    const server = await startScriptedServer(script);
    await expect(server.connect().check()).rejects.toMatchObject({ meaning });
  });
});
