import pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { inTransaction } from "@kronika/hub/db/transaction.ts";
import { deleteInteraction, updateInteraction } from "@kronika/hub/services/interactions/change.ts";
import { relinkInteraction } from "@kronika/hub/services/interactions/relink.ts";
import { giveGrant } from "@kronika/hub/services/rights/give-grant.ts";
import { setPrivate } from "@kronika/hub/services/rights/set-private.ts";
import type { Ctx } from "@kronika/hub/context.ts";
import { everything } from "@kronika/hub/services/auth/testing/trail.ts";
import { figure } from "../setup/figure.ts";
import type { Answer } from "./lib/api.ts";
import { Cells, NONE } from "./lib/rights/cells.ts";
import { createMatrixWorld, type MatrixWorld, type Standing } from "./lib/rights/matrix-world.ts";
import {
  atLeast,
  CALLERS,
  CUSTOMERS,
  knowsCustomer,
  may,
  personOf,
  sees,
  VERBS,
  type Caller,
  type PersonName,
  type Verb,
} from "./lib/rights/oracle.ts";
import { foreignBodies } from "./lib/rights/foreign-bodies.ts";
import { ROUTES } from "./lib/rights/routes.ts";

/**
 * Who sees and may do what, asked for every combination of role, ownership, kind, customer, privacy and grant, field by field, over every
 * channel, and compared with the rule book written a second time (lib/rights/oracle.ts).
 */
let matrix: MatrixWorld;
const total = { asked: 0 };
beforeAll(async () => {
  matrix = await createMatrixWorld();
});
afterAll(async () => {
  await matrix[Symbol.asyncDispose]();
});

/** What a way in is answered before anybody looks at rights. */
const gate = (caller: Caller): number | null => (caller === "nobody" ? 401 : caller === "extension token" ? 403 : null);

async function ask(
  caller: Caller,
  path: string,
  init: { method?: string; body?: unknown } = {},
): Promise<{ status: number; body: Answer; text: string }> {
  const answer = await matrix.app.request(`/api/v1${path}`, {
    method: init.method ?? "GET",
    headers: { ...matrix.headers[caller], ...(init.body === undefined ? {} : { "content-type": "application/json" }) },
    ...(init.body === undefined ? {} : { body: JSON.stringify(init.body) }),
  });
  const text = await answer.text();
  return { status: answer.status, text, body: text.startsWith("{") ? JSON.parse(text) : null };
}

/** Tables that are not as they were. */
const changedSince = async (before: Awaited<ReturnType<typeof everything>>): Promise<string> => {
  const now = await everything(matrix.world);
  return Object.keys(now)
    .filter((name) => now[name]?.hash !== before[name]?.hash)
    .join();
};

const label = (caller: Caller | PersonName, item: Standing, what: string) =>
  `${caller} / ${item.kind} of ${item.owner} with the ${item.customer} customer${item.private ? ", private" : ""}${item.shared ? ", shared" : ""} / ${what}`;

test("one interaction and its explanation show each field to whom it is for", async ({ task }) => {
  const cells = new Cells();
  for (const caller of CALLERS) {
    const person = personOf(caller);
    for (const item of matrix.standing) {
      const level = sees(person, item);
      const status = gate(caller) ?? (level === "nothing" ? 404 : 200);
      const one = await ask(caller, `/interactions/${item.id}`);
      cells.check(label(caller, item, "status"), one.status, status);
      cells.check(label(caller, item, "subject"), one.text.includes(item.word), status === 200 && atLeast(level, "subject"));
      cells.check(label(caller, item, "text"), one.text.includes(item.secret), status === 200 && atLeast(level, "content"));
      cells.check(
        label(caller, item, "attachment"),
        one.text.includes(item.file),
        status === 200 && item.kind === "email" && atLeast(level, "subject"),
      );
      cells.check(label(caller, item, "level"), one.body?.level, status === 200 ? level : undefined);
      const knows = knowsCustomer(person, item.customer);
      cells.check(label(caller, item, "customer"), one.text.includes(matrix.customers[item.customer].id), status === 200 && knows);
      const why = await ask(caller, `/interactions/${item.id}/explanation`);
      cells.check(label(caller, item, "explanation"), why.status, status);
      cells.check(
        label(caller, item, "explained customer"),
        why.text.includes(matrix.customers[item.customer].id),
        status === 200 && knows,
      );
      cells.check(label(caller, item, "explained subject"), why.text.includes(item.word), false);
    }
  }
  expect(cells.wrong).toEqual(NONE);
  total.asked += cells.asked;
  figure(task, `${cells.asked} cells`);
});

