import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createApp } from "@kronika/hub/app.ts";
import { advanceCsvImport, type CsvImport } from "@kronika/hub/services/csv-import/advance.ts";
import type { CsvSource } from "@kronika/hub/services/csv-import/decode.ts";
import { getCsvImport, listCsvImportRows, mapCsvColumns } from "@kronika/hub/services/csv-import/list.ts";
import { startCsvImport } from "@kronika/hub/services/csv-import/start.ts";
import { updateCustomer } from "@kronika/hub/services/customers/update.ts";
import { createToken } from "@kronika/hub/services/tokens/create.ts";
import type { CsvImportKind } from "@kronika/hub/db/schema/csv-imports.ts";
import { figure } from "../setup/figure.ts";
import { createWorld, type World } from "../world.ts";

/** Files as Slovak programs write them, taken in: recognised, checked row by row, applied once, taken back. */
let world: World;
let folder: string;
const key = Buffer.alloc(32, 7).toString("base64");
beforeAll(async () => {
  world = await createWorld({ now: () => new Date() });
  folder = await mkdtemp(join(tmpdir(), "kronika-csv-"));
});
afterAll(async () => {
  await world[Symbol.asyncDispose]();
  await rm(folder, { recursive: true, force: true });
});

const source = (content: string | Uint8Array): CsvSource =>
  async function* () {
    yield typeof content === "string" ? Buffer.from(content) : content;
  };
const MB = 1024 * 1024;

async function start(kind: CsvImportKind, content: string | Uint8Array, from = "pohoda"): Promise<CsvImport> {
  const { id } = await startCsvImport(world.admin.ctx, { kind, filename: `${kind}.csv`, source: from }, source(content), 30 * MB);
  return getCsvImport(world.admin.ctx, id);
}
async function toTheEnd(id: string, action: "check" | "apply" | "undo"): Promise<CsvImport> {
  for (;;) {
    const { run, done } = await advanceCsvImport(world.admin.ctx, id, { action });
    if (done) return run;
  }
}
const problemsOf = async (id: string) =>
  (await listCsvImportRows(world.admin.ctx, id, { outcome: "failed", limit: 200 })).items.map(({ row, line, problems }) => ({
    row,
    line,
    problems,
  }));
const count = async (table: string) => (await world.rows<{ n: number }>(`SELECT count(*)::int AS n FROM ${table}`))[0]!.n;

/** IČO with a right check digit. */
const ico = (n: number): string => {
  const digits = String(3_000_000 + n);
  const sum = [...digits].reduce((total, digit, i) => total + Number(digit) * (8 - i), 0);
  return digits + String((11 - (sum % 11)) % 10);
};

/** Windows-1250 of the letters that occur here. */
function win1250(text: string): Buffer {
  const table = new Map<string, number>();
  const decoder = new TextDecoder("windows-1250");
  for (let byte = 128; byte < 256; byte += 1) table.set(decoder.decode(Uint8Array.of(byte)), byte);
  return Buffer.from([...text].map((char) => table.get(char) ?? char.charCodeAt(0)));
}

test("a file in windows-1250 with semicolons, quotes, a break within a cell and Slovak headers is understood", async () => {
  const csv = `Názov firmy;IČO;Typ;Doména;Poznámka\r\n"Čučoriedka; syn ""a"" dcéra";${ico(1)};zákazník, dodávateľ;cucoriedka.example;\r\n"Ľan\r\na ťava";${ico(2)};;;x\r\n`;
  const run = await start("customers", win1250(csv));
  expect(run).toMatchObject({
    encoding: "windows-1250",
    delimiter: ";",
    rows: 2,
    mapping: ["name", "ico", "kinds", "domains", null],
    state: "ready",
  });
  const before = await count("customers");
  const checked = await toTheEnd(run.id, "check");
  expect(checked.counts).toEqual({ created: 2 });
  expect(await count("customers"), "a dry run writes nothing").toBe(before);
  expect((await toTheEnd(run.id, "apply")).counts).toEqual({ created: 2 });
  expect(await world.rows("SELECT name, ico, kinds, domains FROM customers ORDER BY ico")).toEqual([
    { name: 'Čučoriedka; syn "a" dcéra', ico: ico(1), kinds: ["customer", "supplier"], domains: ["cucoriedka.example"] },
    { name: "Ľan\r\na ťava", ico: ico(2), kinds: ["customer"], domains: [] },
  ]);
});

