import { randomBytes, randomUUID } from "node:crypto";
import { once } from "node:events";
import { createServer, request, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { Readable, Writable } from "node:stream";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createApp } from "@kronika/hub/app.ts";
import { listen } from "@kronika/hub/listen.ts";
import { createLogger } from "@kronika/hub/log.ts";
import { everything } from "@kronika/hub/services/auth/testing/trail.ts";
import { createVisitor, givePassword, otherOrganization, PASSWORD } from "@kronika/hub/services/auth/testing/visitor.ts";
import { record } from "@kronika/hub/services/interactions/record.ts";
import { indexAllChanges } from "@kronika/hub/services/search/index-changes.ts";
import { createToken } from "@kronika/hub/services/tokens/create.ts";
import { deliverDue } from "@kronika/hub/services/webhooks/deliver.ts";
import { createWebhook, testWebhook } from "@kronika/hub/services/webhooks/write.ts";
import { listDeliveries } from "@kronika/hub/services/webhooks/read.ts";
import { createWorld, mail, type Person, type World } from "../world.ts";

/** Attacks on the hub's own surface, over real sockets where the socket matters. */
let world: World;
let anna: Person;
let boris: Person;
let server: Server;
let port: number;
let logged = "";
const tokens = new Map<Person, string>();
const SECRET_WORD = "zlatadolina";

beforeAll(async () => {
  world = await createWorld({ now: () => new Date() });
  const log = createLogger(
    { level: "trace", part: "hub" },
    new Writable({ write: (chunk, _, done) => ((logged += String(chunk)), done()) }),
  );
  (world.deps as { log: unknown }).log = log;
  anna = await world.person("Anna");
  boris = await world.person("Boris");
  await world.customer("Žltý kôň", { contacts: ["jana@kon.example"], domains: ["kon.example"] });
  const content = mail({
    from: { address: "jana@kon.example" },
    to: [{ address: anna.email }],
    subject: "Ponuka",
    text: `tajné ${SECRET_WORD}`,
  });
  await record(world.system, { content, source: "mailbox", ownerId: anna.id });
  await indexAllChanges(world.system);
  for (const person of [world.admin, anna, boris])
    tokens.set(person, (await createToken(person.ctx, { name: "t", scopes: ["write"] })).token);
  server = listen(createApp(world.deps), { port: 0, hostname: "127.0.0.1" });
  await once(server, "listening");
  port = (server.address() as AddressInfo).port;
});
afterAll(async () => {
  server.closeAllConnections();
  server.close();
  await world[Symbol.asyncDispose]();
});

const as = (person: Person) => ({ authorization: `Bearer ${tokens.get(person)}` });
const get = async (person: Person, path: string) => {
  const answer = await fetch(`http://127.0.0.1:${port}${path}`, { headers: as(person) });
  return { status: answer.status, type: answer.headers.get("content-type") ?? "", text: await answer.text() };
};

interface Operation {
  parameters?: { name: string; in: string }[];
}
const operations = async (): Promise<[path: string, Operation][]> => {
  const { paths } = JSON.parse((await get(world.admin, "/openapi.json")).text) as { paths: Record<string, { get?: Operation }> };
  return Object.entries(paths).flatMap(([path, { get: operation }]) => (operation ? [[path, operation] as [string, Operation]] : []));
};

test("SQL injection: quotes, comments and commands in each sort, filter and column parameter are values or refused, and change nothing", async () => {
  const before = await everything(world);
  const hostile = [
    "'",
    '"',
    "' OR '1'='1",
    "name; DROP TABLE users--",
    "1)) UNION SELECT password_hash FROM users--",
    "\\",
    "$1",
    "%",
    "name,(SELECT 1)",
  ];
  const wrong: string[] = [];
  let asked = 0;
  for (const [path, { parameters = [] }] of await operations()) {
    const address = path.replaceAll(/\{\w+\}/g, () => randomUUID());
    for (const { name } of parameters.filter((parameter) => parameter.in === "query")) {
      for (const value of hostile) {
        const { status, text } = await get(world.admin, `${address}?${name}=${encodeURIComponent(value)}`);
        asked += 1;
        if (status >= 500 || /syntax error|SELECT |pg_/i.test(text.replaceAll(value, "")))
          wrong.push(`${path}?${name}=${value}: ${status}`);
      }
    }
  }
  expect(wrong).toEqual([]);
  expect(asked).toBeGreaterThan(500);
  const after = await everything(world);
  for (const kept of ["users", "customers", "interactions", "organizations"]) expect(after[kept]).toEqual(before[kept]);
});

