import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createWorld, mail, type Person, type World } from "../../../../test/world.ts";
import { createContact } from "../contacts/create.ts";
import { record } from "../interactions/record.ts";
import { createOpportunity } from "../opportunities/create.ts";
import { indexAllChanges, indexNext } from "./index-changes.ts";
import { search } from "./search.ts";

let world: World;
let rep: Person;
let lipa: { id: string; contactIds: string[] };
let minute = 0;

beforeAll(async () => {
  world = await createWorld();
  rep = await world.person("Jana");
  lipa = await world.customer("Lipová, a. s.", { domains: ["lipa.example"], contacts: ["eva@lipa.example"] });
  await world.customer("Horák a syn", { contacts: ["peter@horak.example"] });
  await createContact(world.admin.ctx, {
    name: "Ľubomír Žilka",
    customerId: lipa.id,
    addresses: [{ kind: "phone", value: "+421905123456" }],
  });
  await createOpportunity(world.admin.ctx, { name: "Obaly na jar", customerId: lipa.id });
});
afterAll(() => world[Symbol.asyncDispose]());

/** A mail from Eva in the administrator's mailbox: of colleagues' mail everybody sees the subject. */
async function fromEva(subject: string, text: string, more: Partial<Parameters<typeof mail>[0]> = {}): Promise<string> {
  minute += 1;
  const content = mail({ from: { name: "Eva Kováčová", address: "eva@lipa.example" }, subject, text, occurredAt: at(minute), ...more });
  const { interactionId } = await record(world.system, { content, source: "mailbox", ownerId: world.admin.id });
  return interactionId!;
}
const at = (n: number) => new Date(Date.UTC(2026, 5, 1, 8, n)).toISOString();

const find = async (person: Person, q: string, limit = 10, cursor?: string) => {
  await indexAllChanges(world.system);
  return search(person.ctx, q, limit, cursor);
};
const ids = async (person: Person, q: string) => (await find(person, q)).interactions.map(({ id }) => id);

/** An audience of its own. */
async function audience({
  metadata = "{}",
  subject = "{}",
  content = "{}",
}: Partial<Record<"metadata" | "subject" | "content", string>>): Promise<string> {
  const [row] = await world.rows<{ id: string }>(
    "INSERT INTO audiences (id, org_id, key, metadata, subject, content) SELECT gen_random_uuid(), $1, gen_random_uuid()::text, $2, $3, $4 RETURNING id",
    [world.orgId, metadata, subject, content],
  );
  return row!.id;
}

/** Moves an interaction to another audience, as a change of rights does. */
async function showTo(id: string, lists: Parameters<typeof audience>[0]): Promise<void> {
  const to = await audience(lists);
  for (const table of ["interaction_subjects", "interaction_bodies", "attachments", "interaction_links"])
    await world.rows(`UPDATE ${table} SET audience_id = $2 WHERE interaction_id = $1`, [id, to]);
  await world.rows("UPDATE interactions SET audience_id = $2 WHERE id = $1", [id, to]);
}

