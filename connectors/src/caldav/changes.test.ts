import { describe, expect, test } from "vitest";
import type { ProxiedRequest } from "../../../test/servers/faulty-proxy.ts";
import { HAS_SYNC, IS_CALENDAR, answer, multistatus, object, startScriptedServer, type Script } from "./testing/scripted-server.ts";

/** What servers do that Radicale does not do on demand. */

const CALENDAR = "/home/praca/";
const collection = multistatus([{ href: CALENDAR, prop: IS_CALENDAR + HAS_SYNC }]);
const etagOf = (href: string) => ({ href, prop: `<d:getetag>"${href}"</d:getetag>` });
const is = {
  look: ({ method, headers }: ProxiedRequest) => method === "PROPFIND" && headers["depth"] === "0",
  list: ({ method, headers }: ProxiedRequest) => method === "PROPFIND" && headers["depth"] === "1",
  sync: ({ body }: ProxiedRequest) => body.includes("sync-collection"),
  multiget: ({ body }: ProxiedRequest) => body.includes("calendar-multiget"),
  get: ({ method }: ProxiedRequest) => method === "GET",
};
const askedFor = ({ body }: ProxiedRequest) => [...body.matchAll(/<d:href>([^<]*)<\/d:href>/g)].map((match) => match[1]!);

async function read(script: Script, cursor: string | null = null) {
  const server = await startScriptedServer(script);
  const changes = await server.connect().changes(`${server.url}home/praca/`, cursor);
  return { ...changes, hrefs: changes.changed.map(({ href }) => href), requests: server.requests };
}
const token = (value: string) => JSON.stringify({ kind: "token", token: value });

describe("sync-collection", () => {
  test("that is truncated is read to its end, the last word of an object counts", async () => {
    const pages: Record<string, ReturnType<typeof multistatus>> = {
      "1": multistatus([etagOf("/home/praca/a.ics"), etagOf("/home/praca/b.ics"), { href: CALENDAR, status: 507 }], { token: "2" }),
      "2": multistatus([{ href: "/home/praca/a.ics", status: 404 }, etagOf("/home/praca/c.ics")], { token: "3" }),
    };
    const { hrefs, removed, cursor } = await read((request) => {
      if (is.sync(request)) return pages[/<d:sync-token>(\d)/.exec(request.body)?.[1] ?? ""];
      return is.multiget(request) ? multistatus(askedFor(request).map((href) => object(href))) : collection;
    }, token("1"));
    expect({ hrefs, removed, cursor }).toEqual({
      hrefs: ["/home/praca/b.ics", "/home/praca/c.ics"],
      removed: ["/home/praca/a.ics"],
      cursor: token("3"),
    });
  });

  test("that is truncated for ever is given up", async () => {
    const same = multistatus([{ href: CALENDAR, status: 507 }], { token: "1" });
    await expect(read((request) => (is.sync(request) ? same : collection), token("1"))).rejects.toMatchObject({ meaning: "retry" });
  });

  test("that is offered but does not work gives way to the list", async () => {
    const { hrefs, cursor } = await read((request) => {
      if (is.sync(request)) return answer(501);
      if (is.multiget(request)) return multistatus(askedFor(request).map((href) => object(href)));
      return is.list(request) ? multistatus([{ href: CALENDAR, prop: IS_CALENDAR }, etagOf("/home/praca/a.ics")]) : collection;
    });
    expect(hrefs).toEqual(["/home/praca/a.ics"]);
    expect(JSON.parse(cursor)).toMatchObject({ kind: "list" });
  });

  test("without a token is no answer: the cursor does not move", async () => {
    await expect(
      read((request) => (is.sync(request) ? multistatus([etagOf("/home/praca/a.ics")]) : collection), token("1")),
    ).rejects.toMatchObject({ meaning: "retry" });
  });

  test("may name collections inside and the calendar itself, which are no objects", async () => {
    const { hrefs, removed } = await read((request) => {
      if (is.sync(request))
        return multistatus([etagOf(CALENDAR), etagOf("/home/praca/inbox/"), etagOf("/home/praca"), etagOf("/home/praca/a.ics")], {
          token: "2",
        });
      return multistatus(askedFor(request).map((href) => object(href)));
    }, token("1"));
    expect({ hrefs, removed }).toEqual({ hrefs: ["/home/praca/a.ics"], removed: [] });
  });

  test("a token that looks like a number comes back as it was", async () => {
    for (const value of ["0012", "1", "data:,1", "http://server/sync/1?a=b&amp;c"]) {
      const { cursor } = await read((request) => (is.sync(request) ? multistatus([], { token: value }) : collection), token("1"));
      expect(JSON.parse(cursor)).toEqual({ kind: "token", token: value.replace("&amp;", "&") });
    }
  });
});

