import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { AxeBuilder } from "@axe-core/playwright";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { findChromium, launch } from "./browser.ts";
import { builtApp } from "./built-app.ts";
import { startFixtureHub, type FixtureHub } from "./fixture-hub.ts";
import { settled, views, type View } from "./pages.ts";

/** Looked at by people; in no commit. */
const SHOTS = join(import.meta.dirname, "../.cache/screenshots");
const WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];
/**
 * Each pair of language, scheme and width is looked at in four of the eight ways; LOOK_AT=all looks at all of them (twice the time), as somebody who
 * has changed a page does, and VIEWS=<regular expression> only some of them.
 */
const WAYS = [
  { language: "sk", scheme: "light", widths: [1280] },
  { language: "sk", scheme: "dark", widths: [360] },
  { language: "en", scheme: "light", widths: [360] },
  { language: "en", scheme: "dark", widths: [1280] },
] as const;
const ALL_WIDTHS = [1280, 360];
const only = new RegExp(process.env.VIEWS ?? "");

let hub: FixtureHub;
let browser: Browser;

describe.skipIf(findChromium() === null)("every page, in both languages, light and dark, wide and narrow (needs Chromium)", () => {
  beforeAll(async () => {
    hub = await startFixtureHub({ dist: await builtApp() });
    browser = await launch();
    mkdirSync(SHOTS, { recursive: true });
  });
  afterAll(async () => {
    await browser?.close();
    await hub?.close();
  });

  for (const { language, scheme, widths } of WAYS) {
    test(`${language}, ${scheme}: nothing that axe finds, no error in the console, nothing to scroll sideways`, async () => {
      const context = await browser.newContext({
        viewport: { width: 1280, height: 900 },
        locale: language === "sk" ? "sk-SK" : "en-GB",
        timezoneId: "Europe/Bratislava",
        reducedMotion: "reduce",
      });
      const page = await context.newPage();
      await page.goto(`${hub.url}/favicon.svg`);
      await page.evaluate(
        ([s, l]) => {
          localStorage.setItem("kronika-color-scheme", s);
          localStorage.setItem("kronika-language", l);
        },
        [scheme, language] as const,
      );
      const noise: string[] = [];
      let current: View | undefined;
      page.on("console", (message) => {
        const refused = current?.refuses !== undefined && message.text().includes(`status of ${current.refuses} `);
        if (!refused && (message.type() === "error" || message.type() === "warning")) noise.push(`${current?.name}: ${message.text()}`);
      });
      page.on("pageerror", (error) => noise.push(`${current?.name}: ${error.message}`));
      const findings: string[] = [];
      hub.reset();
      for (const view of views(hub.store()).filter(({ name }) => only.test(name))) {
        current = view;
        prepare(view, language);
        await page.setViewportSize({ width: 1280, height: 900 });
        await page.goto(`${hub.url}${view.path}`);
        await settled(page);
        if (view.act) {
          await view.act(page);
          await settled(page);
        }
        for (const width of process.env.LOOK_AT === "all" ? ALL_WIDTHS : widths) {
          await page.setViewportSize({ width, height: 900 });
          await settled(page);
          findings.push(...(await lookAt(page, `${view.name} ${width}`)));
          await page.screenshot({ path: join(SHOTS, `${view.name}-${language}-${scheme}-${width}.png`) });
        }
      }
      await context.close();
      expect(findings).toEqual([]);
      // What the hub refuses on purpose is reported by the browser itself.
      expect(noise.filter((line) => !/status of (401|404|422|503)/.test(line))).toEqual([]);
    });
  }
});

/** The data as the view wants it. The customers and ids stay the same, so that the list of views holds. */
function prepare(view: View, language: "sk" | "en"): void {
  const store = hub.store();
  store.me.language = language;
  store.signedIn = !view.signedOut;
  hub.clearFailures();
  if (view.fails) hub.failNext(view.fails, "unavailable", 12);
  hub.setEmpty(view.empty === true);
}

async function lookAt(page: Page, where: string): Promise<string[]> {
  const found: string[] = [];
  const sideways = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  if (sideways > 0) found.push(`${where}: ${sideways} px to scroll sideways`);
  // The frame of a mail has an opaque origin and runs no script: axe cannot look into it, and its content is not ours.
  const result = await new AxeBuilder({ page }).withTags(WCAG).exclude("iframe").setLegacyMode(true).analyze();
  for (const violation of result.violations) {
    for (const node of violation.nodes)
      found.push(
        `${where}: ${violation.id} ${node.target.join(" ")} ${node.any[0]?.message ?? node.all[0]?.message ?? node.none[0]?.message ?? ""}`,
      );
  }
  // Text in exactly the colour of its background is only "to be looked at" for axe. It is the worst of all contrasts.
  for (const node of result.incomplete.filter((one) => one.id === "color-contrast").flatMap((one) => one.nodes)) {
    const invisible = node.any.some((check) => (check.data as { messageKey?: string } | null)?.messageKey === "equalRatio");
    if (invisible) found.push(`${where}: invisible text ${node.target.join(" ")}`);
  }
  return found;
}
