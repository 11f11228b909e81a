import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createWorld, mail, type World } from "../../test/world.ts";
import { createApp } from "./app.ts";
import { createToken } from "./services/tokens/create.ts";

let world: World;
let token: string;
let app: ReturnType<typeof createApp>;
beforeAll(async () => {
  world = await createWorld();
  app = createApp(world.deps);
  token = (await createToken(world.admin.ctx, { name: "test", scopes: ["write"] })).token;
});
afterAll(() => world[Symbol.asyncDispose]());

const call = async (method: string, path: string, body?: unknown, headers: Record<string, string> = {}) => {
  const response = await app.request(`/api/v1${path}`, {
    method,
    headers: { authorization: `Bearer ${token}`, ...(body === undefined ? {} : { "content-type": "application/json" }), ...headers },
    ...(body === undefined ? {} : { body: typeof body === "string" ? body : JSON.stringify(body) }),
  });
  const text = await response.text();
  return { status: response.status, type: response.headers.get("content-type") ?? "", body: text === "" ? null : JSON.parse(text) };
};

describe("the main path over HTTP", () => {
  test("customer, people, opportunity, note, call, meeting, mail: all of it in one timeline", async () => {
    const customer = (await call("POST", "/customers", { name: "Žiara, a. s.", domains: ["Ziara.example"] })).body;
    expect(customer).toMatchObject({ name: "Žiara, a. s.", domains: ["ziara.example"], owner: { id: world.admin.id } });
    const contact = await call("POST", "/contacts", {
      name: "Jana Nová",
      customerId: customer.id,
      addresses: [
        { kind: "email", value: "Jana@Ziara.example" },
        { kind: "email", value: "jana.nova@gmail.com", label: "súkromný" },
        { kind: "phone", value: "0905 123 456" },
      ],
    });
    expect(contact.body.addresses.map((a: { value: string }) => a.value)).toEqual([
      "jana@ziara.example",
      "jana.nova@gmail.com",
      "+421905123456",
    ]);
    const deal = (await call("POST", "/opportunities", { name: "Krabice 2027", customerId: customer.id, value: 12500.5 })).body;
    expect(deal).toMatchObject({ stage: "new", state: "open", value: "12500.50", currency: "EUR" });
    const at = "2026-11-24T09:00:00Z";
    const links = { customerIds: [customer.id], opportunityIds: [deal.id] };
    const recorded = await Promise.all(
      [
        { interaction: { kind: "note", occurredAt: at, subject: "Dohoda", text: "Chcú vzorky." }, links },
        {
          interaction: {
            kind: "call",
            occurredAt: at,
            direction: "outgoing",
            phoneNumber: "+421 905 123 456",
            durationSeconds: 240,
            text: "Rozhodne Peter.",
          },
        },
        {
          interaction: {
            kind: "meeting",
            occurredAt: at,
            endsAt: "2026-11-24T10:00:00Z",
            subject: "Obhliadka",
            location: "Žilina",
            attendees: [{ address: "jana@ziara.example" }],
          },
          links,
        },
        { interaction: mail({ from: { address: "sklad@ziara.example" }, subject: "Krabice 2027: vzorky" }) },
      ].map((item) => call("POST", "/interactions", { clientId: crypto.randomUUID(), ...item })),
    );
    expect(recorded.map((r) => r.status)).toEqual([201, 201, 201, 201]);
    const page = (await call("GET", `/customers/${customer.id}/timeline?limit=2`)).body;
    const rest = (await call("GET", `/customers/${customer.id}/timeline?cursor=${page.nextCursor}`)).body;
    const lines = [...page.items, ...rest.items] as { kind: string; preview: string }[];
    expect(lines.map((line) => line.kind).toSorted()).toEqual(["call", "email", "meeting", "note"]);
    expect(lines.map((line) => line.preview)).toEqual(expect.arrayContaining(["Chcú vzorky.", "Rozhodne Peter."]));
    // Two that were stated, and the mail, which names the deal.
    expect((await call("GET", `/opportunities/${deal.id}/timeline`)).body.items).toHaveLength(3);
    expect((await call("GET", `/customers/${customer.id}/timeline?q=OBHLIADKA`)).body.items).toHaveLength(1);
    expect((await call("GET", "/customers?q=ziara")).body.items).toHaveLength(1);
    const explanation = (await call("GET", `/interactions/${recorded[3]!.body.id}/explanation`)).body;
    const why = explanation.links.find(({ target }: { target: string }) => target === "customer");
    expect(why.evidence[0]).toMatchObject({ code: expect.stringContaining("domain") });
    const reminder = await call("POST", "/reminders", { interactionId: recorded[3]!.body.id, noReplyWithinDays: 3 });
    expect(reminder.body).toMatchObject({
      state: "waiting",
      kind: "no-reply",
      title: "Krabice 2027: vzorky",
      dueAt: "2026-11-27T11:00:00.000Z",
    });
    expect((await call("POST", `/reminders/${reminder.body.id}/done`)).body).toMatchObject({ state: "done" });
    expect((await call("GET", `/lookup?address=jana@ziara.example`)).body).toMatchObject({
      customer: { id: customer.id },
      known: [{ contact: { name: "Jana Nová" } }],
    });
  });

  test("a repeat with the same client id answers with the same interaction", async () => {
    const clientId = crypto.randomUUID();
    const note = { clientId, interaction: { kind: "note", occurredAt: "2026-11-24T09:00:00Z", text: "raz" } };
    const [first, second] = [await call("POST", "/interactions", note), await call("POST", "/interactions", note)];
    expect([first.status, second.status]).toEqual([201, 200]);
    expect(second.body.id).toBe(first.body.id);
  });
});