describe("hrefs", () => {
  test("are compared in one form, however the server writes them", async () => {
    const { hrefs } = await read((request) => {
      if (is.sync(request))
        return multistatus([etagOf("/home/praca/a@b%20c.ics"), etagOf("http://HOST/home/praca/%C4%8D.ics".replace("http://HOST", ""))], {
          token: "2",
        });
      return multistatus([object("/home/praca/a%40b c.ics"), object("/home/praca/č.ics")]);
    }, token("1"));
    expect(hrefs).toEqual(["/home/praca/a%40b%20c.ics", "/home/praca/%C4%8D.ics"]);
  });
});

describe("an object", () => {
  const synced = multistatus([etagOf("/home/praca/a.ics"), etagOf("/home/praca/b.ics")], { token: "2" });

  test("that vanishes between the list and the reading is removed", async () => {
    const { hrefs, removed } = await read(
      (request) => (is.sync(request) ? synced : multistatus([object("/home/praca/a.ics"), { href: "/home/praca/b.ics", status: 404 }])),
      token("1"),
    );
    expect({ hrefs, removed }).toEqual({ hrefs: ["/home/praca/a.ics"], removed: ["/home/praca/b.ics"] });
  });

  test("that multiget leaves out is asked for by itself", async () => {
    const { changed } = await read((request) => {
      if (is.sync(request)) return synced;
      return is.get(request) ? answer(200, "BEGIN:VCALENDAR single", { etag: '"1"' }) : multistatus([object("/home/praca/a.ics")]);
    }, token("1"));
    expect(changed[1]).toEqual({ href: "/home/praca/b.ics", etag: '"1"', ics: "BEGIN:VCALENDAR single" });
  });

  test("is read one by one where multiget is not known", async () => {
    const { hrefs } = await read((request) => (is.sync(request) ? synced : is.get(request) ? answer(200, "x") : answer(405)), token("1"));
    expect(hrefs).toEqual(["/home/praca/a.ics", "/home/praca/b.ics"]);
  });

  test("that the server will not hand out comes empty and does not hold up the others", async () => {
    const { changed } = await read((request) => {
      if (is.sync(request)) return synced;
      return is.get(request) ? answer(403) : multistatus([object("/home/praca/a.ics"), { href: "/home/praca/b.ics", status: 403 }]);
    }, token("1"));
    expect(changed).toMatchObject([{ href: "/home/praca/a.ics" }, { href: "/home/praca/b.ics", etag: "", ics: "" }]);
  });

  test("that fails for now fails the whole reading: the cursor does not pass it", async () => {
    const failing = read((request) => {
      if (is.sync(request)) return synced;
      return is.get(request) ? answer(503) : multistatus([object("/home/praca/a.ics"), { href: "/home/praca/b.ics", status: 503 }]);
    }, token("1"));
    await expect(failing).rejects.toMatchObject({ meaning: "retry" });
  });

  test("comes whole as CDATA and as escaped text, line ends included", async () => {
    const { changed } = await read((request) => {
      if (is.sync(request)) return synced;
      return multistatus([
        object("/home/praca/a.ics", "<![CDATA[BEGIN:X\r\nA:<b>&amp;]]>"),
        object("/home/praca/b.ics", "BEGIN:X&#13;\nA:&lt;b&gt;&amp;"),
      ]);
    }, token("1"));
    expect(changed.map(({ ics }) => ics)).toEqual(["BEGIN:X\r\nA:<b>&amp;", "BEGIN:X\r\nA:<b>&"]);
  });
});

describe("a server without sync-collection", () => {
  const poor = (ctag: string) => multistatus([{ href: CALENDAR, prop: `${IS_CALENDAR}<cs:getctag>${ctag}</cs:getctag>` }]);
  const listing = (...hrefs: string[]) => multistatus([{ href: CALENDAR, prop: IS_CALENDAR }, ...hrefs.map(etagOf)]);
  const script =
    (ctag: string, ...hrefs: string[]): Script =>
    (request) => {
      if (is.look(request)) return poor(ctag);
      return is.list(request) ? listing(...hrefs) : multistatus(askedFor(request).map((href) => object(href)));
    };

  test("is listed only when its ctag has changed", async () => {
    const first = await read(script("1", "/home/praca/a.ics"));
    const second = await read(script("1", "/home/praca/a.ics"), first.cursor);
    expect(second).toMatchObject({ hrefs: [], removed: [], cursor: first.cursor });
    expect(second.requests.map(({ headers }) => headers["depth"])).toEqual(["0"]);
  });

  test("is asked only for what is new, and tells what is gone", async () => {
    const first = await read(script("1", "/home/praca/a.ics", "/home/praca/b.ics"));
    const second = await read(script("2", "/home/praca/b.ics", "/home/praca/c.ics"), first.cursor);
    expect(second).toMatchObject({ hrefs: ["/home/praca/c.ics"], removed: ["/home/praca/a.ics"] });
  });
});