test("directory by autocomplete: suggestions answer only from the caller's organisation and from what he sees", async () => {
  const stranger = await otherOrganization(world);
  const token = (await createToken(stranger.ctx, { name: "t", scopes: ["write"] })).token;
  const paths = [
    "/search?q=jana",
    "/search?q=anna",
    "/lookup?address=jana@kon.example",
    "/users",
    "/teams",
    "/contacts?q=jana",
    "/customers?q=kon",
    "/comments/mentionable",
  ];
  for (const path of paths) {
    const answer = await fetch(`http://127.0.0.1:${port}/api/v1${path}`, { headers: { authorization: `Bearer ${token}` } });
    // What was asked for may be repeated; of what there is nothing may be told.
    expect((await answer.text()).replaceAll("jana@kon.example", ""), path).not.toMatch(/Jana|Anna|Boris|Žltý|borovica/i);
  }
});

test("filter oracle: search, filter and count on a text that one does not see find nothing", async () => {
  const { id } = (await world.rows<{ id: string }>("SELECT id FROM customers"))[0]!;
  const answersOf = (person: Person) =>
    Promise.all([get(person, `/api/v1/search?q=${SECRET_WORD}`), get(person, `/api/v1/customers/${id}/timeline?q=${SECRET_WORD}`)]);
  expect((await answersOf(anna)).every(({ text }) => text.includes("Ponuka"))).toBe(true);
  expect((await answersOf(boris)).some(({ text }) => text.includes("Ponuka"))).toBe(false);
  const visible = await get(boris, `/api/v1/customers/${id}/timeline`);
  expect(visible.text).toContain("Ponuka");
  expect(visible.text).not.toContain(SECRET_WORD);
});

describe("bodies", () => {
  /** Sends a body piece by piece, without its length, until the hub answers or all is sent. */
  const chunked = (pieces: Iterable<Buffer>, headers: Record<string, string>) =>
    new Promise<{ status: number; type: string }>((resolve, reject) => {
      const target = { host: "127.0.0.1", port, path: "/api/v1/customers", method: "POST", headers: { ...as(world.admin), ...headers } };
      const call = request(target, (answer) => {
        answer.resume();
        resolve({ status: answer.statusCode ?? 0, type: answer.headers["content-type"] ?? "" });
      });
      // After the answer the hub reads no more, and the rest of the body breaks off.
      call.on("error", reject);
      Readable.from(pieces).pipe(call);
    });

  test("body limit: 100 MB in chunks is 413, and the handler is not entered", async () => {
    const count = async () => (await world.rows<{ n: number }>("SELECT count(*)::int AS n FROM customers"))[0]!.n;
    const before = await count();
    const piece = Buffer.alloc(1024 * 1024, "a");
    const answer = await chunked(
      Array.from({ length: 100 }, (_, n) => (n === 0 ? Buffer.from('{"name":"') : piece)),
      {
        "content-type": "application/json",
      },
    );
    expect([answer.status, answer.type]).toEqual([413, "application/problem+json"]);
    expect(await count()).toBe(before);
  });

  test("gzip bomb: a packed body is unpacked by nobody", async () => {
    const bomb = gzipSync(Buffer.alloc(64 * 1024 * 1024, " "));
    const before = process.memoryUsage().rss;
    const answer = await chunked([bomb], { "content-type": "application/json", "content-encoding": "gzip" });
    expect(answer).toMatchObject({ status: 422, type: "application/problem+json" });
    expect(process.memoryUsage().rss - before).toBeLessThan(100 * 1024 * 1024);
  });

  test.each(["\0", "\ud800"])("NUL and lone surrogates: %j in a name is 422", async (bad) => {
    const answer = await fetch(`http://127.0.0.1:${port}/api/v1/customers`, {
      method: "POST",
      headers: { ...as(world.admin), "content-type": "application/json" },
      body: JSON.stringify({ name: `a${bad}b` }),
    });
    expect(answer.status).toBe(422);
  });
});

test("a date that does not come back from the database is refused, and poisons no list", async () => {
  for (const at of ["0013-01-01T00:00:00Z", "0050-06-01T00:00:00Z", "9999-12-31T23:59:59-01:00"]) {
    const answer = await fetch(`http://127.0.0.1:${port}/api/v1/reminders`, {
      method: "POST",
      headers: { ...as(anna), "content-type": "application/json" },
      body: JSON.stringify({ at, title: "x" }),
    });
    expect(answer.status, at).toBe(422);
  }
  expect((await get(anna, "/api/v1/reminders")).status).toBe(200);
});

