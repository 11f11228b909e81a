import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, expect, test } from "vitest";
import { guardedPost } from "./post.ts";

let server: Server;
let port: number;
let connections = 0;
const got: { url: string | undefined; body: string }[] = [];
beforeAll(async () => {
  server = createServer((incoming, answer) => {
    let body = "";
    incoming.on("data", (chunk: Buffer) => (body += chunk.toString()));
    incoming.on("end", () => {
      got.push({ url: incoming.url, body });
      if (incoming.url === "/moved") answer.writeHead(302, { location: `http://127.0.0.1:${port}/elsewhere` }).end();
      else if (incoming.url === "/endless") answer.write("x".repeat(1000));
      else if (incoming.url !== "/silent") answer.writeHead(204).end();
    });
  });
  server.on("connection", () => (connections += 1));
  await new Promise<void>((done) => server.listen(0, "::", done));
  port = (server.address() as AddressInfo).port;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

/** Ways to write an address of this machine or of its network. */
const FORMS = [
  "127.0.0.1",
  "127.1",
  "127.0.1",
  "2130706433",
  "0x7f000001",
  "0x7f.0.0.1",
  "0177.0.0.1",
  "017700000001",
  "0",
  "0.0.0.0",
  "127.000.000.001",
  "localhost",
  "LOCALHOST",
  "localhost.",
  "[::1]",
  "[::]",
  "[::ffff:127.0.0.1]",
  "[::ffff:7f00:1]",
  "[0:0:0:0:0:0:0:1]",
  "[0000::0001]",
  "10.0.0.1",
  "172.16.0.1",
  "192.168.0.1",
  "169.254.169.254",
  "[::ffff:169.254.169.254]",
  "2852039166",
  "0xa9fea9fe",
  "100.64.0.1",
  "[fe80::1]",
  "[fd00::1]",
  "[64:ff9b::7f00:1]",
  "[2002:7f00:1::]",
  "①②⑦.⓪.⓪.①",
  "127。0。0。1",
  "user@127.0.0.1",
  "user:pass@localhost",
  "0.0.0.0.",
  "[::ffff:0:127.0.0.1]",
];

test.each(FORMS)("no connection goes to %s, over http or https", async (host) => {
  const before = connections;
  for (const scheme of ["https", "http"]) {
    const url = URL.parse(`${scheme}://${host}:${port}/in`);
    if (url === null) continue;
    const result = await guardedPost(url, {}, "{}", { allowed: [], timeoutMs: 2000 });
    expect(["private-address", "unknown-host"]).toContain(result.problem);
  }
  expect(connections).toBe(before);
});

test("a host that the operator has allowed is spoken to, and gets what was said", async () => {
  expect(await guardedPost(new URL(`http://127.0.0.1:${port}/in`), { "webhook-id": "1" }, '{"a":1}', { allowed: ["127.0.0.1"] })).toEqual({
    status: 204,
  });
  expect(got.at(-1)).toEqual({ url: "/in", body: '{"a":1}' });
});

test("a redirect is not followed, an endless answer is not read, a silent one ends", async () => {
  const to = (path: string) =>
    guardedPost(new URL(`http://127.0.0.1:${port}${path}`), {}, "{}", { allowed: ["127.0.0.1"], timeoutMs: 500 });
  expect(await to("/moved")).toEqual({ status: 302 });
  expect(got.map(({ url }) => url)).not.toContain("/elsewhere");
  expect(await to("/endless")).toEqual({ status: 200 });
  expect(await to("/silent")).toEqual({ problem: "timeout" });
});