describe("bad input has a clear answer and leaves nothing behind", () => {
  const note = { kind: "note", occurredAt: "2026-11-24T09:00:00Z", text: "x" };
  test.each([
    [
      "an unknown customer id",
      { interaction: note, links: { customerIds: ["0193a000-0000-7000-8000-000000000001"] } },
      422,
      "/links/customerIds/0",
    ],
    ["a NUL byte", { interaction: { ...note, text: "a\u0000b" } }, 422, "/interaction/text"],
    ["a lone surrogate", { interaction: { ...note, text: "a\ud800b" } }, 422, "/interaction/text"],
    ["a wrong date", { interaction: { ...note, occurredAt: "yesterday" } }, 422, "/interaction/occurredAt"],
    ["an unknown kind", { interaction: { ...note, kind: "telepathy" } }, 422, "/interaction/kind"],
  ])("%s", async (_name, body, status, pointer) => {
    const before = await world.rows("SELECT count(*) FROM interactions");
    const answer = await call("POST", "/interactions", body);
    expect(answer).toMatchObject({
      status,
      type: "application/problem+json",
      body: { code: "invalid", errors: [expect.objectContaining({ pointer })] },
    });
    expect(await world.rows("SELECT count(*) FROM interactions")).toEqual(before);
  });

  test("malformed JSON, another content type, an unknown page, a foreign id", async () => {
    expect(await call("POST", "/interactions", "{")).toMatchObject({ status: 422, body: { code: "invalid" } });
    expect((await call("POST", "/interactions", "{}", { "content-type": "text/plain" })).status).toBeGreaterThanOrEqual(400);
    expect(await call("GET", "/customers/0193a000-0000-7000-8000-000000000001")).toMatchObject({
      status: 404,
      body: { code: "not-found" },
    });
    expect(await call("GET", "/nothing")).toMatchObject({ status: 404, type: "application/problem+json" });
    expect(await call("GET", "/customers?cursor=rubbish")).toMatchObject({ status: 422 });
  });

  test("a forged cursor is refused in every list", async () => {
    const customer = await world.customer("Kurzor");
    const lists = [
      "/customers",
      "/customers?sort=last",
      "/contacts",
      "/opportunities",
      "/reminders",
      "/sales-documents",
      "/grants",
      "/notifications",
      "/questions",
    ];
    for (const path of [...lists, `/customers/${customer.id}/timeline`]) {
      for (const values of [
        ["x"],
        ["x", "y"],
        ["x", "y", "z"],
        [null, null],
        ["9999999-01-01T00:00:00Z", customer.id],
        ["', 1; --", "\u0000"],
      ]) {
        const cursor = Buffer.from(JSON.stringify(values)).toString("base64url");
        const { status } = await call("GET", `${path}${path.includes("?") ? "&" : "?"}cursor=${cursor}`);
        expect([200, 422], `${path} ${JSON.stringify(values)}`).toContain(status);
      }
    }
  });

  test("the type of a problem leads to a page that says what helps, in both languages", async () => {
    const { body } = await call("GET", "/customers?cursor=rubbish");
    const page = await (await app.request(body.type)).text();
    expect(page).toContain("names each field");
    expect(page).toContain("Opravte ich");
  });

  test("a body of more than 30 MB is refused before it is read", async () => {
    const answer = await call("POST", "/interactions", JSON.stringify({ interaction: { ...note, text: "x".repeat(31 * 1024 * 1024) } }));
    expect(answer).toMatchObject({ status: 413, type: "application/problem+json", body: { code: "too-large" } });
  });

  test("one bad item of a batch does not stop the others", async () => {
    const answer = await call("POST", "/interactions/batch", {
      items: [{ interaction: note }, { interaction: { ...note, text: "" } }, { interaction: note }],
    });
    expect(answer.body.items.map((i: { status: number }) => i.status)).toEqual([201, 422, 201]);
  });
});

test("the OpenAPI document describes every route", async () => {
  const document = (await (await app.request("/openapi.json")).json()) as { paths: object };
  expect(Object.keys(document.paths)).toEqual(
    expect.arrayContaining([
      "/api/v1/interactions",
      "/api/v1/customers/{id}/timeline",
      "/api/v1/connections/{id}/completeness",
      "/healthz",
    ]),
  );
});