describe("SSRF by webhook URL", () => {
  const hosts = [
    ..."127.0.0.1 127.1 127.0.1 2130706433 0x7f000001 0x7f.0.0.1 0x7F.1 0177.0.0.1 017700000001 0 0.0.0.0 127.000.000.001 localhost LOCALHOST localhost.".split(
      " ",
    ),
    ..."[::1] [::] [::ffff:127.0.0.1] [::ffff:7f00:1] [0:0:0:0:0:0:0:1] [0000::0001] [::ffff:0:127.0.0.1] [64:ff9b::7f00:1] [2002:7f00:1::] [fe80::1] [fd00::1]".split(
      " ",
    ),
    ..."10.0.0.1 172.16.0.1 192.168.0.1 169.254.169.254 [::ffff:169.254.169.254] 2852039166 0xa9fea9fe 0251.0376.0251.0376 100.64.0.1 192.0.0.1 198.18.0.1 224.0.0.1".split(
      " ",
    ),
    ..."255.255.255.255 240.0.0.1 [ff02::1] [2001:db8::1] [fec0::1] [100::1] metadata.google.internal kubernetes.default.svc 127.0.0.1.nip.io localtest.me".split(
      " ",
    ),
    ..."①②⑦.⓪.⓪.① 127。0。0。1 127.0.0.1%2f@example.com user@127.0.0.1 user:pass@localhost example.com@127.0.0.1 127.0.0.1%00.example.com 127.0.0.1#.example.com".split(
      " ",
    ),
    ..."127.0.0.1\\@example.com 127.0.0.1%0d%0aHost:x ⓛⓞⓒⓐⓛⓗⓞⓢⓣ 0x7f.0x0.0x0.0x1 127.0.0.1. [::127.0.0.1]".split(" "),
  ];
  test("60 and more ways to write an address inside: no connection, and no answer's body is ever shown", async () => {
    let connections = 0;
    const inside = createServer((_, answer) => answer.end("body of the inside"));
    inside.on("connection", () => (connections += 1));
    inside.listen(0, "127.0.0.1");
    await once(inside, "listening");
    const { port: insidePort } = inside.address() as AddressInfo;
    let accepted = 0;
    for (const scheme of ["https", "http"]) {
      for (const host of hosts) {
        const url = `${scheme}://${host.replace(/(?=[#]|$)/, `:${insidePort}`)}/x`;
        try {
          const { id } = await createWebhook(world.admin.ctx, { url, events: ["interaction.recorded"] });
          accepted += 1;
          await testWebhook(world.admin.ctx, id).catch(() => {});
        } catch (error) {
          expect((error as { code?: string }).code, url).toMatch(/^(?:invalid|conflict)$/);
        }
      }
    }
    while ((await deliverDue(world.deps, world.orgId, [])) > 0) continue;
    expect(hosts.length).toBeGreaterThanOrEqual(60);
    expect(connections).toBe(0);
    const ids = await world.rows<{ id: string }>("SELECT id FROM webhooks");
    expect(ids).toHaveLength(accepted);
    for (const { id } of ids)
      expect(JSON.stringify(await listDeliveries(world.admin.ctx, id, { limit: 50 }))).not.toContain("body of the inside");
    inside.closeAllConnections();
    inside.close();
  });
});

test("canary secrets: tokens, passwords, hashes and keys are in no answer, no log and no error page", async () => {
  await givePassword(world, anna);
  const canary = `kanarik-${randomBytes(6).toString("hex")}`;
  const visitor = createVisitor(world.deps);
  expect((await visitor.post("/api/v1/session", { email: anna.email, password: PASSWORD })).status).toBe(200);
  await createVisitor(world.deps).post("/api/v1/session", { email: anna.email, password: canary });
  await createVisitor(world.deps).get("/api/v1/me", { bearer: `kro_api_${canary}` });
  await createVisitor(world.deps).call("POST", "/api/v1/session", {
    raw: `{"password":"${canary}"`,
    headers: { "content-type": "application/json" },
  });
  await createVisitor(world.deps).post("/oauth/token", undefined, {
    form: { grant_type: "refresh_token", refresh_token: canary, client_id: "x" },
  });
  const [{ hash } = { hash: "" }] = await world.rows<{ hash: string }>("SELECT password_hash AS hash FROM users WHERE id = $1", [anna.id]);
  const secrets = [canary, PASSWORD, hash, visitor.cookie!, ...tokens.values()];
  const outputs: string[] = [];
  world.deps.log.error({ err: new Error(`failed with ${canary}`) }, "request failed");
  const ids = await world.rows<{ id: string }>(
    "SELECT id FROM customers UNION ALL SELECT id FROM interactions UNION ALL SELECT id FROM contacts",
  );
  for (const [path] of await operations()) {
    if (path.endsWith("/events")) continue;
    for (const { id } of path.includes("{") ? ids : [{ id: "" }]) {
      for (const person of [world.admin, anna]) outputs.push((await get(person, path.replaceAll(/\{\w+\}/g, id))).text);
    }
  }
  expect(logged).toContain("request failed");
  outputs.push(logged);
  expect(outputs.length).toBeGreaterThan(100);
  expect(secrets.filter((secret) => outputs.some((output) => output.includes(secret))).map((secret) => secret.slice(0, 12))).toEqual([]);
  expect(outputs.some((output) => output.includes("$scrypt$"))).toBe(false);
});
