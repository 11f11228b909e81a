// @vitest-environment node
import { afterEach, describe, expect, test } from "vitest";
import { sk } from "../gmail/labels.ts";
import { urlToken } from "../gmail/markup.ts";
import { colleague, rep, stranger } from "../gmail/people.ts";
import { noChromium } from "../browser.ts";
import { expect as expectPage } from "./expect-page.ts";
import { button, caret, createWorld, hexOf, mail, menuItem, type World } from "./world.ts";

let world: World | undefined;
afterEach(() => world?.close());

/** What a test may do to the page from inside. */
declare const gmail: { rebuild(): void; strip(): void };

describe.skipIf(noChromium)("the button in the page", () => {
  test("comes back when the page builds itself anew, with its state, and is never there twice", async () => {
    const thread = mail(1);
    world = await createWorld({ threads: [thread] });
    const page = await world.open(thread);
    await button(page).click();
    await expectPage(button(page)).toHaveText("→ Orava Papier, a. s.");
    for (let round = 0; round < 5; round++) {
      const [back, most] = await page.evaluate(async (round) => {
        let most = 0;
        const count = () => document.querySelectorAll("[data-kronika-log]").length;
        if (round % 2) gmail.strip();
        else gmail.rebuild();
        const started = performance.now();
        while (count() === 0 || performance.now() - started < 150) {
          most = Math.max(most, count());
          await new Promise((resolve) => setTimeout(resolve, 5));
          if (performance.now() - started > 3000) break;
        }
        return [count(), most] as const;
      }, round);
      expect([back, most]).toEqual([1, 1]);
    }
    await expectPage(button(page)).toHaveText("→ Orava Papier, a. s.");
  });

  test("does not fight a page that will not have it, and says so in the panel", async () => {
    const thread = mail(1);
    world = await createWorld({ threads: [thread] });
    const page = await world.open(thread);
    await expectPage(button(page)).toHaveText("Log to Kronika");
    const inserted = await page.evaluate(async () => {
      let inserted = 0;
      new MutationObserver((records) => {
        for (const { addedNodes } of records)
          for (const node of addedNodes) if (node instanceof Element && node.hasAttribute("data-kronika-log")) inserted++;
        gmail.strip();
      }).observe(document.body, { childList: true, subtree: true });
      gmail.strip();
      await new Promise((resolve) => setTimeout(resolve, 3000));
      return inserted;
    });
    expect(inserted).toBeLessThanOrEqual(5);
    const panel = await world.browser.openPage(`sidepanel.html?tab=${await tabOf(world, page.url())}`);
    await expectPage(panel.locator("footer")).toContainText("the page removes the button");
  });

  test("belongs to the conversation that is open: 50 switches, 50 times the right one", async () => {
    const threads = Array.from({ length: 10 }, (_, index) => mail(index + 1));
    world = await createWorld({ threads });
    const page = await world.open(threads[0]!);
    await expectPage(button(page)).toHaveText("Log to Kronika");
    const wrong: string[] = [];
    for (let round = 0; round < 50; round++) {
      const thread = threads[(round * 7 + 3) % threads.length]!;
      const seen = await page.evaluate(async (token) => {
        location.hash = `#inbox/${token}`;
        // Until the button of the next conversation stands, no button may stand at another one.
        const wanted = token;
        let stale = false;
        for (let waited = 0; waited < 400; waited++) {
          await new Promise((resolve) => setTimeout(resolve, 5));
          const buttons = [...document.querySelectorAll("[data-kronika-log]")];
          const shown = document.querySelector('[role="main"] h2')?.getAttribute("data-thread-perm-id") ?? null;
          const visible = buttons.filter((element) => element.getClientRects().length > 0);
          if (visible.some((element) => element.closest("[role=main]") === null)) stale = true;
          if (visible.length === 1 && shown !== null && visible[0]!.closest("[role=main]") !== null) return { shown, stale, wanted };
        }
        return { shown: null, stale, wanted };
      }, urlToken(thread.id));
      if (seen.shown !== `thread-f:${thread.id}` || seen.stale) wrong.push(`${round}: ${JSON.stringify(seen)}`);
      if (round % 10 === 9) {
        // And what is logged is what is open.
        await expectPage(button(page)).toHaveCount(1);
        const before = world.hub.records.length;
        const text = await button(page).innerText();
        if (text === "Log to Kronika") {
          await button(page).click();
          await expect.poll(() => world!.hub.records.length).toBe(before + 1);
          if (world.hub.records.at(-1)?.body.source.threadId !== hexOf(thread)) wrong.push(`${round}: logged another`);
        }
      }
    }
    expect(wrong).toEqual([]);
    expect(world.hub.records.length).toBeGreaterThan(0);
  });

  test("moves nothing of the page (layout shift 0) and leaves the page's keys alone", async () => {
    const thread = mail(1);
    world = await createWorld({ threads: [thread], page: { labels: sk } });
    const page = await world.browser.context.newPage();
    await page.addInitScript(() => {
      const shifts: number[] = [];
      Object.assign(window, { shifts, keys: [] as string[] });
      new PerformanceObserver((list) =>
        shifts.push(...list.getEntries().map((entry) => (entry as unknown as { value: number }).value)),
      ).observe({ type: "layout-shift", buffered: true });
      document.addEventListener("keydown", (event) => (window as unknown as { keys: string[] }).keys.push(event.key));
    });
    await world.open(thread, page);
    await expectPage(button(page)).toHaveText("Log to Kronika");
    await page.evaluate(() => {
      (window as unknown as { shifts: number[] }).shifts.length = 0;
      gmail.strip();
    });
    await expectPage(button(page)).toHaveText("Log to Kronika");
    await button(page).focus();
    for (const key of ["Delete", "e", "#", "j"]) await page.keyboard.press(key);
    const seen = await page.evaluate(() => {
      const { shifts, keys } = window as unknown as { shifts: number[]; keys: string[] };
      return { shifts, keys };
    });
    expect(seen).toEqual({ shifts: [], keys: [] });
  });

  test("is worked by keyboard alone, and ignores clicks that a script makes", async () => {
    const thread = mail(1);
    world = await createWorld({ threads: [thread] });
    const page = await world.open(thread);
    await expectPage(button(page)).toHaveText("Log to Kronika");
    await page.evaluate(() => document.querySelector("[data-kronika-log]")!.shadowRoot!.querySelector<HTMLElement>(".main")!.click());
    await button(page).focus();
    await page.keyboard.press("Tab");
    await page.keyboard.press("Enter"); // opens the menu
    await page.keyboard.press("Escape");
    expect(await page.evaluate(() => document.querySelector("[data-kronika-log]")!.shadowRoot!.activeElement?.className)).toBe("caret");
    expect(world.hub.records).toHaveLength(0);
    await page.keyboard.press("Enter");
    for (const key of ["ArrowDown", "ArrowDown", "Enter"]) await page.keyboard.press(key); // log, in 1 day, in 3 days
    await expectPage(button(page)).toHaveText("→ Orava Papier, a. s.");
    expect(world.hub.records[0]?.body.remind).toEqual({ noReplyWithinDays: 3 });
  });
});