test.each([
  ["utf-8", ",", Buffer.from("name,company number\nČaj,1\n")],
  ["utf-8", "\t", Buffer.from("\ufeffNázov\tIČO\nČaj\t1\n")],
  ["windows-1252", ";", Buffer.from("name;owner\nCaf\xe9 \xe0 la cr\xeame;x\n", "latin1")],
  ["utf-16le", ";", Buffer.from("\ufeffNázov;IČO\nČaj;1\n", "utf16le")],
])("%s with %j: encoding, delimiter and headers are recognised", async (encoding, delimiter, content) => {
  const run = await start("customers", content);
  expect(run).toMatchObject({ encoding, delimiter });
  expect(run.mapping[0]).toBe("name");
  const [row] = (await listCsvImportRows(world.admin.ctx, run.id, { limit: 1 })).items;
  expect(row?.cells?.[0]).toBe(encoding === "windows-1252" ? "Café à la crême" : "Čaj");
});

test("wrong rows are named with line, column and reason in both languages; the others stand", async () => {
  const csv = `Názov;IČO;Krajina;Web\nDobrá;${ico(10)};Slovensko;\n;${ico(11)};;\nPreklep;12345678;;\nĎaleká;;Atlantída;\n=HYPERLINK("http://x");${ico(12)};CZ;\n`;
  const run = await start("customers", csv);
  const applied = await toTheEnd(run.id, "apply");
  expect(applied.counts).toEqual({ created: 2, failed: 3 });
  expect(await problemsOf(run.id)).toEqual([
    { row: 2, line: 3, problems: [{ column: "Názov", en: "must not be empty", sk: "nesmie byť prázdne" }] },
    {
      row: 3,
      line: 4,
      problems: [{ column: "IČO", en: expect.stringContaining("check digit"), sk: "má preklep: kontrolná číslica nesedí" }],
    },
    { row: 4, line: 5, problems: [{ column: "Krajina", en: "is not a country", sk: "nie je krajina" }] },
  ]);
  expect(await world.rows("SELECT name FROM customers WHERE country = 'CZ'")).toEqual([{ name: '=HYPERLINK("http://x")' }]);
});

test("people, deals and documents find their customer; a repeat changes nothing, a change is taken over", async () => {
  await toTheEnd((await start("customers", `Kód;Názov;IČO\nA-1;Breza, s. r. o.;${ico(20)}\n`)).id, "apply");
  const contacts = `Meno;Priezvisko;IČO;E-mail;Mobil;Funkcia\nEva;Nová;${ico(20)};eva@breza.example;0905 123 456;Konateľka\n`;
  const deals = `Obchodná príležitosť;Kód zákazníka;Hodnota;Očakávané uzavretie;Fáza\nStrecha haly;A-1;"12 500,50 €";24. 12. 2026;Cenová ponuka\n`;
  const documents = `Číslo dokladu;IČO;Suma s DPH;Dátum vystavenia;Splatnosť;Dátum úhrady\nFV2026/17;${ico(20)};1.230,00;2.11.2026;16.11.2026;\n`;
  const counts = async (kind: CsvImportKind, csv: string) => (await toTheEnd((await start(kind, csv)).id, "apply")).counts;
  expect([await counts("contacts", contacts), await counts("opportunities", deals), await counts("sales-documents", documents)]).toEqual([
    { created: 1 },
    { created: 1 },
    { created: 1 },
  ]);
  expect([await counts("contacts", contacts), await counts("opportunities", deals), await counts("sales-documents", documents)]).toEqual([
    { unchanged: 1 },
    { unchanged: 1 },
    { unchanged: 1 },
  ]);
  expect(await counts("contacts", contacts.replace("Konateľka", "Riaditeľka"))).toEqual({ updated: 1 });
  expect(await counts("sales-documents", documents.replace("16.11.2026;", "16.11.2026;14.11.2026"))).toEqual({ updated: 1 });
  expect(await world.rows("SELECT name, value, expected_close::text, stage FROM opportunities")).toEqual([
    { name: "Strecha haly", value: "12500.50", expected_close: "2026-12-24", stage: "quote" },
  ]);
  expect(await world.rows("SELECT number, amount, state, paid_on::text FROM sales_documents")).toEqual([
    { number: "FV2026/17", amount: "1230.00", state: "paid", paid_on: "2026-11-14" },
  ]);
  expect(
    await world.rows("SELECT value FROM contact_addresses a JOIN contacts c ON c.id = a.contact_id WHERE c.name = 'Eva Nová' ORDER BY 1"),
  ).toEqual([{ value: "+421905123456" }, { value: "eva@breza.example" }]);
});

