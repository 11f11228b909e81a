import { afterAll, expect, test } from "vitest";
import { createDeps } from "../../../../test/world.ts";
import { createApp } from "../../app.ts";
import { seedDemo } from "./seed.ts";

const demo = await createDeps({ now: () => new Date() });
afterAll(() => demo[Symbol.asyncDispose]());

test("the demo company can be signed in to and is full of history; a second seeding changes nothing", async () => {
  const signIn = await seedDemo(demo.deps);
  const app = createApp(demo.deps);
  const answer = await app.request("/api/v1/session", {
    method: "POST",
    headers: { "content-type": "application/json", "x-kronika": "1" },
    body: JSON.stringify(signIn),
  });
  expect(answer.status).toBe(200);
  const cookie = answer.headers.get("set-cookie")!.split(";")[0]!;
  const read = async (path: string) =>
    (await app.request(`/api/v1${path}`, { headers: { cookie } })).json() as Promise<{ items: { id: string; name: string }[] }>;
  const { items } = await read("/customers?limit=200");
  expect(items).toHaveLength(14);
  for (const customer of items) expect((await read(`/customers/${customer.id}/timeline`)).items.length, customer.name).toBeGreaterThan(5);
  const documents = await read("/sales-documents?limit=200");
  expect(documents.items.length).toBeGreaterThan(10);
  expect((await read("/sales-documents?overdue=true")).items.length).toBeGreaterThan(0);
  expect((await read("/reminders?state=waiting,due,closed")).items.length).toBeGreaterThan(0);
  expect(await seedDemo(demo.deps)).toBeNull();
});
