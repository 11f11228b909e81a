import type { z } from "@hono/zod-openapi";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createWorld, type Person, type World } from "../../../test/world.ts";
import { createApp } from "../app.ts";
import type { salesDocumentSchema } from "../presenters/sales-document.ts";
import { createOpportunity } from "../services/opportunities/create.ts";
import { createToken } from "../services/tokens/create.ts";
import { updateCustomer } from "../services/customers/update.ts";

const ICO = "35763469";
const INVOICE = {
  kind: "invoice",
  number: "FV-2026/0042",
  amount: "1230.00",
  currency: "EUR",
  issuedOn: "2026-11-02",
  dueOn: "2026-11-16",
};

let world: World;
let app: ReturnType<typeof createApp>;
let customer: string;
let other: string;
let rep: Person;
const tokens = new Map<string, string>();

beforeAll(async () => {
  // Shortly after midnight in Bratislava, still the day before in UTC.
  world = await createWorld({ now: () => new Date("2026-11-16T23:30:00Z") });
  app = createApp(world.deps);
  rep = await world.person("Jana");
  ({ id: customer } = await world.customer("Telekom"));
  ({ id: other } = await world.customer("Slovnaft"));
  await updateCustomer(world.admin.ctx, customer, { ico: ICO });
  for (const person of [world.admin, rep])
    tokens.set(person.id, (await createToken(person.ctx, { name: "test", scopes: ["write"] })).token);
});
afterAll(() => world[Symbol.asyncDispose]());

/** A document, a list or a problem. */
type Answer = z.infer<typeof salesDocumentSchema> & { items: { number: string }[]; nextCursor: string | null; errors: unknown };

async function ask(method: string, path: string, body?: object, options: { as?: Person; ifMatch?: string } = {}) {
  const response = await app.request(`/api/v1/sales-documents${path}`, {
    method,
    headers: {
      authorization: `Bearer ${tokens.get((options.as ?? world.admin).id)}`,
      ...(body ? { "content-type": "application/json" } : {}),
      ...(options.ifMatch === undefined ? {} : { "if-match": options.ifMatch }),
    },
    ...(body ? { body: JSON.stringify(body) } : {}),
  });
  const text = await response.text();
  const answer = (text === "" ? {} : JSON.parse(text)) as Answer;
  return { status: response.status, etag: response.headers.get("etag"), body: answer, errors: answer.errors };
}
const push = (externalId: string, body: object, options?: Parameters<typeof ask>[3]) =>
  ask("PUT", `/by-external-id/pohoda/${encodeURIComponent(externalId)}`, body, options);