test("a run is taken back also after the database was restored from a backup: its rows are written anew, with what stood in them", async () => {
  const run = await start("customers", `Názov;IČO\nPo obnove;${ico(40)}\nZmenená;${ico(41)}\n`);
  await toTheEnd(run.id, "apply");
  const ids = await world.rows<{ id: string }>("SELECT id FROM customers WHERE ico = ANY($1)", [[40, 41].map(ico)]);
  // What a restore does to a row: it stands as it stood, written by another transaction.
  for (const { id } of ids) await world.rows("UPDATE customers SET name = name WHERE id = $1", [id]);
  await world.rows("UPDATE customers SET website = 'moj.example' WHERE ico = $1", [ico(41)]);
  expect((await toTheEnd(run.id, "undo")).counts).toEqual({ undone: 1, kept: 1 });
});

test("a run is taken back, except for what somebody has changed since or what is in use", async () => {
  await toTheEnd((await start("customers", `Názov;IČO;Web\nStará;${ico(30)};stary.example\n`)).id, "apply");
  const run = await start(
    "customers",
    `Názov;IČO;Web\nStará;${ico(30)};novy.example\nNová A;${ico(31)};\nNová B;${ico(32)};\nNová C;${ico(33)};\n`,
  );
  expect((await toTheEnd(run.id, "apply")).counts).toEqual({ updated: 1, created: 3 });
  const [touched] = await world.rows<{ id: string }>("SELECT id FROM customers WHERE ico = $1", [ico(31)]);
  await updateCustomer(world.admin.ctx, touched!.id, { website: "moj.example" });
  await toTheEnd((await start("contacts", `Kontakt;IČO\nJano;${ico(32)}\n`)).id, "apply");
  expect((await toTheEnd(run.id, "undo")).counts).toEqual({ undone: 2, kept: 2 });
  expect(await world.rows("SELECT name, website FROM customers WHERE ico = ANY($1) ORDER BY ico", [[30, 31, 32, 33].map(ico)])).toEqual([
    { name: "Stará", website: "stary.example" },
    { name: "Nová A", website: "moj.example" },
    { name: "Nová B", website: null },
  ]);
  expect(await world.rows("SELECT before FROM csv_import_rows WHERE import_id = $1 AND before IS NOT NULL", [run.id])).toEqual([]);
});

test("columns can be changed before anything is applied, and a missing one is named", async () => {
  const run = await start("customers", `Kto;Koľko\nJavor;x\n`);
  await expect(toTheEnd(run.id, "apply")).rejects.toMatchObject({
    code: "invalid",
    fields: [{ pointer: "/mapping", message: "no column is name" }],
  });
  await expect(mapCsvColumns(world.admin.ctx, run.id, { mapping: ["name", "name"] })).rejects.toMatchObject({
    fields: [{ pointer: "/mapping/1" }],
  });
  await mapCsvColumns(world.admin.ctx, run.id, { mapping: ["name", null] });
  expect((await toTheEnd(run.id, "apply")).counts).toEqual({ created: 1 });
});

