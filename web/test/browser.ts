import { existsSync } from "node:fs";
import { chromium, type Browser } from "playwright-core";

/** Where a Chromium may be; `KRONIKA_CHROMIUM` names another one. */
const PLACES = [
  process.env["KRONIKA_CHROMIUM"],
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
];

/** The path of a Chromium, null when there is none. With CI=true that is an error: nothing is skipped in silence. */
export function findChromium(): string | null {
  const path = PLACES.find((place) => place !== undefined && existsSync(place));
  if (path === undefined && process.env["CI"] === "true")
    throw new Error("No Chromium found. Install the package chromium or set KRONIKA_CHROMIUM.");
  return path ?? null;
}

/** A real browser, without a window. */
export function launch(): Promise<Browser> {
  const executablePath = findChromium();
  if (executablePath === null) throw new Error("No Chromium found.");
  return chromium.launch({ executablePath, args: ["--no-sandbox"] });
}
