import { createAdaptorServer } from "@hono/node-server";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createWorld, type Person, type World } from "../../../test/world.ts";
import { createApp } from "../app.ts";
import { startLive, type Live } from "../live.ts";
import { createComment } from "../services/comments/say.ts";
import { createToken } from "../services/tokens/create.ts";
import { createVisitor, givePassword, PASSWORD, signedIn, type Visitor } from "../services/auth/testing/visitor.ts";

let world: World;
let live: Live;
let base: string;
let stop: () => void;
let people = 0;

beforeAll(async () => {
  world = await createWorld({ now: () => new Date() });
  live = startLive(world.deps);
  // The listener says so when it hears: everything read before may be old.
  await new Promise<void>((resolve) => live.subscribe(world.orgId, (notice) => notice === null && resolve()));
  const parts = { live, health: { health: () => Promise.resolve({ temporal: "down" as const, worker: "down" as const }) } };
  const server = createAdaptorServer({ fetch: createApp(world.deps, parts).fetch });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  stop = () => void server.close();
});
afterAll(async () => {
  stop();
  live.stop();
  await world[Symbol.asyncDispose]();
});

const newPerson = async (): Promise<Person> => {
  const person = await world.person(`Jana${(people += 1)}`);
  await givePassword(world, person);
  return person;
};

/** An open page: the names of the events that it gets, and when the hub ended the stream. */
async function openPage(headers: Record<string, string>) {
  const answer = await fetch(`${base}/api/v1/events`, { headers });
  expect(answer.status).toBe(200);
  const events: string[] = [];
  let endedAt: number | null = null;
  void (async () => {
    const decoder = new TextDecoder();
    for await (const part of answer.body!) for (const [, name] of decoder.decode(part).matchAll(/^event: (.+)$/gm)) events.push(name!);
    endedAt = performance.now();
  })();
  await expect.poll(() => events).toContain("hello");
  return { events, endedAt: () => endedAt };
}
const pageOf = (visitor: Visitor) => openPage({ cookie: `kronika_session=${visitor.cookie}` });

/** The page is told and its stream ended within a second. */
async function expectEnded(page: Awaited<ReturnType<typeof openPage>>, act: () => Promise<Response>): Promise<void> {
  const answer = await act();
  expect(answer.status).toBeLessThan(300);
  const done = performance.now();
  await expect.poll(page.endedAt, { timeout: 5000, interval: 20 }).not.toBeNull();
  expect(page.endedAt()! - done).toBeLessThan(1000);
  expect(page.events.at(-1)).toBe("signed-out");
}

describe("an open page hears that its session has ended, within a second", () => {
  test("ended from another device; the other's own page stays", async () => {
    const jana = await newPerson();
    const [here, there] = [await signedIn(world, jana), await signedIn(world, jana)];
    const [mine, page] = [await pageOf(here), await pageOf(there)];
    const { items } = (await (await here.get("/api/v1/me/sign-ins")).json()) as { items: { id: string; current: boolean }[] };
    const other = items.find(({ current }) => !current)!;
    await expectEnded(page, () => here.delete(`/api/v1/me/sign-ins/${other.id}`));
    expect(mine.endedAt()).toBeNull();
    expect((await here.get("/api/v1/me")).status).toBe(200);
  });

  test("all others at once", async () => {
    const jana = await newPerson();
    const here = await signedIn(world, jana);
    const pages = [await pageOf(await signedIn(world, jana)), await pageOf(await signedIn(world, jana))];
    const mine = await pageOf(here);
    const answer = here.delete("/api/v1/me/sign-ins");
    for (const page of pages) await expectEnded(page, () => answer);
    expect(await (await answer).json()).toEqual({ sessions: 2 });
    expect(mine.endedAt()).toBeNull();
  });

  test("signed out in another tab", async () => {
    const visitor = await signedIn(world, await newPerson());
    await expectEnded(await pageOf(visitor), () => visitor.delete("/api/v1/session"));
  });

  test("a new password on another device", async () => {
    const jana = await newPerson();
    const page = await pageOf(await signedIn(world, jana));
    const here = await signedIn(world, jana);
    await expectEnded(page, () => here.patch("/api/v1/me", { password: { current: PASSWORD, new: "modrý vlak cez dolinu" } }));
  });

  test("the person is disabled; a colleague's page stays", async () => {
    const [jana, peter] = [await newPerson(), await newPerson()];
    const [page, other] = [await pageOf(await signedIn(world, jana)), await pageOf(await signedIn(world, peter))];
    const admin = await signedIn(world, world.admin);
    await expectEnded(page, () => admin.patch(`/api/v1/users/${jana.id}`, { disabled: true }));
    expect(other.endedAt()).toBeNull();
    expect(other.events).not.toContain("changed");
  });

  test("a token that is revoked, and one whose person is disabled", async () => {
    const jana = await newPerson();
    const visitor = await signedIn(world, jana);
    const [one, two] = [
      await createToken(jana.ctx, { name: "A", scopes: ["read"] }),
      await createToken(jana.ctx, { name: "B", scopes: ["read"] }),
    ];
    const [first, second] = [
      await openPage({ authorization: `Bearer ${one.token}` }),
      await openPage({ authorization: `Bearer ${two.token}` }),
    ];
    await expectEnded(first, () => visitor.delete(`/api/v1/me/sign-ins/${one.id}`));
    expect(second.endedAt()).toBeNull();
    const admin = await signedIn(world, world.admin);
    await expectEnded(second, () => admin.patch(`/api/v1/users/${jana.id}`, { disabled: true }));
  });
});

test("that somebody was told something is heard by that person's pages, and by nobody else's", async () => {
  const [jana, peter, author] = [await newPerson(), await newPerson(), await newPerson()];
  const [hers, his] = [await pageOf(await signedIn(world, jana)), await pageOf(await signedIn(world, peter))];
  const { id: customerId } = await world.customer("Dub, a. s.");
  const [name] = await world.rows<{ name: string }>("SELECT name FROM users WHERE id = $1", [jana.id]);
  const count = (page: typeof hers) => page.events.filter((event) => event === "changed").length;
  await expect.poll(() => count(his)).toBeGreaterThan(0);
  const before = [count(hers), count(his)];
  await createComment(author.ctx, { customerId, text: `@${name!.name}, pozri.` });
  // The comment is everybody's who sees the customer; the notification is hers. What comes last closes the count.
  await expect.poll(() => count(hers)).toBe(before[0]! + 2);
  await world.customer("Buk, a. s.");
  await expect.poll(() => count(his)).toBeGreaterThan(before[1]! + 1);
  expect(count(his) - before[1]!).toBe(2);
});

test("a token cannot end the sessions of its person", async () => {
  const jana = await newPerson();
  const visitor = await signedIn(world, jana);
  const { token: bearer } = await createToken(jana.ctx, { name: "ERP", scopes: ["write"] });
  expect((await createVisitor(world.deps).delete("/api/v1/me/sign-ins", { bearer })).status).toBe(403);
  expect((await visitor.get("/api/v1/me")).status).toBe(200);
});