test("bombs are refused with a line, and leave nothing", async ({ task }) => {
  const stored = await count("csv_import_rows");
  const wide = `${"a;".repeat(1_000_000)}\n`;
  await expect(start("customers", wide)).rejects.toMatchObject({
    code: "invalid",
    fields: [{ message: expect.stringContaining("line 1") }],
  });
  const unclosed = `Názov;IČO\n"nikdy nekončí;${"x;y\n".repeat(500_000)}`;
  await expect(start("customers", unclosed)).rejects.toMatchObject({ fields: [{ message: expect.stringContaining("quote") }] });
  await expect(start("customers", "Názov\nA\0B\n")).rejects.toMatchObject({ fields: [{ message: expect.stringContaining("NUL") }] });
  await expect(start("customers", "")).rejects.toMatchObject({ fields: [{ message: "is empty" }] });
  const line = Buffer.from(`Firma s dlhým názvom;${"x".repeat(500)}\n`);
  const hundred: CsvSource = async function* () {
    for (let sent = 0; sent < 100 * MB; sent += line.length) yield line;
  };
  await expect(startCsvImport(world.admin.ctx, { kind: "customers" }, hundred, 30 * MB)).rejects.toMatchObject({ code: "too-large" });
  expect(await count("csv_import_rows")).toBe(stored);
  const app = createApp(world.deps);
  const { token } = await createToken(world.admin.ctx, { name: "x", scopes: ["write"] });
  const answer = await app.request("/api/v1/csv-imports?kind=customers", {
    method: "POST",
    headers: { authorization: `Bearer ${token}`, "content-type": "text/csv" },
    body: Buffer.alloc(31 * MB, "a"),
  });
  expect([answer.status, answer.headers.get("content-type")]).toEqual([413, "application/problem+json"]);
  figure(task, "10^6 columns, an unclosed quote, NUL, 100 MB: refused, 0 rows left");
});

test("a rep does not import", async () => {
  const rep = await world.person("Rep");
  await expect(startCsvImport(rep.ctx, { kind: "customers" }, source("Názov\nX\n"), MB)).rejects.toMatchObject({ code: "forbidden" });
});

test("a run that is killed goes on where it stood: every row once", async ({ task }) => {
  const rows = 3000;
  const file = join(folder, "velky.csv");
  await writeFile(file, `Názov;IČO\n${Array.from({ length: rows }, (_, i) => `Firma ${i};${ico(1000 + i)}`).join("\n")}\n`);
  const kronika = () =>
    spawn(
      process.execPath,
      [fileURLToPath(new URL("../../hub/src/cli/main.ts", import.meta.url)), "import", "csv", "customers", file, "--json"],
      {
        env: { ...process.env, DATABASE_URL: world.database.appUrl, DATABASE_OWNER_URL: world.database.ownerUrl, KRONIKA_KEY: key },
      },
    );
  const done = () =>
    world
      .rows<{ n: number }>("SELECT coalesce(max(position), 0)::int AS n FROM csv_imports WHERE rows = $1", [rows])
      .then(([row]) => row!.n);
  let kills = 0;
  for (;;) {
    const begun = await done();
    const child = kronika();
    let output = "";
    child.stdout.on("data", (chunk) => (output += String(chunk)));
    child.stderr.on("data", (chunk) => (output += String(chunk)));
    const ended = once(child, "exit");
    if (kills < 3) {
      while (child.exitCode === null && (await done()) < begun + 200) await new Promise((resolve) => setTimeout(resolve, 20));
      if (child.exitCode === null) {
        child.kill("SIGKILL");
        kills += 1;
        await ended;
        continue;
      }
    }
    await ended;
    expect(child.exitCode, output).toBe(0);
    expect(JSON.parse(output)).toMatchObject({ rows, counts: { created: rows } });
    break;
  }
  expect(
    await world.rows("SELECT count(*)::int AS n, count(DISTINCT ico)::int AS distinct FROM customers WHERE name ~ '^Firma [0-9]+$'"),
  ).toEqual([{ n: rows, distinct: rows }]);
  figure(task, `${rows} rows, ${kills} kills: each row once`);
});
