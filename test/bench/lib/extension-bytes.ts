import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";

/** Bytes (gzip -9) of what a browser loads. */
export interface ExtensionBytes {
  contentScript: number;
  background: number;
  /** The side panel with all scripts and sheets that it loads at first. */
  panel: number;
  package: number;
}

/** @param folder the built extension */
export function extensionBytes(folder: string): ExtensionBytes {
  const read = (name: string) => readFileSync(join(folder, name));
  const gzipped = (names: Iterable<string>) => [...names].reduce((sum, name) => sum + gzipSync(read(name), { level: 9 }).length, 0);
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return {
    contentScript: gzipped(["gmail.js"]),
    background: gzipped(["background.js"]),
    panel: gzipped(firstLoad("sidepanel.html", (name) => read(name).toString())),
    package: gzipped(files.map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))),
  };
}

/** A page, and everything that it or its scripts load without being asked. */
function firstLoad(page: string, read: (name: string) => string): Set<string> {
  const found = new Set([page]);
  // Files that are added while it goes on are visited as well.
  for (const name of found) {
    if (name.endsWith(".html"))
      for (const [, path] of read(name).matchAll(/(?:src|href)="\/?((?:chunks|assets)\/[\w.-]+)"/g)) found.add(path!);
    if (name.endsWith(".js"))
      for (const [, path] of read(name).matchAll(/(?:from|import)\s*["'`]\.\/([\w.-]+\.js)["'`]/g)) found.add(`chunks/${path}`);
  }
  return found;
}
