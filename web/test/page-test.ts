import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach } from "vitest";
import { launch } from "./browser.ts";
import { builtApp } from "./built-app.ts";
import { startFixtureHub, type FixtureHub } from "./fixture-hub.ts";
import type { Customer } from "../src/api/types.ts";
import { settled } from "./pages.ts";

export let hub: FixtureHub;
export let context: BrowserContext;
export let page: Page;
let browser: Browser;

/** In a `describe`: the built application over a fixture hub, and for each test the hub's data anew and a page of its own, in Slovak. */
export function usePage(): void {
  beforeAll(async () => {
    hub = await startFixtureHub({ dist: await builtApp() });
    browser = await launch();
  });
  afterAll(async () => {
    await browser?.close();
    await hub?.close();
  });
  beforeEach(async () => {
    hub.reset();
    context = await browser.newContext({
      viewport: { width: 1280, height: 900 },
      locale: "sk-SK",
      timezoneId: "Europe/Bratislava",
      reducedMotion: "reduce",
    });
    page = await context.newPage();
  });
  afterEach(() => context.close());
}

export async function open(path: string): Promise<void> {
  await page.goto(`${hub.url}${path}`);
  await settled(page);
}

export const mainCustomer = (): Customer => hub.store().customers[0] as Customer;
