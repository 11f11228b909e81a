import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createWorld, type World } from "../../../test/world.ts";
import { createVisitor, signedIn } from "../services/auth/testing/visitor.ts";

let world: World;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world[Symbol.asyncDispose]());

const chrome = `chrome-extension://${"abcdefghijklmnop".repeat(2)}`;
const firefox = "moz-extension://0f8fad5b-d9cb-469f-a165-70867728950e";
const preflight = (origin: string, path = "/api/v1/interactions") =>
  createVisitor(world.deps).call("OPTIONS", path, {
    headers: { origin, "access-control-request-method": "POST", "access-control-request-headers": "authorization,content-type" },
  });

describe("extensions may call with a token", () => {
  test.each([
    [chrome, "/api/v1/interactions"],
    [firefox, "/api/v1/interactions"],
    [chrome, "/oauth/token"],
    [firefox, "/oauth/revoke"],
  ])("%s is let through to %s, without cookies", async (origin, path) => {
    const answer = await preflight(origin, path);
    expect(answer.status).toBe(204);
    expect(answer.headers.get("access-control-allow-origin")).toBe(origin);
    expect(answer.headers.get("access-control-allow-headers")).toContain("Authorization");
    expect(answer.headers.get("access-control-allow-methods")).toContain("POST");
    expect(answer.headers.get("access-control-allow-credentials")).toBeNull();
    expect(answer.headers.get("vary")).toContain("Origin");
  });

  test("they can read errors too: a 401 is a 401 and not a network failure", async () => {
    const answer = await createVisitor(world.deps).get("/api/v1/me", { headers: { origin: chrome } });
    expect(answer.status).toBe(401);
    expect(answer.headers.get("access-control-allow-origin")).toBe(chrome);
    expect(answer.headers.get("content-type")).toContain("application/problem+json");
  });

  test("the person's cookie is not looked at", async () => {
    const visitor = await signedIn(world, world.admin);
    expect((await visitor.get("/api/v1/me", { headers: { origin: chrome } })).status).toBe(401);
    expect((await visitor.get("/api/v1/me")).status).toBe(200);
  });
});

test.each([
  "https://evil.example",
  "null",
  "http://localhost:7070.evil.example",
  "chrome-extension://short",
  `chrome-extension://${"z".repeat(32)}`,
  `${chrome}.evil.example`,
  `x-${chrome}`,
  `https://${"a".repeat(32)}`,
  "moz-extension://not-a-uuid",
])("%s gets no permission", async (origin) => {
  expect((await preflight(origin)).headers.get("access-control-allow-origin")).toBeNull();
});

test("the page that asks the person is for the browser only", async () => {
  expect((await preflight(chrome, "/oauth/authorize")).headers.get("access-control-allow-origin")).toBeNull();
});