describe("interactions", () => {
  test("are found without diacritics, by beginnings, in subject, text and names of attachments, newest first", async () => {
    const older = await fromEva("Žiadosť o cenovú ponuku", "Prosíme o rozpis škatúľ");
    const newer = await fromEva("Dodatok k ponuke", "Ešte jedna vec", { attachments: [{ filename: "Cenník-2026.pdf", inline: false }] });
    expect(await ids(world.admin, "ponu")).toEqual([newer, older]);
    expect(await ids(world.admin, "ziadost ponuku")).toEqual([older]);
    expect(await ids(world.admin, "SKATUL")).toEqual([older]);
    expect(await ids(world.admin, "cennik 2026")).toEqual([newer]);
    expect(await ids(world.admin, "kovacova ziadost")).toEqual([older]);
  });

  test("a phrase must stand in one piece", async () => {
    const one = await fromEva("Termín", "Dodacia lehota je tri týždne");
    await fromEva("Termín", "Lehota dodacia je iná");
    expect(await ids(world.admin, '"dodacia lehota"')).toEqual([one]);
  });

  test("operators narrow by who, kind, customer and day", async () => {
    const sent = await fromEva("Operátor", "x", {
      from: { address: world.admin.email },
      to: [{ name: "Eva", address: "eva@lipa.example" }],
    });
    const got = await fromEva("Operátor", "x");
    const other = await fromEva("Operátor", "x", { from: { address: "peter@horak.example" }, occurredAt: "2026-03-01T22:59:59Z" });
    expect(await ids(world.admin, "operator from:eva")).toEqual([got]);
    expect(await ids(world.admin, "operator komu:eva")).toEqual([sent]);
    expect(await ids(world.admin, "operator kind:call")).toEqual([]);
    expect(await ids(world.admin, "operator customer:lipova")).toEqual([got, sent]);
    expect(await ids(world.admin, "customer:horak")).toEqual([other]);
    expect(await ids(world.admin, "operator customer:nobody")).toEqual([]);
    // Days begin where the organisation lives: 1 March ends in Bratislava at 23:00 UTC.
    expect(await ids(world.admin, "operator before:2026-03-02")).toEqual([other]);
    expect(await ids(world.admin, "operator after:2026-03-02")).toEqual([got, sent]);
    expect((await find(world.admin, "operator kind:fax")).ignored).toEqual([{ text: "kind:fax", reason: "unknown-kind" }]);
  });

  test("a slip in a longer word finds what was meant, when nothing bears the word itself", async () => {
    const id = await fromEva("Reklamácia paliet", "x");
    const found = await find(world.admin, "reklamacja palet");
    expect(found.interactions.map((hit) => hit.id)).toEqual([id]);
    expect(found.near).toBe(true);
    expect((await find(world.admin, "reklamacia")).near).toBe(false);
  });

  test("say where they have it: places in the text, never markup", async () => {
    await fromEva("Faktúra <b>č. 77</b>", "Prosím o úhradu faktúry <script>alert(1)</script>");
    const [hit] = (await find(world.admin, "faktur")).interactions;
    expect(hit!.match.subject.map(([a, b]) => hit!.subject!.slice(a, b))).toEqual(["Faktúra"]);
    const { text, marks } = hit!.match.content!;
    expect(marks.map(([a, b]) => text.slice(a, b))).toEqual(["faktúry"]);
    expect(text).toContain("<script>");
  });

  test("pages do not move when something new comes", async () => {
    const all = [];
    for (let i = 0; i < 7; i += 1) all.unshift(await fromEva(`Stránkovanie ${i}`, "x"));
    const first = await find(world.admin, "strankovanie", 3);
    const fresh = await fromEva("Stránkovanie nové", "x");
    const second = await find(world.admin, "strankovanie", 3, first.nextCursor!);
    const third = await find(world.admin, "strankovanie", 3, second.nextCursor!);
    expect([first, second, third].flatMap((page) => page.interactions.map(({ id }) => id))).toEqual(all);
    expect(third.nextCursor).toBeNull();
    expect((await ids(world.admin, "strankovanie"))[0]).toBe(fresh);
    await expect(search(world.admin.ctx, "x", 3, "nonsense")).rejects.toMatchObject({ code: "invalid" });
    const forged = Buffer.from(JSON.stringify(["exact", "x", "y"])).toString("base64url");
    await expect(search(world.admin.ctx, "x", 3, forged)).rejects.toMatchObject({ code: "invalid" });
  });

  test("spread over many weeks and years are found newest first, across all pages", async () => {
    const expected: string[] = [];
    for (let i = 0; i < 30; i += 1) {
      const occurredAt = new Date(Date.UTC(2026, 4, 20) - i * 47 * 24 * 3600 * 1000).toISOString();
      expected.push(await fromEva(`Letokruh ${i}`, "x", { occurredAt }));
    }
    const found: string[] = [];
    for (let cursor: string | undefined, more = true; more;) {
      const page = await find(world.admin, "letokruh", 4, cursor);
      found.push(...page.interactions.map(({ id }) => id));
      cursor = page.nextCursor ?? undefined;
      more = cursor !== undefined;
    }
    expect(found).toEqual(expected);
  });

  test("follow a change, and are gone with what they belong to", async () => {
    const id = await fromEva("Pominuteľné slovo", "x");
    expect(await ids(world.admin, "pominutelne")).toEqual([id]);
    await world.rows("UPDATE interaction_subjects SET subject = 'Zmenený predmet' WHERE interaction_id = $1", [id]);
    expect(await ids(world.admin, "pominutelne")).toEqual([]);
    expect(await ids(world.admin, "zmeneny")).toEqual([id]);
    await world.rows("DELETE FROM interactions WHERE id = $1", [id]);
    expect(await world.rows("SELECT FROM search_entries WHERE interaction_id = $1", [id])).toEqual([]);
    expect(await ids(world.admin, "zmeneny")).toEqual([]);
  });
});

