import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createApp } from "@kronika/hub/app.ts";
import { recordMany, type RecordItem } from "@kronika/hub/services/interactions/record.ts";
import { createOpportunity } from "@kronika/hub/services/opportunities/create.ts";
import { createSalesDocument } from "@kronika/hub/services/sales-documents/create.ts";
import { createToken } from "@kronika/hub/services/tokens/create.ts";
import { figure } from "../setup/figure.ts";
import { createWorld, mail, type Person, type World } from "../world.ts";
import type { Answer } from "./lib/api.ts";

/**
 * To which deal does it belong? Evidence is weighed; where it is not enough a person is asked, and his answer stands, goes for the thread,
 * and may become a rule that is shown before it moves anything and can be taken back.
 */
let world: World;
let rep: Person;
let call: (person: Person, method: string, path: string, body?: unknown) => Promise<{ status: number; body: Answer }>;
let customerId: string;
let pallets: string;
let foil: string;

beforeAll(async () => {
  world = await createWorld();
  rep = await world.person("Eva");
  const app = createApp(world.deps);
  const tokens = new Map<string, string>();
  call = async (person, method, path, body) => {
    if (!tokens.has(person.id)) tokens.set(person.id, (await createToken(person.ctx, { name: "test", scopes: ["write"] })).token);
    const response = await app.request(`/api/v1${path}`, {
      method,
      headers: { authorization: `Bearer ${tokens.get(person.id)}`, "content-type": "application/json" },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    return { status: response.status, body: text === "" ? null : JSON.parse(text) };
  };
  ({ id: customerId } = await world.customer("Alfa", { domains: ["alfa.example"], contacts: ["jana@alfa.example"] }));
  const deal = (name: string) => createOpportunity(rep.ctx, { name, customerId });
  pallets = (await deal("Drevené palety")).id;
  foil = (await deal("Strečová fólia")).id;
  await createSalesDocument(rep.ctx, {
    kind: "quote",
    number: "OF-2026/0123",
    customerId,
    opportunityId: foil,
    amount: "1200.00",
    issuedOn: "2026-11-20",
  });
});
afterAll(() => world[Symbol.asyncDispose]());

let minute = 0;
/** A mail from Jana to the rep, one minute after the one before. */
const arrive = async (fields: Partial<Parameters<typeof mail>[0]>, owner: Person = rep): Promise<string> => {
  minute += 1;
  const content = mail({
    from: { address: "jana@alfa.example", name: "Jana" },
    to: [{ address: owner.email }],
    messageId: `<${randomUUID()}@alfa.example>`,
    occurredAt: new Date(Date.UTC(2026, 10, 24, 8, minute)).toISOString(),
    ...fields,
  });
  const item: RecordItem = { content, source: "mailbox", ownerId: owner.id };
  return (await recordMany(world.system, [item]))[0]!.interactionId!;
};

const dealLinks = async (id: string) => {
  const { body } = await call(rep, "GET", `/interactions/${id}/explanation`);
  return body.links.filter((link: Answer) => link.target === "opportunity");
};
const dealOf = async (id: string) => (await dealLinks(id)).find((link: Answer) => link.chosen)?.id ?? null;
const questionAbout = async (id: string, person = rep) =>
  (await call(person, "GET", "/questions")).body.items.find((question: Answer) => question.interaction.id === id);

test("the number of a quote, however it is written, and the words of a deal's name tell it; why is said", async ({ task }) => {
  const byNumber = await arrive({ subject: "Otázka", text: "Dobrý deň, k ponuke č. of 2026-0123: je v cene doprava?" });
  expect(await dealOf(byNumber)).toBe(foil);
  const [link] = await dealLinks(byNumber);
  expect(link.evidence[0]).toMatchObject({ code: "deal-document", number: "OF-2026/0123", places: ["text"] });
  const byName = await arrive({ subject: "Palety - termín", text: "Kedy prídu drevené palety?" });
  expect(await dealOf(byName)).toBe(pallets);
  expect(await questionAbout(byName)).toBeUndefined();
  figure(task, `chance ${link.score} by number, ${(await dealLinks(byName))[0].score} by name`);
});

test("a mail that tells nothing is asked about, of those it concerns; the answer stands and goes for the thread", async () => {
  const messageId = `<${randomUUID()}@alfa.example>`;
  const root = await arrive({ subject: "Termín", text: "Dá sa to ešte tento týždeň?", messageId });
  expect(await dealOf(root)).toBeNull();
  const reply = await arrive({ subject: "Re: Termín", text: "Pripomínam sa.", inReplyTo: messageId, references: [messageId] });
  const question = await questionAbout(root);
  expect(question.candidates.map((candidate: Answer) => candidate.id).toSorted()).toEqual([pallets, foil].toSorted());
  // A colleague to whom neither the mail nor a deal belongs is not asked; a manager is.
  const stranger = await world.person("Ivan");
  const manager = await world.person("Viera", { role: "manager" });
  expect(await questionAbout(root, stranger)).toBeUndefined();
  expect(await questionAbout(root, manager)).toBeDefined();
  expect((await call(stranger, "POST", `/questions/${question.id}/answer`, { answer: pallets })).status).toBe(404);

  const answered = await call(rep, "POST", `/questions/${question.id}/answer`, { answer: pallets });
  expect(answered).toMatchObject({ status: 200, body: { followed: 1 } });
  expect([await dealOf(root), await dealOf(reply)]).toEqual([pallets, pallets]);
  const later = await arrive({ subject: "Re: Termín", text: "Ďakujem.", inReplyTo: messageId, references: [messageId] });
  expect(await dealOf(later)).toBe(pallets);
  expect((await dealLinks(later))[0].evidence[0].code).toBe("deal-thread-person");
});

test("a later mail of the thread that names the matter answers what was asked about the earlier ones", async () => {
  const messageId = `<${randomUUID()}@alfa.example>`;
  const root = await arrive({ subject: "Podklady", text: "Máte už nejaké novinky?", messageId });
  expect(await questionAbout(root)).toBeDefined();
  await arrive({ subject: "Re: Podklady", text: "Ide o strečovú fóliu, OF-2026/0123.", inReplyTo: messageId, references: [messageId] });
  expect(await dealOf(root)).toBe(foil);
  expect(await questionAbout(root)).toBeUndefined();
});

test("a thread that is older than its deal is linked once a later mail of it tells the deal; what a person placed stays", async () => {
  const { id: gamma } = await world.customer("Gamma", { domains: ["gamma.example"], contacts: ["ota@gamma.example"] });
  const messageId = `<${randomUUID()}@gamma.example>`;
  const from = { address: "ota@gamma.example" };
  const [first, placed] = [
    await arrive({ from, subject: "Dopravník", text: "Vedeli by ste nám dodať dopravník?", messageId }),
    await arrive({ from, subject: "Re: Dopravník", text: "Rozmery pošlem.", inReplyTo: messageId, references: [messageId] }),
  ];
  expect(await questionAbout(first)).toBeUndefined();
  const { status } = await call(rep, "PUT", `/interactions/${placed}/links`, { customerIds: [gamma], opportunityIds: [] });
  expect(status).toBeLessThan(300);
  const conveyor = (await createOpportunity(rep.ctx, { name: "Dopravník", customerId: gamma })).id;
  const told = await arrive({
    from,
    subject: "Re: Dopravník",
    text: "Ako to vyzerá s tým dopravníkom?",
    inReplyTo: messageId,
    references: [messageId],
  });
  expect([await dealOf(told), await dealOf(first), await dealOf(placed)]).toEqual([conveyor, conveyor, null]);
});

test("an old thread that turns to another deal does not drag the mail along, and says so", async () => {
  const messageId = `<${randomUUID()}@alfa.example>`;
  const root = await arrive({ subject: "Palety", text: "Objednávame drevené palety.", messageId });
  expect(await dealOf(root)).toBe(pallets);
  const turned = await arrive({
    subject: "Re: Palety",
    text: "A ešte k ponuke OF-2026/0123, prosím o zľavu.",
    inReplyTo: messageId,
    references: [messageId],
  });
  expect(await dealOf(turned)).toBe(foil);
  const doubted = (await dealLinks(turned))
    .flatMap((link: Answer) => link.evidence)
    .find((piece: Answer) => piece.code === "deal-thread-doubted");
  expect(doubted?.doubts ?? ["other-number"]).toContain("other-number");
});

test("an answer becomes a rule: the preview is what it moves, a person's word is not touched, and it can be taken back", async ({
  task,
}) => {
  const { id: other } = await world.customer("Beta", { domains: ["beta.example"], contacts: ["karol@beta.example"] });
  const [first, second] = [
    (await createOpportunity(rep.ctx, { name: "Regály", customerId: other })).id,
    (await createOpportunity(rep.ctx, { name: "Etikety", customerId: other })).id,
  ];
  const from = { address: "karol@beta.example" };
  const vague = [];
  for (const text of ["Ako to vyzerá?", "Čakáme.", "Dá sa to?", "Kedy?"]) vague.push(await arrive({ from, subject: text, text }));
  const question = await questionAbout(vague[0]!);
  await call(rep, "POST", `/questions/${question.id}/answer`, { answer: second });

  const rule = { kind: "address", value: "Karol@beta.example", customerId: other, opportunityId: first };
  const before = await Promise.all(vague.map(dealLinks));
  const preview = await call(rep, "POST", "/link-rules/preview", rule);
  expect(preview.body.count).toBe(3);
  expect(preview.body.items.map((item: Answer) => item.interaction.id).toSorted()).toEqual(vague.slice(1).toSorted());
  expect(await Promise.all(vague.map(dealLinks))).toEqual(before);

  const made = await call(rep, "POST", "/link-rules", rule);
  expect(made).toMatchObject({ status: 201, body: { moved: 3 } });
  expect(await Promise.all(vague.map(dealOf))).toEqual([second, first, first, first]);
  expect(await questionAbout(vague[1]!)).toBeUndefined();
  expect(await dealOf(await arrive({ from, subject: "Nové", text: "Posielam podklady." }))).toBe(first);

  expect((await call(rep, "DELETE", `/link-rules/${made.body.id}`)).body).toEqual({ restored: 3 });
  const places = (links: Answer[][]) => links.map((each) => each.map(({ id, chosen }) => `${id} ${chosen}`).toSorted());
  expect(places(await Promise.all(vague.map(dealLinks)))).toEqual(places(before));
  expect(await questionAbout(vague[1]!)).toBeDefined();
  figure(task, "3 of 3 previewed moved, 3 restored, 1 word of a person untouched");
});