describe("by hand", () => {
  test("a quote needs little: number, amount, customer; the rest follows", async () => {
    const made = await ask("POST", "", { kind: "quote", number: "CP 7", amount: "99.5", customerId: customer }, { as: rep });
    expect(made.status).toBe(201);
    expect(made.body).toMatchObject({
      state: "sent",
      amount: "99.50",
      currency: "EUR",
      issuedOn: "2026-11-17",
      dueOn: null,
      overdue: false,
      source: null,
      customer: { id: customer, name: "Telekom" },
      createdById: rep.id,
    });
    expect(made.etag).toBe(`"${made.body.version}"`);
  });

  test.each<[string, object, string]>([
    ["a number as JSON number", { amount: 1230.5 }, "/amount"],
    ["three decimals", { amount: "1.005" }, "/amount"],
    ["a number of punctuation", { number: " / " }, "/number"],
    ["the 30th of February", { issuedOn: "2026-02-30" }, "/issuedOn"],
    ["a day outside of sense", { dueOn: "0206-11-16" }, "/dueOn"],
    ["a state of another kind", { state: "accepted" }, "/state"],
    ["paid without a day", { state: "paid" }, "/paidOn"],
    ["a day of payment, but not paid", { state: "cancelled", paidOn: "2026-11-10" }, "/paidOn"],
    ["a payment of a quote", { kind: "quote", paidOn: "2026-11-10" }, "/paidOn"],
    ["a customer of nowhere", { customerId: "01937f2e-7c4a-7b1d-9f3e-2a5b8c6d4e10" }, "/customerId"],
    ["no customer", { customerId: undefined }, "/customerId"],
    ["two customers", { customerIco: ICO }, "/customerId"],
    ["an unknown company number", { customerId: undefined, customerIco: "31333532" }, "/customerIco"],
    ["an unknown opportunity", { opportunityId: "01937f2e-7c4a-7b1d-9f3e-2a5b8c6d4e10" }, "/opportunityId"],
    ["a NUL", { number: "a\u0000" }, "/number"],
  ])("refused, and nothing is written: %s", async (_case, change, pointer) => {
    const before = await world.rows("SELECT count(*) FROM sales_documents");
    const { status, errors } = await ask("POST", "", { ...INVOICE, customerId: customer, ...change });
    expect({ status, errors }).toEqual({ status: 422, errors: [{ pointer, message: expect.any(String) }] });
    expect(await world.rows("SELECT count(*) FROM sales_documents")).toEqual(before);
  });

  test("somebody else's opportunity is none", async () => {
    const { id } = await createOpportunity(world.admin.ctx, { name: "Iná", customerId: other });
    const refused = await ask("POST", "", { ...INVOICE, customerId: customer, opportunityId: id });
    expect(refused.errors).toEqual([{ pointer: "/opportunityId", message: "is no opportunity of this customer" }]);
  });

  test("a day of payment makes an invoice paid, and taking it away unpaid; overdue is told by the organisation's day", async () => {
    const { body } = await ask("POST", "", { ...INVOICE, customerId: customer });
    expect(body.overdue).toBe(true);
    const paid = await ask("PATCH", `/${body.id}`, { paidOn: "2026-11-15" });
    expect(paid.body).toMatchObject({ state: "paid", paidOn: "2026-11-15", overdue: false });
    const again = await ask("PATCH", `/${body.id}`, { dueOn: "2026-11-17" });
    expect(again.body).toMatchObject({ state: "paid", dueOn: "2026-11-17" });
    const back = await ask("PATCH", `/${body.id}`, { paidOn: null });
    expect(back.body).toMatchObject({ state: "issued", paidOn: null, overdue: false });
    expect((await ask("DELETE", `/${body.id}`)).status).toBe(204);
    expect((await ask("GET", `/${body.id}`)).status).toBe(404);
  });
});

describe("pushed by the ERP", () => {
  test("creates, repeats without a trace, replaces; company number instead of our id", async () => {
    const body = { ...INVOICE, amount: "1230", customerIco: "35 763 469" };
    const first = await push("FV/1", body);
    expect([first.status, first.body.amount, first.body.customer.id]).toEqual([201, "1230.00", customer]);
    const trail = await world.rows("SELECT count(*) FROM audit_log");
    const repeat = await push("FV/1", { ...body, amount: "01230.00" });
    expect([repeat.status, repeat.body.id, repeat.etag]).toEqual([200, first.body.id, first.etag]);
    expect(await world.rows("SELECT count(*) FROM audit_log")).toEqual(trail);
    const paid = await push("FV/1", { ...body, state: "paid", paidOn: "2026-11-14" });
    expect(paid.body).toMatchObject({ id: first.body.id, state: "paid", paidOn: "2026-11-14" });
    expect(paid.etag).not.toBe(first.etag);
    const open = await push("FV/1", body);
    expect(open.body).toMatchObject({ state: "issued", paidOn: null });
  });

  test("the opportunity that a person assigned stays, until the document moves to another customer", async () => {
    const { id: opportunityId } = await createOpportunity(world.admin.ctx, { name: "Obaly", customerId: customer });
    const { body } = await push("FV/2", { ...INVOICE, customerIco: ICO });
    const assigned = await ask("PATCH", `/${body.id}`, { opportunityId }, { as: rep });
    expect(assigned.body.opportunity).toEqual({ id: opportunityId, name: "Obaly" });
    expect((await push("FV/2", { ...INVOICE, amount: "1.00", customerIco: ICO })).body.opportunity?.id).toBe(opportunityId);
    expect((await push("FV/2", { ...INVOICE, customerId: other })).body.opportunity).toBeNull();
  });

  test("many at the same moment are one document", async () => {
    const answers = await Promise.all(
      Array.from({ length: 8 }, (_, n) => push("FV/3", { ...INVOICE, amount: `${n}.00`, customerIco: ICO })),
    );
    expect(new Set(answers.map(({ body }) => body.id)).size).toBe(1);
    expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 200, 200, 200, 200, 200, 200, 201]);
    expect(await world.rows("SELECT count(*)::int AS n FROM sales_documents WHERE external_id = 'FV/3'")).toEqual([{ n: 1 }]);
  });

  test("a rep neither pushes nor changes what was pushed", async () => {
    expect((await push("FV/4", { ...INVOICE, customerIco: ICO }, { as: rep })).status).toBe(403);
    const { body } = await push("FV/4", { ...INVOICE, customerIco: ICO });
    expect((await ask("PATCH", `/${body.id}`, { amount: "1.00" }, { as: rep })).status).toBe(403);
    expect((await ask("DELETE", `/${body.id}`, undefined, { as: rep })).status).toBe(403);
    expect((await ask("PATCH", `/${body.id}`, { amount: "1.00" })).body.amount).toBe("1.00");
  });

  test.each(["Pohoda", "a b", "x".repeat(41)])("a source named %s is refused", async (source) => {
    const { status } = await ask("PUT", `/by-external-id/${encodeURIComponent(source)}/1`, { ...INVOICE, customerIco: ICO });
    expect(status).toBe(422);
  });
});

