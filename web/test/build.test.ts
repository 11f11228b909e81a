import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { beforeAll, describe, expect, test } from "vitest";
import { builtApp } from "./built-app.ts";

interface Chunk {
  file: string;
  src?: string;
  isEntry?: boolean;
  isDynamicEntry?: boolean;
  imports?: string[];
  dynamicImports?: string[];
}

const KB = 1000;
/** Bars of U5: what must be there before the first paint, and what any page adds. */
const ENTRY_LIMIT = 200 * KB;
const ROUTE_LIMIT = 150 * KB;

let manifest: Record<string, Chunk>;
let gzipped: (file: string) => number;
/** The chunks that index.html itself names, with all that they import. */
let entry: Set<string>;

beforeAll(async () => {
  const dist = await builtApp();
  manifest = JSON.parse(readFileSync(join(dist, ".vite/manifest.json"), "utf8")) as Record<string, Chunk>;
  const page = readFileSync(join(dist, "index.html"), "utf8");
  entry = new Set(Object.keys(manifest).filter((key) => page.includes(`/${manifest[key]?.file ?? ""}"`)));
  for (const key of Array.from(entry)) closure(key, entry, true);
  gzipped = (file) => gzipSync(readFileSync(join(dist, file))).length;
});

/** A chunk and everything that it imports statically. */
function closure(key: string, seen = new Set<string>(), again = false): Set<string> {
  if (seen.has(key) && !again) return seen;
  seen.add(key);
  for (const next of manifest[key]?.imports ?? []) closure(next, seen);
  return seen;
}

const size = (keys: Iterable<string>) => [...keys].reduce((sum, key) => sum + gzipped(manifest[key]?.file ?? ""), 0);

describe("the build stays small (gzip)", () => {
  test("what is loaded before anything is shown", () => {
    expect(entry.size).toBeGreaterThan(0);
    const bytes = size(entry);
    expect(bytes, `${Math.round(bytes / KB)} KB`).toBeLessThan(ENTRY_LIMIT);
  });

  test("what each lazy part adds to it", () => {
    const lazy = Object.entries(manifest).filter(([, chunk]) => chunk.isDynamicEntry);
    expect(lazy.length).toBeGreaterThan(15);
    for (const [key] of lazy) {
      const bytes = size([...closure(key)].filter((one) => !entry.has(one)));
      expect(bytes, `${key}: ${Math.round(bytes / KB)} KB`).toBeLessThan(ROUTE_LIMIT);
    }
  });

  test("the words of a language are loaded only by those who speak it", () => {
    expect([...entry].filter((key) => /i18n\/(sk|en)/.test(manifest[key]?.src ?? ""))).toEqual([]);
  });
});
