// @vitest-environment node
import AxeBuilder from "@axe-core/playwright";
import type { Page } from "playwright-core";
import { afterEach, describe, expect, test } from "vitest";
import { jana, peter, stranger } from "../gmail/people.ts";
import { noChromium } from "../browser.ts";
import { expect as expectPage } from "./expect-page.ts";
import { button, caret, createWorld, mail, type World, type WorldOptions } from "./world.ts";

let world: World | undefined;
afterEach(() => world?.close());

const looks: [name: string, options: WorldOptions][] = [
  ["light", { colorScheme: "light", language: "en" }],
  ["dark", { colorScheme: "dark", language: "sk", page: { dark: true } }],
  ["forced colours", { colorScheme: "dark", forcedColors: "active", language: "sk" }],
];

describe.skipIf(noChromium)("everybody can use it", () => {
  test.each(looks)("axe finds nothing in button, menu, panel and options: %s", async (_, options) => {
    const { page, panel, settings } = await fullHouse(options);
    await caret(page).click();
    expect(await violations(page, "[data-kronika-log]")).toEqual([]);
    expect(await violations(panel)).toEqual([]);
    expect(await violations(settings)).toEqual([]);
  });

  test("at 320 px nothing is cut off or scrolls sideways, also with texts that are 40 % longer", async () => {
    const { panel, settings } = await fullHouse({ language: "sk" });
    for (const page of [panel, settings]) {
      await page.setViewportSize({ width: 320, height: 800 });
      expect(await overflowing(page)).toEqual([]);
      await page.evaluate(lengthenTexts);
      expect(await overflowing(page)).toEqual([]);
    }
  });

  test("every target is at least 24 px high and wide", async () => {
    const { page, panel, settings } = await fullHouse({ language: "sk" });
    const small = await page.evaluate(() =>
      [...document.querySelector("[data-kronika-log]")!.shadowRoot!.querySelectorAll(".main,.caret")]
        .map((element) => element.getBoundingClientRect())
        .filter(({ width, height }) => width < 24 || height < 24),
    );
    expect(small).toEqual([]);
    for (const extension of [panel, settings]) {
      const tooSmall = await extension.evaluate(() =>
        [...document.querySelectorAll("button, .button, input, summary")]
          .filter((element) => element.getClientRects().length > 0)
          .filter((element) => {
            const { width, height } = (element.closest("label") ?? element).getBoundingClientRect();
            return width < 24 || height < 24;
          })
          .map((element) => element.outerHTML.slice(0, 80)),
      );
      expect(tooSmall).toEqual([]);
    }
  });

  test("panel and options are worked by keyboard alone: sign out, sign in, language, a reminder done", async () => {
    const { panel, settings } = await fullHouse({ language: "en" });
    await press(settings, "Sign out");
    await expectPage(settings.getByRole("button", { name: "Sign in" })).toHaveCount(1);
    await expectPage(panel.getByRole("heading", { name: "Sign in to Kronika" })).toHaveCount(1);
    await press(settings, "Sign in");
    await expectPage(settings.getByText("Signed in as Martin Holub")).toHaveCount(1);
    await settings.getByRole("radio", { name: "Slovenčina" }).focus();
    await settings.keyboard.press("Space");
    await expectPage(settings.getByRole("heading", { level: 1 })).toHaveText("Nastavenia Kroniky");
    await expectPage(panel.locator(".reminder")).toHaveCount(2);
    await press(panel, "Hotovo");
    await expectPage(panel.locator(".reminder")).toHaveCount(1);
    await expect.poll(() => world!.hub.reminders.length).toBe(1);
  });
});

/** A world in which everything is shown at once: history, reminders, a queue with something refused. */
async function fullHouse(options: WorldOptions): Promise<{ page: Page; panel: Page; settings: Page }> {
  const [recorded, refused, open] = [mail(1), mail(2), mail(3, { cc: [peter, stranger] })];
  open.subject = "Cenová ponuka č. 2026-118 – kartónové obaly a iné veci s veľmi dlhým predmetom správy";
  world = await createWorld({ threads: [recorded, refused, open], ...options });
  const { hub, browser } = world;
  const customer = { id: "customer-1", name: "Orava Papier, a. s." };
  hub.reminders = [
    {
      id: "r1",
      title: "Zavolať kvôli ponuke",
      dueAt: new Date(Date.now() - 7_200_000).toISOString(),
      state: "due",
      customer,
      interactionId: "i1",
    },
    {
      id: "r2",
      title: "Poslať vzorky obalov",
      dueAt: new Date(Date.now() - 172_800_000).toISOString(),
      state: "due",
      customer: null,
      interactionId: null,
    },
  ];
  const page = await world.open(recorded);
  const say = async (text: string) => expectPage(button(page)).toHaveText(text);
  const words =
    options.language === "en" ? { log: "Log to Kronika", refused: "Not accepted" } : { log: "Zapísať do Kroniky", refused: "Neprijaté" };
  await say(words.log);
  await button(page).click();
  await say("→ Orava Papier, a. s.");
  hub.refuse = () => ({
    status: 422,
    problem: { status: 422, title: "x", errors: [{ pointer: "/interaction/subject", message: "must not contain the NUL character" }] },
  });
  await world.open(refused, page);
  await say(words.log);
  await button(page).click();
  await say(words.refused);
  await world.open(open, page);
  await say(words.log);
  const worker = await browser.worker();
  const tab = await worker.evaluate(async () => (await chrome.tabs.query({})).at(-1)!.id);
  const panel = await browser.openPage(`sidepanel.html?tab=${tab}`);
  await expectPage(panel.locator(".timeline li")).toHaveCount(1);
  await expectPage(panel.locator(".reminder")).toHaveCount(2);
  await expectPage(panel.locator(".item")).toHaveCount(2);
  const settings = await browser.openPage("options.html");
  await expectPage(settings.locator(".rules li")).toHaveCount(2);
  expect(hub.customers[0]?.addresses).toEqual([jana.address]);
  return { page, panel, settings };
}

async function violations(page: Page, include?: string): Promise<string[]> {
  const axe = new AxeBuilder({ page });
  const { violations } = await (include === undefined ? axe : axe.include(include)).analyze();
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id}: ${String(target)} ${failureSummary ?? ""}`),
  );
}

/** Elements that stick out of the window, or whose text is cut although it is not meant to be. */
function overflowing(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const wide = document.documentElement.scrollWidth > document.documentElement.clientWidth ? ["the page scrolls sideways"] : [];
    const cut = [...document.querySelectorAll("body *")]
      .filter((element) => element.getClientRects().length > 0 && element.closest(".hidden, svg, .clip") === null)
      .filter((element) => element.getBoundingClientRect().right > document.documentElement.clientWidth + 1)
      .map((element) => element.outerHTML.slice(0, 100));
    return [...wide, ...cut];
  });
}

/** A pseudo language: every text of the page 40 % longer, with letters that stand high and low. */
function lengthenTexts(): void {
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
    const text = node.nodeValue?.trim() ?? "";
    if (text.length > 1 && node.parentElement?.closest("svg, .avatar") === null)
      node.nodeValue = `${text} ${"Åçgħ ".repeat(Math.ceil((text.length * 0.4) / 5))}`;
  }
}

async function press(page: Page, name: string): Promise<void> {
  await page.getByRole("button", { name }).first().focus();
  await page.keyboard.press("Enter");
}

declare const chrome: { tabs: { query(query: object): Promise<{ id: number }[]> } };
