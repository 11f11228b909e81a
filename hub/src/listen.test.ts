import { once } from "node:events";
import { connect, type AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import type { Server } from "node:http";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createWorld, type World } from "../../test/world.ts";
import { createApp } from "./app.ts";
import { listen } from "./listen.ts";

let world: World;
let server: Server;
let port: number;
beforeAll(async () => {
  world = await createWorld();
  server = listen(createApp(world.deps), { port: 0, hostname: "127.0.0.1" });
  await once(server, "listening");
  port = (server.address() as AddressInfo).port;
});
afterAll(async () => {
  server.closeAllConnections();
  server.close();
  await world[Symbol.asyncDispose]();
});

/** What comes back for these bytes, to the end of the connection. */
async function say(bytes: string): Promise<string> {
  const socket = connect(port, "127.0.0.1");
  socket.write(bytes);
  return text(socket);
}

test.each([
  ["a header of 20 KB", `GET /healthz HTTP/1.1\r\nHost: x\r\nX-Long: ${"x".repeat(20_000)}\r\n\r\n`, 431],
  ["an address of 20 KB", `GET /api/v1/lookup?address=${"x".repeat(20_000)} HTTP/1.1\r\nHost: x\r\n\r\n`, 431],
  ["no HTTP at all", "\x16\x03\x01\x02\0\x01\0\x01\xfc\x03\x03\r\n\r\n", 400],
  ["a NUL in a header", "GET /healthz HTTP/1.1\r\nHost: x\r\nX-Nul: a\0b\r\n\r\n", 400],
  ["two lengths of one body", "POST /api/v1/session HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\nContent-Length: 5\r\n\r\n{}", 400],
  [
    "a length beside chunks",
    "POST /api/v1/session HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    400,
  ],
])("%s is refused as a problem", async (_, bytes, status) => {
  const answer = await say(bytes);
  expect(answer).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
  expect(answer).toMatch(/^content-type: application\/problem\+json\r$/im);
  expect(JSON.parse(answer.slice(answer.indexOf("\r\n\r\n")))).toMatchObject({ status, type: expect.stringMatching(/^\/problems\//) });
});

test("and the hub goes on", async () => {
  expect((await fetch(`http://127.0.0.1:${port}/openapi.json`)).status).toBe(200);
});