describe("the index", () => {
  test("takes a mail of any size, and one that it cannot take holds up nobody", async () => {
    const words = Array.from({ length: 9000 }, (_, n) => `${"ž".repeat(60)}${n} slovo${n}`).join(" ");
    const big = await fromEva("Obrovský list", words);
    expect(await ids(world.admin, "obrovsky slovo7")).toEqual([big]);
    await world.rows(`ALTER TABLE search_entries ADD CONSTRAINT unlucky CHECK (interaction_id <> '${big}') NOT VALID`);
    await world.rows("INSERT INTO search_queue (org_id, noun, row_id) VALUES ($1, 'interaction', $2)", [world.orgId, big]);
    const next = await fromEva("Ďalší v poradí", "x");
    while ((await indexNext(world.system)) > 0);
    expect((await search(world.admin.ctx, "dalsi poradi", 5)).interactions.map(({ id }) => id)).toEqual([next]);
    await world.rows("ALTER TABLE search_entries DROP CONSTRAINT unlucky");
  });
});

describe("within the viewer's levels", () => {
  test("words of the subject are found by who sees the subject, words of the text by who sees the content", async () => {
    const id = await fromEva("Verejný predmet", "tajnost tela", { attachments: [{ filename: "zmluva.pdf", inline: false }] });
    expect(await ids(world.admin, "tajnost")).toEqual([id]);
    expect(await ids(rep, "verejny")).toEqual([id]);
    expect(await ids(rep, "verejny zmluva")).toEqual([id]);
    expect(await ids(rep, "tajnost")).toEqual([]);
    expect(await ids(rep, "verejny tajnost")).toEqual([]);
    const [hit] = (await find(rep, "verejny")).interactions;
    expect(hit!.match.content).toBeNull();
  });

  test("of the rest only the people are found", async () => {
    const id = await fromEva("Skrytý predmet", "x", { from: { name: "Zuzana Metadátová", address: "z@lipa.example" } });
    await showTo(id, { metadata: "{org}" });
    expect(await ids(rep, "metadatova")).toEqual([id]);
    expect(await ids(rep, "skryty")).toEqual([]);
    expect(await ids(rep, "metadatova skryty")).toEqual([]);
    expect(await ids(rep, "from:metadatova")).toEqual([id]);
    await showTo(id, {});
    expect(await ids(rep, "metadatova")).toEqual([]);
  });

  test("the index may be wrong: what it names is read with the viewer's rights", async () => {
    const id = await fromEva("Predmet", "zastarany zoznam");
    await indexAllChanges(world.system);
    const everybody = await audience({ metadata: "{org}", subject: "{org}", content: "{org}" });
    await world.rows("UPDATE search_entries SET audience_id = $2 WHERE interaction_id = $1", [id, everybody]);
    expect((await search(rep.ctx, "zastarany", 10)).interactions).toEqual([]);
  });
});

describe("names", () => {
  test("customers, people, deals by name, address and number", async () => {
    const names = async (q: string) => {
      const found = await find(world.admin, q);
      return [...found.customers, ...found.contacts, ...found.opportunities].map(({ name }) => name);
    };
    expect(await names("lipova")).toEqual(["Lipová, a. s."]);
    expect(await names("zilka lub")).toEqual(["Ľubomír Žilka"]);
    expect(await names("421905")).toEqual(["Ľubomír Žilka"]);
    expect(await names("obaly")).toEqual(["Obaly na jar"]);
    expect(await names("lipa.example")).toEqual(["Lipová, a. s.", "eva@lipa.example"]);
    expect(await names("lipovy")).toEqual(["Lipová, a. s."]);
    expect((await find(world.admin, "lipovy")).near).toBe(true);
  });
});
