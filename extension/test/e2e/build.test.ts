// @vitest-environment node
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { beforeAll, describe, expect, test } from "vitest";
import { buildExtension } from "../browser.ts";

/** Sizes in bytes, gzip -9; 1 KB = 1000 bytes. */
const BARS = { contentScript: 15_000, background: 15_000, panel: 30_000, package: 250_000 };

describe.each(["chrome", "firefox"] as const)("the built extension for %s", (target) => {
  let folder: string;
  beforeAll(async () => {
    folder = await buildExtension(target);
  });
  const read = (name: string) => readFileSync(join(folder, name));
  const gzipped = (...names: string[]) => names.reduce((sum, name) => sum + gzipSync(read(name), { level: 9 }).length, 0);
  const files = () =>
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1));

  test("is small: content script, worker, first load of the panel, whole package", () => {
    const panel = ["sidepanel.html", ...assetsOf(read("sidepanel.html").toString(), read)];
    const sizes = {
      contentScript: gzipped("gmail.js"),
      background: gzipped("background.js"),
      panel: gzipped(...panel),
      package: gzipped(...files()),
    };
    for (const [name, bar] of Object.entries(BARS)) expect(sizes[name as keyof typeof sizes], name).toBeLessThanOrEqual(bar);
  });

  test("asks for no more than it needs", () => {
    const manifest = JSON.parse(read("manifest.json").toString()) as Record<string, unknown>;
    expect(manifest["permissions"]).toEqual(
      target === "chrome" ? ["storage", "alarms", "identity", "sidePanel"] : ["storage", "alarms", "identity"],
    );
    expect(manifest["content_scripts"]).toEqual([{ matches: ["https://mail.google.com/*"], js: ["gmail.js"], run_at: "document_idle" }]);
    for (const key of [
      "host_permissions",
      "optional_permissions",
      "optional_host_permissions",
      "web_accessible_resources",
      "externally_connectable",
      "content_security_policy",
    ]) {
      expect(manifest, key).not.toHaveProperty(key);
    }
    if (target === "firefox") {
      expect(manifest["browser_specific_settings"]).toMatchObject({
        gecko: {
          id: "extension@kronika.example",
          data_collection_permissions: { required: ["personalCommunications", "personallyIdentifyingInfo"] },
        },
      });
      expect(manifest).toHaveProperty("sidebar_action");
    } else {
      expect(manifest).toHaveProperty("key");
      expect(manifest).toHaveProperty("side_panel");
    }
  });

  test("runs no code that is not in the package, and knows no other server", () => {
    for (const name of files().filter((file) => file.endsWith(".js"))) {
      const code = read(name).toString();
      expect(code, name).not.toMatch(/\beval\(|new Function\(|importScripts\(/);
      const origins = [...code.matchAll(/https?:\/\/[a-z0-9.-]+/g)].map(([origin]) => origin);
      expect(
        origins.filter((origin) => !/^https?:\/\/(www\.w3\.org|localhost|mail\.google\.com|kronika\.[a-z]+\.example\.?)$/.test(origin)),
        name,
      ).toEqual([]);
    }
  });
});

/** Scripts and sheets that a page loads at first, with everything that they import. */
function assetsOf(html: string, read: (name: string) => Buffer): string[] {
  const found = new Set<string>();
  const visit = (name: string) => {
    if (found.has(name)) return;
    found.add(name);
    if (!name.endsWith(".js")) return;
    for (const [, path] of read(name)
      .toString()
      .matchAll(/(?:from|import)\s*["'`]\.\/([\w.-]+\.js)["'`]/g))
      visit(`chunks/${path}`);
  };
  for (const [, path] of html.matchAll(/(?:src|href)="\/?((?:chunks|assets)\/[\w.-]+)"/g)) visit(path!);
  return [...found];
}