describe("lost updates", () => {
  test("a change for another version is refused, one for this version goes through, once", async () => {
    const { body, etag } = await ask("POST", "", { ...INVOICE, customerId: customer });
    const path = `/${body.id}`;
    const [a, b] = await Promise.all(["100.00", "200.00"].map((amount) => ask("PATCH", path, { amount }, { ifMatch: etag! })));
    expect([a!.status, b!.status].toSorted((x, y) => x - y)).toEqual([200, 412]);
    const winner = a!.status === 200 ? a! : b!;
    expect((await ask("GET", path)).body.amount).toBe(winner.body.amount);
    expect((await ask("PATCH", path, { amount: "3.00" }, { ifMatch: etag! })).body).toMatchObject({
      code: "precondition-failed",
      status: 412,
    });
    expect((await ask("PATCH", path, { amount: "3.00" }, { ifMatch: `"0", ${winner.etag}` })).status).toBe(200);
    expect((await ask("PATCH", path, { amount: "4.00" }, { ifMatch: "*" })).status).toBe(200);
    const now = (await ask("GET", path)).etag!;
    expect((await ask("PATCH", path, { amount: "5.00" }, { ifMatch: `W/${now}` })).status).toBe(412);
    expect((await ask("DELETE", path, undefined, { ifMatch: etag! })).status).toBe(412);
    expect((await ask("DELETE", path, undefined, { ifMatch: now })).status).toBe(204);
  });

  test("a push for a version of something that is not there is refused", async () => {
    expect((await push("FV/none", { ...INVOICE, customerIco: ICO }, { ifMatch: "*" })).status).toBe(412);
  });
});

