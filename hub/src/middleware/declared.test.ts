import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createWorld, type World } from "../../../test/world.ts";
import { everything } from "../services/auth/testing/trail.ts";
import { signedIn, type Visitor } from "../services/auth/testing/visitor.ts";

let world: World;
let visitor: Visitor;
beforeAll(async () => {
  world = await createWorld();
  visitor = await signedIn(world, world.admin);
});
afterAll(() => world[Symbol.asyncDispose]());

describe("a method that an address does not have", () => {
  test.each([
    ["DELETE", "/api/v1/customers", "GET, HEAD, POST"],
    ["PUT", "/api/v1/customers/0193a000-0000-7000-8000-000000000001", "DELETE, GET, HEAD, PATCH"],
    ["PATCH", "/api/v1/users/second-factors", "GET, HEAD"],
    ["POST", "/api/v1/rematches/0193a000-0000-7000-8000-000000000001/moves", "GET, HEAD"],
    ["POST", "/openapi.json", "GET, HEAD"],
    ["GET", "/oauth/token", "POST"],
  ])("%s %s: 405, and Allow names the others", async (method, path, allow) => {
    const answer = await visitor.call(method, path);
    expect(answer.status).toBe(405);
    expect(answer.headers.get("allow")).toBe(allow);
    expect(answer.headers.get("content-type")).toBe("application/problem+json");
    expect(await answer.json()).toMatchObject({ code: "method-not-allowed", type: "/problems/method-not-allowed" });
  });

  test("an address that nobody knows stays a 404", async () => {
    expect((await visitor.call("DELETE", "/api/v1/nothing")).status).toBe(404);
  });
});

describe("a body of another type than the route's is read by no parser", () => {
  const name = JSON.stringify({ name: "Pomýlený parser" });
  test.each([
    ["POST", "/api/v1/customers", "text/plain", name],
    ["POST", "/api/v1/customers", "application/x-www-form-urlencoded", "name=x"],
    [
      "POST",
      "/api/v1/customers",
      "multipart/form-data; boundary=x",
      `--x\r\nContent-Disposition: form-data; name="name"\r\n\r\nx\r\n--x--`,
    ],
    ["POST", "/api/v1/customers", "application/json, text/plain", name],
    ["POST", "/api/v1/customers", "text/csv", name],
    ["PATCH", "/api/v1/me", "text/plain", name],
    ["POST", "/api/v1/csv-imports?kind=customers", "application/json", name],
    ["POST", "/api/v1/reminders/0193a000-0000-7000-8000-000000000001/done", "text/plain", "x"],
  ])("%s %s as %s: 415, nothing written", async (method, path, type, raw) => {
    const before = await everything(world);
    const answer = await visitor.call(method, path, { raw, headers: { "content-type": type } });
    expect(answer.status).toBe(415);
    expect(answer.headers.get("content-type")).toBe("application/problem+json");
    expect(await everything(world)).toEqual(before);
  });

  test.each(["application/json", "application/json; charset=utf-8", "Application/JSON"])("%s is JSON", async (type) => {
    expect((await visitor.call("PATCH", "/api/v1/me", { raw: name, headers: { "content-type": type } })).status).toBe(200);
  });
});

test.each(["/api/v1/me", "/api/v1/organization"])("PATCH %s without a body is no change of nothing: 422", async (path) => {
  const answer = await visitor.call("PATCH", path);
  expect(answer.status).toBe(422);
  expect(await answer.json()).toMatchObject({ code: "invalid", errors: [{ pointer: "" }] });
});

test("a reference that may be null is described as one", async () => {
  const document = (await (await visitor.get("/openapi.json")).json()) as {
    components: { schemas: { Contact: { properties: { customer: unknown } } } };
  };
  expect(document.components.schemas.Contact.properties.customer).toEqual({
    anyOf: [{ $ref: "#/components/schemas/Named" }, { type: "null" }],
  });
});

test.each(["/api/v1/me", "/api/v1/nothing"])("what %s answers is kept by no cache and framed by no page", async (path) => {
  const { headers } = await visitor.get(path);
  expect(headers.get("cache-control")).toBe("no-store");
  expect(headers.get("content-security-policy")).toContain("frame-ancestors 'none'");
});
