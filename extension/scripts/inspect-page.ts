import { isUtf8 } from "node:buffer";
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { basename, join } from "node:path";
import { parseArgs } from "node:util";
import { chromium, type BrowserContext, type Page, type Request } from "playwright-core";
import { build } from "vite";
import { chromiumPath } from "../test/browser.ts";
import type { HostId } from "../src/hosts/host.ts";
import type { Inspection } from "../src/hosts/inspection.ts";
import { hostIds } from "../src/hosts/registry.ts";

/**
 * `inspect-page --host HOST --url URL FILE.html... --json`: how the extension reads saved pages, in a real Chromium, at their real address.
 *
 * The saved page gets no network and its scripts do not run: what is inspected is what was saved. Several files or a folder give one JSON
 * document a line; a file that cannot be read is a line with `problems`. A file `x.json` with `{"url": ...}` beside `x.html` gives that
 * page its own address.
 */
const USAGE = "usage: inspect-page --host gmail|outlook|google-calendar|outlook-calendar --url URL FILE.html... [--json]";

interface Inspected extends Partial<Inspection> {
  file: string;
  problems?: string[];
}

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    options: { host: { type: "string" }, url: { type: "string" }, json: { type: "boolean" } },
    allowPositionals: true,
  });
  const host = hostIds.find((id) => id === values.host);
  const files = positionals.flatMap(filesOf);
  const many = files.length > 1 || positionals.some((path) => existsSync(path) && statSync(path).isDirectory());
  if (host === undefined || positionals.length === 0)
    return usage(host === undefined ? `unknown host: ${values.host ?? "none given"}` : "no file given");
  if (values.url !== undefined && URL.parse(values.url) === null) return usage(`not an address: ${values.url}`);
  if (values.url === undefined && files.some((file) => addressBeside(file) === null)) return usage("--url is missing");

  const reader = await bundleReader();
  const browser = await chromium.launch({ executablePath: chromiumPath(), headless: true, args: ["--no-sandbox"] });
  let failed = false;
  try {
    const context = await browser.newContext({ serviceWorkers: "block", viewport: { width: 1400, height: 900 } });
    for (const file of files) {
      const inspected = await inspectFile(
        host,
        addressBeside(file) ?? values.url!,
        file,
        (address, html, use) => open(context, address, html, use),
        reader,
      );
      failed ||= inspected.problems !== undefined;
      process.stdout.write(`${JSON.stringify(inspected, null, many ? 0 : 2)}\n`);
    }
  } finally {
    await browser.close();
  }
  return failed ? 1 : 0;
}

type Open = (address: string, html: Buffer, use: (page: Page) => Promise<Inspection>) => Promise<Inspection>;

async function inspectFile(host: HostId, url: string, file: string, openPage: Open, reader: string): Promise<Inspected> {
  try {
    const html = readFileSync(file);
    const inspection = await openPage(url, html, (page) =>
      page.evaluate(`(() => { ${reader}; return KronikaReader.inspect(${JSON.stringify(host)}, ${JSON.stringify(url)}); })()`),
    );
    return { file: basename(file), ...inspection };
  } catch (error) {
    return {
      file: basename(file),
      host,
      view: "not-understood",
      missing: [],
      problems: [firstLine(error)],
    };
  }
}

async function open(context: BrowserContext, address: string, html: Buffer, use: (page: Page) => Promise<Inspection>): Promise<Inspection> {
  const page = await context.newPage();
  try {
    const document = address.split("#", 1)[0];
    const isPage = (request: Request) =>
      request.isNavigationRequest() && request.frame() === page.mainFrame() && request.url().split("#", 1)[0] === document;
    await page.route("**/*", (route) =>
      isPage(route.request())
        ? route.fulfill({
            body: html,
            // What is not UTF-8 says itself what it is.
            contentType: isUtf8(html) ? "text/html; charset=utf-8" : "text/html",
            headers: { "content-security-policy": "script-src 'none'" },
          })
        : route.abort(),
    );
    // Frames and pictures fail at once (no network), so the document is complete when it is parsed.
    await page.goto(address, { waitUntil: "domcontentloaded" });
    return await use(page);
  } finally {
    await page.close();
  }
}

/** The reader as one script that defines `KronikaReader`. */
async function bundleReader(): Promise<string> {
  const result = await build({
    configFile: false,
    logLevel: "error",
    root: import.meta.dirname,
    build: {
      write: false,
      minify: false,
      lib: { entry: join(import.meta.dirname, "inspect-in-page.ts"), formats: ["iife"], name: "KronikaReader" },
    },
  });
  const [output] = Array.isArray(result) ? result : [result];
  if (output === undefined || !("output" in output)) throw new Error("the reader could not be bundled");
  return output.output[0].code;
}

function filesOf(path: string): string[] {
  if (!existsSync(path) || !statSync(path).isDirectory()) return [path];
  return readdirSync(path)
    .filter((name) => /\.html?$/i.test(name))
    .toSorted()
    .map((name) => join(path, name));
}

function addressBeside(file: string): string | null {
  try {
    const { url } = JSON.parse(readFileSync(file.replace(/\.html?$/i, ".json"), "utf8")) as { url?: unknown };
    return typeof url === "string" ? url : null;
  } catch {
    return null;
  }
}

function firstLine(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return text.slice(0, (text.indexOf("\n") + 1 || text.length + 1) - 1);
}

function usage(problem: string): number {
  process.stderr.write(`${problem}\n${USAGE}\n`);
  return 2;
}

process.exitCode = await main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  return 1;
});