describe("lists and totals", () => {
  let mine: string;
  let deal: string;
  beforeAll(async () => {
    ({ id: mine } = await world.customer("Súčty"));
    ({ id: deal } = await createOpportunity(world.admin.ctx, { name: "Obchod", customerId: mine }));
    const add = (fields: object) => ask("POST", "", { ...INVOICE, customerId: mine, ...fields });
    await add({ number: "FV-1", amount: "0.10", opportunityId: deal });
    await add({ number: "FV-2", amount: "0.20", dueOn: "2026-11-17" });
    await add({ number: "FV-3", amount: "100.00", state: "paid", paidOn: "2026-11-03", issuedOn: "2026-10-01" });
    await add({ number: "FV-4", amount: "1000.00", state: "cancelled" });
    await add({ number: "FV-5", amount: "-50.00", currency: "CZK", dueOn: null });
    await add({ kind: "quote", number: "CP-9/26", amount: "70.00", state: "draft" });
  });

  test("sums are exact, by kind and currency, without what does not count", async () => {
    const { body } = await ask("GET", `/totals?customerId=${mine}`);
    expect(body.items).toEqual([
      { kind: "invoice", currency: "CZK", count: 1, amount: "-50.00", open: "-50.00", overdueCount: 0, overdue: "0.00" },
      { kind: "invoice", currency: "EUR", count: 3, amount: "100.30", open: "0.30", overdueCount: 1, overdue: "0.10" },
    ]);
    const ofDeal = await ask("GET", `/totals?opportunityId=${deal}`);
    expect(ofDeal.body.items).toMatchObject([{ count: 1, amount: "0.10" }]);
  });

  test.each<[string, string[]]>([
    ["", ["FV-1", "FV-2", "FV-4", "FV-5", "CP-9/26", "FV-3"]],
    ["&overdue=true", ["FV-1"]],
    ["&overdue=false&kind=invoice", ["FV-2", "FV-4", "FV-5", "FV-3"]],
    ["&state=paid", ["FV-3"]],
    ["&q=cp9", ["CP-9/26"]],
    ["&q=%25", ["FV-1", "FV-2", "FV-4", "FV-5", "CP-9/26", "FV-3"]],
  ])("filter %s", async (query, numbers) => {
    const { body } = await ask("GET", `?customerId=${mine}${query}`);
    expect(body.items.map((item) => item.number).toSorted()).toEqual(numbers.toSorted());
  });

  test("pages follow each other without a gap, also when documents are added between", async () => {
    const seen: string[] = [];
    let cursor = "";
    do {
      const { body } = await ask("GET", `?customerId=${mine}&limit=2${cursor}`);
      seen.push(...body.items.map((item) => item.number));
      if (cursor === "") await ask("POST", "", { ...INVOICE, number: "NEW", issuedOn: "2026-11-12", customerId: mine });
      cursor = body.nextCursor === null ? "" : `&cursor=${body.nextCursor}`;
    } while (cursor !== "");
    expect([...seen].toSorted()).toEqual(["CP-9/26", "FV-1", "FV-2", "FV-3", "FV-4", "FV-5"]);
    expect(seen.at(-1)).toBe("FV-3");
  });
});

test("of a restricted customer nobody else sees a document, a sum, or that it is there", async () => {
  const { id: secret } = await world.customer("Tajný");
  const { body } = await ask("POST", "", { ...INVOICE, number: "TAJNE-1", customerId: secret });
  await world.rows("INSERT INTO customer_restrictions (customer_id, org_id, visible_to) VALUES ($1, $2, ARRAY[$3])", [
    secret,
    world.orgId,
    `user:${world.admin.id}`,
  ]);
  const as = { as: rep };
  expect((await ask("GET", `/${body.id}`, undefined, as)).status).toBe(404);
  expect((await ask("PATCH", `/${body.id}`, { opportunityId: null }, as)).status).toBe(404);
  expect((await ask("DELETE", `/${body.id}`, undefined, as)).status).toBe(404);
  expect((await ask("GET", "?q=TAJNE", undefined, as)).body.items).toEqual([]);
  expect((await ask("GET", `/totals?customerId=${secret}`, undefined, as)).body.items).toEqual([]);
  expect((await ask("POST", "", { ...INVOICE, customerId: secret }, as)).errors).toMatchObject([{ pointer: "/customerId" }]);
  expect((await ask("GET", `/${body.id}`)).status).toBe(200);
});

test("the API's description shows how to push", async () => {
  const text = await (await app.request("/openapi.json")).text();
  expect(JSON.parse(text)).toHaveProperty(
    [
      "paths",
      "/api/v1/sales-documents/by-external-id/{source}/{externalId}",
      "put",
      "requestBody",
      "content",
      "application/json",
      "schema",
      "example",
    ],
    { ...INVOICE, number: "FV2026/0042", customerIco: ICO, state: "paid", paidOn: "2026-11-14" },
  );
});