test("timelines show and count what is seen, and nothing else", async ({ task }) => {
  const cells = new Cells();
  for (const caller of CALLERS) {
    const person = personOf(caller);
    for (const name of CUSTOMERS) {
      const { id, dealId, contactId } = matrix.customers[name];
      const items = matrix.standing.filter((item) => item.customer === name);
      for (const [path, of] of [
        [`/customers/${id}/timeline`, items],
        [`/opportunities/${dealId}/timeline`, items],
        [`/contacts/${contactId}/timeline`, items.filter((item) => item.kind === "email")],
      ] as const) {
        const status = gate(caller) ?? (knowsCustomer(person, name) ? 200 : 404);
        const pages: string[] = [];
        const shown: { id: string; subject: string | null; preview: string | null }[] = [];
        let cursor: string | null = null;
        do {
          const page = await ask(caller, `${path}?limit=7${cursor === null ? "" : `&cursor=${encodeURIComponent(cursor)}`}`);
          cells.check(`${caller} / ${path} / status`, page.status, status);
          pages.push(page.text);
          shown.push(...(page.body?.items ?? []));
          cursor = page.body?.nextCursor ?? null;
          // A page that is not the last is full: what is hidden leaves no gap.
          if (cursor !== null) cells.check(`${caller} / ${path} / full page`, page.body.items.length, 7);
        } while (cursor !== null);
        const visible = status === 200 ? of.filter((item) => sees(person, item) !== "nothing") : [];
        cells.check(`${caller} / ${path} / count`, shown.length, visible.length);
        for (const item of of) {
          const level = status === 200 ? sees(person, item) : "nothing";
          const row = shown.find((each) => each.id === item.id);
          cells.check(label(caller, item, `${path} / there`), row !== undefined, level !== "nothing");
          cells.check(label(caller, item, `${path} / subject`), row?.subject ?? null, atLeast(level, "subject") ? item.word : null);
          cells.check(label(caller, item, `${path} / preview`), row?.preview ?? null, atLeast(level, "content") ? item.secret : null);
          cells.check(
            label(caller, item, `${path} / text anywhere`),
            pages.some((text) => text.includes(item.secret)),
            atLeast(level, "content"),
          );
        }
      }
    }
  }
  expect(cells.wrong).toEqual(NONE);
  total.asked += cells.asked;
  figure(task, `${cells.asked} cells`);
});

test("search finds words of a subject for who sees the subject, of a text for who sees the text", async ({ task }) => {
  const cells = new Cells();
  for (const caller of CALLERS) {
    const person = personOf(caller);
    for (const item of matrix.standing) {
      const level = gate(caller) === null ? sees(person, item) : "nothing";
      for (const [word, wanted] of [
        [item.word, "subject"],
        [item.secret, "content"],
      ] as const) {
        const { text } = await ask(caller, `/search?q=${word}`);
        cells.check(label(caller, item, `search ${wanted}`), text.includes(item.id), atLeast(level, wanted));
      }
    }
    for (const name of CUSTOMERS) {
      const { text } = await ask(caller, `/search?q=${encodeURIComponent(matrix.customers[name].name)}`);
      const knows = gate(caller) === null && knowsCustomer(person, name);
      cells.check(`${caller} / search ${name} customer`, text.includes(matrix.customers[name].id), knows);
      const list = await ask(caller, `/customers?q=${name}`);
      cells.check(`${caller} / list of customers, ${name}`, list.text.includes(matrix.customers[name].id), knows);
      const people = await ask(caller, `/contacts?q=${name}`);
      cells.check(`${caller} / list of people, ${name}`, people.text.includes(matrix.customers[name].contactId), knows);
      const deals = await ask(caller, "/opportunities?limit=200");
      cells.check(`${caller} / list of deals, ${name}`, deals.text.includes(matrix.customers[name].dealId), knows);
    }
  }
  expect(cells.wrong).toEqual(NONE);
  total.asked += cells.asked;
  figure(task, `${cells.asked} cells`);
});

