import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createWorld, type World } from "../../../test/world.ts";
import { createVisitor, signedIn, type Visitor } from "../services/auth/testing/visitor.ts";
import { createToken } from "../services/tokens/create.ts";

let world: World;
let visitor: Visitor;

beforeAll(async () => {
  world = await createWorld();
  visitor = await signedIn(world, world.admin);
});
afterAll(() => world[Symbol.asyncDispose]());

const names = async () => (await world.rows<{ name: string }>("SELECT name FROM users WHERE id = $1", [world.admin.id]))[0]?.name;
const rename = (name: string, headers: Record<string, string | null>) => visitor.patch("/api/v1/me", { name }, { headers });

describe("another site cannot write with the visitor's cookie", () => {
  test.each([
    ["without the header that a form cannot send", { "x-kronika": null }],
    ["from a foreign origin", { origin: "https://evil.example" }],
    ["from a foreign origin with the header", { origin: "https://evil.example", "x-kronika": "1" }],
    ["from our host on another port", { origin: "http://localhost:9999" }],
    ["from our name on plain http or https", { origin: "https://localhost:7070" }],
    ["from a sandboxed frame, such as a mail's", { origin: "null" }],
    ["from a browser extension", { origin: `chrome-extension://${"a".repeat(32)}` }],
    ["from a name that begins like ours", { origin: "http://localhost:7070.evil.example" }],
  ])("%s: 403, nothing written", async (_, headers) => {
    const before = await names();
    expect((await rename("Mallory", headers)).status).toBe(403);
    expect(await names()).toBe(before);
  });

  test("nor sign the visitor in as somebody else", async () => {
    const answer = await createVisitor(world.deps).post(
      "/api/v1/session",
      { email: "a@b.example", password: "x" },
      { headers: { origin: "https://evil.example" } },
    );
    expect(answer.status).toBe(403);
    expect(await world.rows("SELECT * FROM rate_limits")).toEqual([]);
  });
});

describe("our own page can", () => {
  test.each([
    ["without Origin, as programs call", {}],
    ["with the public origin", { origin: "http://localhost:7070" }],
    ["with the origin of the address it was loaded from", { origin: "http://127.0.0.1:7070", host: "127.0.0.1:7070" }],
  ])("%s", async (name, headers) => {
    const path = "host" in headers ? `http://${headers.host}/api/v1/me` : "http://localhost:7070/api/v1/me";
    expect((await visitor.patch(path, { name }, { headers })).status).toBe(200);
    expect(await names()).toBe(name);
  });
});

test("reading needs no header", async () => {
  expect((await visitor.get("/api/v1/me", { headers: { "x-kronika": null } })).status).toBe(200);
});

test("a token needs no header, from wherever", async () => {
  const { token } = await createToken(world.admin.ctx, { name: "ERP", scopes: ["write"] });
  const program = createVisitor(world.deps);
  const answer = await program.patch(
    "/api/v1/me",
    { name: "By token" },
    { bearer: token, headers: { "x-kronika": null, origin: "https://erp.example" } },
  );
  expect(answer.status).toBe(200);
});
