import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startPostgres, type TestDatabase } from "../../../../test/servers/postgres.ts";
import { freePort } from "../processes/ports.ts";
import { kronika } from "../testing/command-line.ts";

let folder = "";
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "kronika-commands-"));
  mkdirSync(join(folder, "mail"));
  writeFileSync(
    join(folder, "mail/a.eml"),
    "From: Eva <eva@firma.example>\r\nTo: jana@my.example\r\nSubject: Ponuka\r\nMessage-ID: <1@firma.example>\r\n\r\nDobrý deň\r\n",
  );
  writeFileSync(join(folder, "mail/b.eml"), "From: Ivan <ivan@firma.example>\r\nSubject: Druhá\r\n\r\nText\r\n");
  writeFileSync(
    join(folder, "a.ics"),
    "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nBEGIN:VEVENT\r\nUID:1\r\nDTSTAMP:20261124T090000Z\r\nDTSTART:20261124T090000Z\r\nDTEND:20261124T100000Z\r\nRRULE:FREQ=DAILY;COUNT=3\r\nSUMMARY:Porada\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n",
  );
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const PATIENCE = { timeout: 120_000 };

describe("kronika", PATIENCE, () => {
  test("answers --help on standard output with 0, for itself and for each command", async () => {
    const [whole, one] = await Promise.all([kronika(["--help"]), kronika(["token", "create", "--help"])]);
    expect(whole).toMatchObject({ code: 0, stderr: "" });
    for (const name of ["start", "doctor", "migrate", "reconcile", "inspect", "import", "token"]) expect(whole.stdout).toContain(name);
    expect(one).toMatchObject({ code: 0, stdout: expect.stringContaining("--user") });
  });

  test.each([
    ["no command", []],
    ["an unknown command", ["strat"]],
    ["half a command", ["token"]],
    ["an unknown flag", ["doctor", "--jsno"]],
    ["a missing flag", ["token", "create", "--json"]],
    ["a missing file", ["inspect", "message", "--json"]],
    ["a day that is none", ["inspect", "calendar", "--from", "yesterday", "a.ics"]],
  ])("ends with 2 for %s, and leaves standard output alone", async (_case, args) => {
    const { code, stdout, stderr } = await kronika(args);
    expect(code).toBe(2);
    expect(`${stdout}${stderr}`).toContain("USAGE");
    expect(args.length === 0 ? "" : stdout).toBe("");
  });
});

describe("inspect", PATIENCE, () => {
  test("a mail is one JSON document", async () => {
    const { code, stdout } = await kronika(["inspect", "message", join(folder, "mail/a.eml"), "--json"]);
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      messageId: "<1@firma.example>",
      subject: "Ponuka",
      from: { name: "Eva", address: "eva@firma.example" },
      kind: "normal",
    });
  });

  test("a folder is one document a line, and a file that is not there is a line with its problem while the rest goes on", async () => {
    const { code, stdout } = await kronika(["inspect", "message", join(folder, "gone.eml"), join(folder, "mail"), "--json"]);
    const lines = stdout
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line) as { file: string; problems: string[] });
    expect(lines.map(({ file }) => file)).toEqual(["gone.eml", "mail/a.eml", "mail/b.eml"].map((name) => join(folder, name)));
    expect(lines[0]?.problems).toHaveLength(1);
    expect(code).toBe(1);
  });

  test("a calendar is its series, and with --from and --to its instances", async () => {
    const file = join(folder, "a.ics");
    const series = await kronika(["inspect", "calendar", file, "--json"]);
    expect(JSON.parse(series.stdout)).toMatchObject({ events: [{ uid: "1", summary: "Porada" }] });
    const instances = await kronika(["inspect", "calendar", file, "--from", "2026-11-25", "--to", "2026-11-26", "--json"]);
    expect((JSON.parse(instances.stdout) as { events: unknown[] }).events).toHaveLength(1);
  });
});

describe("without a running Kronika", PATIENCE, () => {
  test("a command that needs one says how to get it", async () => {
    const { code, stdout, stderr } = await kronika([
      "token",
      "create",
      "--user",
      "eva@firma.example",
      "--data",
      join(folder, "nowhere"),
      "--json",
    ]);
    expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
    expect(stderr).toBe(
      `✗ There is no Kronika in ${join(folder, "nowhere")} yet: start it first (npm start), name its folder with --data, or set DATABASE_URL.\n`,
    );
  });
});

describe("with a database of DATABASE_URL", PATIENCE, () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await (await startPostgres()).createDatabase();
  });

  test("migrate says how the application signs in, and that role is not the owner", async () => {
    const { code, stdout } = await kronika(["migrate", "--json"], { DATABASE_URL: database.ownerUrl });
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ detail: "up to date", applicationUrl: expect.stringContaining("kronika_app") });
  });

  test("doctor names the cure of everything that is wrong, as JSON and nothing else", async () => {
    const nobody = `127.0.0.1:${await freePort()}`;
    const env = {
      DATABASE_URL: database.ownerUrl,
      KRONIKA_KEY: Buffer.alloc(32).toString("base64"),
      TEMPORAL_ADDRESS: nobody,
      KRONIKA_PUBLIC_URL: `http://${nobody}`,
    };
    const { code, stdout } = await kronika(["doctor", "--json"], env);
    expect(code).toBe(1);
    const { ok, findings } = JSON.parse(stdout) as { ok: boolean; findings: { name: string; ok: boolean; detail: string }[] };
    expect(ok).toBe(false);
    const found = Object.fromEntries(findings.map((finding) => [finding.name, finding]));
    for (const name of ["Node", "Packages", "PostgreSQL", "Tables", "Backup", "Database role"])
      expect(found[name]).toMatchObject({ ok: true });
    expect(found["Temporal"]).toMatchObject({ ok: false, detail: expect.stringContaining("start it there, or correct the address") });
    expect(found["Hub"]).toMatchObject({ ok: false, detail: expect.stringContaining("start Kronika (npm start)") });
  });

  test("token create says that nobody has this address", async () => {
    const env = { DATABASE_URL: database.ownerUrl, KRONIKA_KEY: Buffer.alloc(32).toString("base64") };
    const { code, stderr } = await kronika(["token", "create", "--user", "nobody@firma.example"], env);
    expect({ code, stderr }).toEqual({ code: 1, stderr: "✗ Nobody has an account with this e-mail address.\n" });
  });
});
