import { readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gmailPage } from "../test/gmail/markup.ts";
import { scenes } from "../test/gmail/scenes.ts";

/**
 * Writes the scenes of test/gmail as saved pages of today's Gmail, each with what must be read from it. When Gmail changes, the markup is
 * changed with a new date and this is run again; pages of older dates stay and must still be read. `hand-*` pages are written by hand.
 */
const DATE = "2026-11-24";
const folder = join(import.meta.dirname, "../src/hosts/gmail/fixtures");

for (const name of readdirSync(folder)) if (name.startsWith(`${DATE}-`)) rmSync(join(folder, name));
for (const { name, url, page, expected } of scenes) {
  writeFileSync(join(folder, `${DATE}-${name}.html`), gmailPage(page));
  writeFileSync(join(folder, `${DATE}-${name}.json`), `${JSON.stringify({ url, expected }, null, 2)}\n`);
}