/** How each verb is asked for over HTTP. */
const REQUESTS: Record<Verb, (item: Standing) => [path: string, method: string, body?: unknown]> = {
  edit: ({ id }) => [`/interactions/${id}`, "PATCH", { text: "zmenené" }],
  delete: ({ id }) => [`/interactions/${id}`, "DELETE"],
  hide: (item) => [`/interactions/${item.id}/private`, "PUT", { private: !item.private }],
  share: ({ id }) => ["/grants", "POST", { grantee: "org", resource: "interaction", resourceId: id, verbs: ["view"] }],
  relink: ({ id }) => [`/interactions/${id}/links`, "PUT", { customerIds: [matrix.customers.open.id] }],
};

test("a refused write says 403 or 404 by what the caller knows, and leaves every table as it was", async ({ task }) => {
  const cells = new Cells();
  for (const caller of CALLERS) {
    const person = personOf(caller);
    for (const verb of VERBS) {
      const before = await everything(matrix.world);
      for (const item of matrix.standing) {
        const verdict = caller === "reading token" || caller === "extension token" ? "no" : may(person, verb, item);
        if (verdict === "yes") continue;
        const [path, method, body] = REQUESTS[verb](item);
        const status = caller === "nobody" ? 401 : verdict === "no" ? 403 : 404;
        cells.check(label(caller, item, verb), (await ask(caller, path, { method, body })).status, status);
      }
      cells.check(`${caller} / ${verb} / tables`, await changedSince(before), "");
    }
  }
  expect(cells.wrong).toEqual(NONE);
  total.asked += cells.asked;
  figure(task, `${cells.asked} cells`);
});

class Undo extends Error {}

test("an allowed write is done", async ({ task }) => {
  const cells = new Cells();
  const verbs: Record<Verb, (ctx: Ctx, item: Standing) => Promise<unknown>> = {
    edit: (ctx, item) => updateInteraction(ctx, item.id, { text: "zmenené" }),
    delete: (ctx, item) => deleteInteraction(ctx, item.id),
    hide: (ctx, item) => setPrivate(ctx, item.id, !item.private),
    share: (ctx, item) => giveGrant(ctx, { grantee: "org", resource: "interaction", resourceId: item.id, verbs: ["view"] }),
    relink: (ctx, item) => relinkInteraction(ctx, item.id, { customerIds: [matrix.customers.open.id] }),
  };
  for (const [name, { ctx }] of Object.entries(matrix.people) as [PersonName, { ctx: Ctx }][]) {
    for (const verb of VERBS) {
      for (const item of matrix.standing) {
        if (may(name, verb, item) !== "yes") continue;
        // Straight at the verb, in a transaction that is rolled back: HTTP adds nothing, and the next cell finds everything as it was.
        const outcome = await inTransaction(ctx, async (_tx, ctx) => {
          await verbs[verb](ctx, item);
          throw new Undo();
        }).catch((error: unknown) => (error instanceof Undo ? "done" : ((error as { code?: string }).code ?? String(error))));
        cells.check(label(name, item, verb), outcome, "done");
      }
    }
  }
  expect(cells.wrong).toEqual(NONE);
  total.asked += cells.asked;
  figure(task, `${cells.asked} cells`);
});

test("every route is in the matrix: closed to who is not signed in, to other organisations, and to reps where it is the administrators'", async ({
  task,
}) => {
  const cells = new Cells();
  const routes = new Set(matrix.app.routes.filter(({ method }) => method !== "ALL").map(({ method, path }) => `${method} ${path}`));
  expect([...routes].filter((route) => !(route in ROUTES)).toSorted(), "routes that the matrix does not know").toEqual([]);
  expect(
    Object.keys(ROUTES).filter((route) => !routes.has(route)),
    "routes that are gone",
  ).toEqual([]);
  const ids = [
    matrix.customers.open.id,
    matrix.customers.open.contactId,
    matrix.customers.open.dealId,
    matrix.standing[0]!.id,
    matrix.people.anna.id,
  ];
  const words = [...ids, matrix.customers.open.name, matrix.standing[0]!.word, matrix.people.anna.email];
  const bodies = foreignBodies(matrix);
  for (const [route, audience] of Object.entries(ROUTES)) {
    if (audience === "open") continue;
    const [method, pattern] = route.split(" ") as [string, string];
    const paths = pattern.includes(":") ? ids.map((id) => pattern.replaceAll(":decision", "apply").replaceAll(/:\w+/g, id)) : [pattern];
    const before = await everything(matrix.world);
    for (const path of paths.map((each) => each.replace("/api/v1", ""))) {
      cells.check(`nobody / ${route}`, (await ask("nobody", path, { method })).status, 401);
      // The stream of changes stays open: what it tells is asked elsewhere.
      if (route === "GET /api/v1/events") continue;
      for (const body of bodies[route] ?? (method === "GET" || method === "DELETE" ? [undefined] : [{}])) {
        const answer = await ask("outsider", path, { method, body });
        const told = words.filter(
          (word) => answer.text.includes(word) && !path.includes(word) && !JSON.stringify(body ?? "").includes(word),
        );
        cells.check(`outsider / ${route} / tells`, told.join(), "");
        if (audience === "one thing" || route in bodies)
          cells.check(`outsider / ${route} ${JSON.stringify(body)}`, answer.status >= 400 && answer.status < 500, true);
      }
      if (audience === "administrators") {
        // A request that lacks what the route must know is told so (422) before anybody looks at roles.
        const { status } = await ask("anna", path, { method, ...(method === "GET" ? {} : { body: {} }) });
        cells.check(`rep / ${route}`, status === 403 || (method === "GET" && status === 422), true);
      }
    }
    if (audience === "one thing" || route in bodies) cells.check(`${route} / tables`, await changedSince(before), "");
  }
  expect(cells.wrong).toEqual(NONE);
  total.asked += cells.asked;
  figure(task, `${Object.keys(ROUTES).length} routes, ${cells.asked} cells`);
});