describe.skipIf(noChromium)("what the button says", () => {
  test("a message that is recorded already is shown as such, without a click", async () => {
    const thread = mail(1);
    world = await createWorld({ threads: [thread] });
    world.hub.records.push({
      id: "0190aaaa-0000-7000-8000-000000000001",
      clientId: "other",
      account: "x",
      body: {
        clientId: "other",
        interaction: { kind: "email", from: null, to: [] },
        source: { providerId: hexOf(thread), threadId: null },
      },
    });
    const page = await world.open(thread);
    await expectPage(button(page)).toHaveText("→ Orava Papier, a. s.");
  });

  test("nobody known: says so, sends no content, offers to create and to log anyway", async () => {
    const thread = mail(1, { from: stranger, body: "<div>CANARY-UNKNOWN</div>" });
    world = await createWorld({ threads: [thread] });
    const page = await world.open(thread);
    await expectPage(button(page)).toHaveText("Not a customer");
    await caret(page).click();
    const create = menuItem(page, "Create newsletter@neznamy.example in Kronika");
    await expectPage(create).toHaveAttribute(
      "href",
      `${world.hub.url}/customers?new=1&address=newsletter%40neznamy.example&name=Nezn%C3%A1my+odosielate%C4%BE`,
    );
    expect(world.hub.dump()).not.toContain("CANARY-UNKNOWN");
    await menuItem(page, "Log anyway").click();
    await expectPage(button(page)).toHaveText("Logged, not assigned yet");
    expect(world.hub.records).toHaveLength(1);
  });

  test("an address is left out for ever from the menu, at once and also in other tabs", async () => {
    const [first, second] = [mail(1), mail(2)];
    world = await createWorld({ threads: [first, second], language: "sk" });
    const other = await world.open(second);
    const page = await world.open(first);
    await expectPage(button(other)).toHaveText("Zapísať do Kroniky");
    await caret(page).click();
    await menuItem(page, "jana.kovacova@orava-papier.example").click();
    await expectPage(button(page)).toHaveText("Nezaznamenáva sa");
    await expectPage(button(other)).toHaveText("Nezaznamenáva sa");
    expect([...world.hub.exclusions]).toEqual(["jana.kovacova@orava-papier.example"]);
  });

  test("a page that is not understood is named, and nothing of it is sent", async () => {
    const thread = mail(1, { body: "<div>CANARY-BLIND</div>" });
    world = await createWorld({ threads: [thread] });
    world.gmail.html = world.gmail.html
      .replaceAll(/title=\\"Nov 24[^"]*\\" alt=\\"[^"]*\\"/g, "")
      .replaceAll(/Nov 24, 2026,[^<\\]*/g, "some day");
    const page = await world.open(thread);
    await expectPage(button(page)).toHaveText("Page not understood");
    await expectPage(button(page)).toHaveAttribute("title", /date and time/);
    expect(world.hub.dump()).not.toContain("CANARY-BLIND");
  });

  test("internal mail: says so and asks nobody", async () => {
    const thread = mail(1, { from: colleague, to: [rep], body: "<div>CANARY-INTERNAL</div>" });
    world = await createWorld({ threads: [thread] });
    const page = await world.open(thread);
    await expectPage(button(page)).toHaveText("Not logged");
    expect(world.hub.received.some(({ url }) => url.includes("lookup"))).toBe(false);
  });
});

async function tabOf(world: World, url: string): Promise<number> {
  const worker = await world.browser.worker();
  return worker.evaluate(async (url) => {
    const tabs = await (
      globalThis as unknown as { chrome: { tabs: { query(q: object): Promise<{ id: number; url?: string }[]> } } }
    ).chrome.tabs.query({});
    return (tabs.find((tab) => tab.url === url) ?? tabs.at(-1)!).id;
  }, url);
}
