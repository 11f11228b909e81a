// @vitest-environment happy-dom
import { afterEach, describe, expect, test, vi } from "vitest";
import { ApiProblem, apiUrl, request, requestFile } from "./client.ts";

afterEach(() => vi.unstubAllGlobals());

/** Answers the next request and remembers it. */
function answer(response: () => Response | Promise<Response>): { calls: { url: string; init: RequestInit }[] } {
  const calls: { url: string; init: RequestInit }[] = [];
  vi.stubGlobal("fetch", async (url: string, init: RequestInit) => {
    calls.push({ url, init });
    return response();
  });
  return { calls };
}

const problemOf = async (promise: Promise<unknown>): Promise<ApiProblem> => {
  const error: unknown = await promise.then(
    () => null,
    (caught: unknown) => caught,
  );
  if (!(error instanceof ApiProblem)) throw new Error("no problem came");
  return error;
};

test("empty filters are left out of the address, lists are joined", () => {
  expect(apiUrl("/customers", { q: "", kind: undefined, owner: "me", limit: 50, kinds: ["email", "call"] })).toBe(
    "/api/v1/customers?owner=me&limit=50&kinds=email%2Ccall",
  );
});

test("every write carries the header that protects it, a read does not", async () => {
  const { calls } = answer(() => new Response("{}"));
  await request("GET", "/me");
  await request("POST", "/customers", { body: { name: "x" }, idempotencyKey: "k" });
  expect(calls[0]?.init.headers).not.toHaveProperty("x-kronika");
  expect(calls[1]?.init.headers).toMatchObject({ "x-kronika": "1", "idempotency-key": "k", "content-type": "application/json" });
});

test("a file keeps the hub's name; one that breaks off is a failure and not half a file", async () => {
  answer(() => new Response("zip", { headers: { "content-disposition": 'attachment; filename="kronika-1.zip"' } }));
  const { blob, name } = await requestFile("/customers/1/export");
  expect([name, await blob.text()]).toEqual(["kronika-1.zip", "zip"]);
  answer(() => new Response(new ReadableStream({ pull: (controller) => controller.error(new TypeError("cut off")) })));
  expect((await problemOf(requestFile("/customers/1/export"))).code).toBe("network");
});

describe("failures", () => {
  test("a problem document keeps its code and its fields", async () => {
    const document = {
      code: "invalid",
      title: "Niektoré údaje nie sú správne",
      status: 422,
      errors: [{ pointer: "/name", message: "must not be empty" }],
    };
    answer(() => new Response(JSON.stringify(document), { status: 422 }));
    const problem = await problemOf(request("POST", "/customers", { body: {} }));
    expect(problem).toMatchObject({ code: "invalid", status: 422, title: "Niektoré údaje nie sú správne", errors: document.errors });
  });

  test.each([
    [502, "unavailable"],
    [401, "unauthenticated"],
    [404, "not-found"],
    [500, "internal"],
  ])("a %i that is a proxy's page becomes %s", async (status, code) => {
    answer(() => new Response("<html>Bad gateway</html>", { status }));
    expect((await problemOf(request("GET", "/me"))).code).toBe(code);
  });

  test("no answer at all is a problem of the network", async () => {
    answer(() => Promise.reject(new TypeError("Failed to fetch")));
    expect((await problemOf(request("GET", "/me"))).code).toBe("network");
  });

  test("a request that was called off is not a problem", async () => {
    answer(() => Promise.reject(new DOMException("aborted", "AbortError")));
    await expect(request("GET", "/me")).rejects.toMatchObject({ name: "AbortError" });
  });
});

test("204 has no body to read", async () => {
  answer(() => new Response(null, { status: 204 }));
  await expect(request("DELETE", "/session")).resolves.toBeUndefined();
});