/** Tables whose rows belong to one interaction, and from which level on they are seen. */
const TABLES = [
  ["interactions", "id", "metadata"],
  ["interaction_participants", "interaction_id", "metadata"],
  ["interaction_identities", "interaction_id", "metadata"],
  ["interaction_copies", "interaction_id", "metadata"],
  ["interaction_subjects", "interaction_id", "subject"],
  ["attachments", "interaction_id", "subject"],
  ["interaction_bodies", "interaction_id", "content"],
] as const;

test("row security alone, without any policy of the application, lets no foreign row and no foreign level through", async ({ task }) => {
  const cells = new Cells();
  const client = new pg.Client({ connectionString: matrix.world.database.appUrl });
  await client.connect();
  const scopes = [
    ...Object.entries(matrix.principals).map(([name, principals]) => ({
      name: name as PersonName | null,
      orgId: matrix.world.orgId,
      principals,
    })),
    { name: null, orgId: "", principals: ["org"] },
    { name: null, orgId: "01900000-0000-7000-8000-000000000000", principals: ["org", "role:admin"] },
  ];
  for (const { name, orgId, principals } of scopes) {
    await client.query("BEGIN");
    await client.query("SELECT set_config('app.org', $1, true), set_config('app.principals', $2, true)", [
      orgId,
      `{${principals.join(",")}}`,
    ]);
    for (const [table, column, level] of TABLES) {
      const { rows } = await client.query<{ id: string }>(`SELECT DISTINCT ${column} AS id FROM ${table}`);
      const there = new Set(rows.map((row) => row.id));
      const all = new Set((await matrix.world.rows<{ id: string }>(`SELECT DISTINCT ${column} AS id FROM ${table}`)).map((row) => row.id));
      for (const item of matrix.standing)
        cells.check(
          label(name ?? ("nobody" as const), item, table),
          there.has(item.id),
          all.has(item.id) && atLeast(sees(name, item), level),
        );
    }
    for (const customer of CUSTOMERS) {
      const { id, dealId, contactId } = matrix.customers[customer];
      const { rows } = await client.query<{ seen: boolean[] }>(
        `SELECT ARRAY[EXISTS (SELECT FROM customers WHERE id = $1), EXISTS (SELECT FROM opportunities WHERE id = $2), EXISTS (SELECT FROM contacts WHERE id = $3),
          EXISTS (SELECT FROM contact_addresses WHERE contact_id = $3), EXISTS (SELECT FROM interaction_links WHERE target_id IN ($1, $2, $3))] AS seen`,
        [id, dealId, contactId],
      );
      cells.check(
        `${String(name)} / ${customer} customer`,
        new Set(rows[0]!.seen).size === 1 && rows[0]!.seen[0],
        knowsCustomer(name, customer),
      );
    }
    await client.query("ROLLBACK");
  }
  await client.end();
  expect(cells.wrong).toEqual(NONE);
  total.asked += cells.asked;
  expect(total.asked).toBeGreaterThanOrEqual(20_000);
  figure(task, `${cells.asked} cells; ${total.asked} in all`);
});
