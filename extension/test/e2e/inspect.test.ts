// @vitest-environment node
import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Inspection } from "../../src/hosts/inspection.ts";
import { noChromium } from "../browser.ts";
import { withInstants } from "../gmail/wall-clock.ts";

const script = join(import.meta.dirname, "../../scripts/inspect-page.ts");
const fixtures = join(import.meta.dirname, "../../src/hosts/gmail/fixtures");

function inspect(...args: string[]): Promise<{ code: number; out: string; err: string }> {
  return new Promise((resolve) => {
    execFile(process.execPath, [script, ...args], { maxBuffer: 20_000_000 }, (error, out, err) =>
      resolve({ code: error === null ? 0 : Number(error.code), out, err }),
    );
  });
}

describe.skipIf(noChromium)("inspect:page", () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "kronika-inspect-"));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test("reads every saved page in a real Chromium as the unit tests do in a small DOM", async () => {
    const { code, out } = await inspect("--host", "gmail", "--json", fixtures);
    expect(code).toBe(0);
    const lines = out
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line) as Inspection & { file: string });
    expect(lines.length).toBeGreaterThan(40);
    for (const { file, ...read } of lines) {
      const { expected } = JSON.parse(readFileSync(join(fixtures, file.replace(/html$/, "json")), "utf8")) as { expected: Inspection };
      expect(read, file).toEqual(withInstants(expected));
    }
  });

  test("scripts of a saved page do not run, and nothing is fetched", async () => {
    const file = join(folder, "active.html");
    writeFileSync(
      file,
      "<main>a</main><script>document.body.innerHTML = '<div role=main><table role=grid><tr class=zA role=row></tr></table></div>'</script><img src='https://elsewhere.example/x.png'>",
    );
    const { code, out } = await inspect(
      "--host",
      "gmail",
      "--url",
      "https://mail.google.com/mail/u/0/#inbox/19ae0f1c2b3d4e5f",
      file,
      "--json",
    );
    expect(code).toBe(0);
    expect(JSON.parse(out)).toEqual({ file: "active.html", host: "gmail", view: "not-understood", missing: ["thread"] });
  });

  test("a file that cannot be read is a line with problems; the rest goes on", async () => {
    const { code, out } = await inspect(
      "--host",
      "gmail",
      "--url",
      "https://mail.google.com/mail/u/0/",
      join(folder, "missing.html"),
      join(fixtures, "hand-settings.html"),
      "--json",
    );
    expect(code).toBe(1);
    const [bad, good] = out
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line) as { file: string; view: string; problems?: string[] });
    expect(bad).toMatchObject({ file: "missing.html", view: "not-understood", problems: [expect.stringContaining("ENOENT")] });
    expect(good).toMatchObject({ file: "hand-settings.html", view: "not-understood" });
  });

  test("a host that is not written yet says that it understands nothing", async () => {
    for (const host of ["outlook", "google-calendar", "outlook-calendar"]) {
      const { out } = await inspect(
        "--host",
        host,
        "--url",
        "https://outlook.office.com/mail/",
        join(fixtures, "hand-settings.html"),
        "--json",
      );
      expect(JSON.parse(out)).toMatchObject({ host, view: "not-understood", missing: [] });
    }
  });

  test.each([
    [["--host", "yahoo", "--url", "https://x.example/", "a.html"]],
    [["--host", "gmail", "--url", "https://x.example/"]],
    [["--host", "gmail", "a.html"]],
    [["--host", "gmail", "--url", "nonsense", "a.html"]],
  ])("wrong use ends with 2: %j", async (args) => {
    const { code, out, err } = await inspect(...args);
    expect({ code, out }).toEqual({ code: 2, out: "" });
    expect(err).toContain("usage: inspect-page");
  });
});
