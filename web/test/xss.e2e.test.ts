import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Customer } from "../src/api/types.ts";
import { findChromium, launch } from "./browser.ts";
import { builtApp } from "./built-app.ts";
import { startFixtureHub, type FixtureHub } from "./fixture-hub.ts";
import { hostilePayloads } from "./fixture/hostile.ts";
import { makeInteraction } from "./fixture/history.ts";
import { settled } from "./pages.ts";

const OUTSIDE = "https://evil.example/p";
/** Reports itself whatever it may do: a call, a dialog, a title, a request. */
const HIT = "(window.__hit||parent.__hit||alert)(1)";
const EVENTS = [
  "mouseover",
  "mouseenter",
  "pointerenter",
  "focus",
  "click",
  "toggle",
  "beforetoggle",
  "animationstart",
  "error",
  "load",
  "wheel",
  "copy",
  "scrollend",
  "begin",
];

let hub: FixtureHub;
let browser: Browser;
let context: BrowserContext;
let page: Page;
let executed: string[];
let requested: string[];

describe.skipIf(findChromium() === null)("nothing foreign runs and nothing is fetched outside (needs Chromium)", () => {
  const payloads = hostilePayloads(HIT, OUTSIDE);

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
    executed = [];
    requested = [];
    await context?.close();
    context = await browser.newContext({ viewport: { width: 1280, height: 900 }, locale: "sk-SK" });
    await context.exposeFunction("__hit", () => void executed.push(page.url()));
    await context.route(
      (url) => !url.href.startsWith(hub.url),
      async (route) => {
        requested.push(route.request().url());
        await route.abort();
      },
    );
    page = await context.newPage();
    page.on("dialog", (dialog) => {
      executed.push(`dialog ${dialog.message()}`);
      void dialog.dismiss();
    });
    page.on("popup", (popup) => requested.push(popup.url()));
  });

  test("the detector sees: raw, a good part of the corpus runs and calls outside", async () => {
    let ran = 0;
    for (const payload of payloads) {
      const before = executed.length;
      // A page of its own: some go elsewhere by themselves, and would take the next one along.
      const open = await context.newPage();
      await open.setContent(`<body>${payload}</body>`, { waitUntil: "domcontentloaded" }).catch(() => {});
      await provoke(open).catch(() => {});
      await open.close();
      if (executed.length > before) ran += 1;
    }
    expect(payloads.length).toBeGreaterThan(150);
    expect(ran / payloads.length).toBeGreaterThan(0.15);
    expect(requested.length).toBeGreaterThan(10);
  });

  test("in mail bodies: shown in the frame, with every event fired at every node, also with images asked for", async () => {
    const customer = hub.store().customers[0] as Customer;
    // Six to a thread, all of them unfolded: each has a frame of its own.
    const mails = payloads.map((payload, index) =>
      makeInteraction(customer, {
        kind: "email",
        at: new Date(Date.now() - index * 60_000),
        subject: "x",
        html: `<p>Dobrý deň</p>${payload}<p>koniec</p>`,
        text: payload,
        direction: "incoming",
        threadId: `thread-${Math.floor(index / 6)}`,
      }),
    );
    hub.store().interactions.push(...mails);
    for (const mail of mails.filter((_, index) => index % 6 === 0)) {
      await page.goto(`${hub.url}/interactions/${mail.id}`);
      await settled(page);
      const folded = page.locator("ol button[aria-expanded=false]");
      while ((await folded.count()) > 0) await folded.first().click();
      await settled(page);
      const expected = mails.filter((one) => one.threadId === mail.threadId).length;
      await page.waitForFunction((count) => document.querySelectorAll("iframe[sandbox^=allow-popups]").length === count, expected);
      await Promise.all(
        page
          .frames()
          .filter((frame) => frame !== page.mainFrame())
          .map((frame) => provoke(frame)),
      );
    }
    expect(executed).toEqual([]);
    expect(requested).toEqual([]);

    const mail = makeInteraction(customer, {
      kind: "email",
      at: new Date(),
      subject: "obrázky",
      html: `<img src="${OUTSIDE}/a.png" width=40 height=40><img src="${OUTSIDE}/pixel.gif" width=1 height=1><script src="${OUTSIDE}/s.js"></script><style>@import "${OUTSIDE}/c.css";</style><p>text</p>`,
    });
    hub.store().interactions.push(mail);
    await page.goto(`${hub.url}/interactions/${mail.id}`);
    await settled(page);
    expect(requested).toEqual([]);
    const loaded = page.waitForRequest((request) => request.url().endsWith("a.png"));
    await page.getByRole("button", { name: "Zobraziť obrázky" }).click();
    await loaded;
    await settled(page);
    expect([...new Set(requested)]).toEqual([`${OUTSIDE}/a.png`]);
    expect(executed).toEqual([]);
  });

  test("in subjects, previews, names, places, file names: the history, the message, the explanation", async () => {
    const customer = hub.store().customers[1] as Customer;
    hub.store().interactions = payloads.map((payload, index) =>
      makeInteraction(customer, {
        kind: (["email", "meeting", "call", "note"] as const)[index % 4] ?? "email",
        at: new Date(Date.now() - index * 3_600_000),
        subject: payload,
        text: payload,
        replyText: payload,
        direction: "incoming",
        participants: [{ role: "from", name: payload, address: payload, contactId: null, userId: null, response: null }],
        details: { location: payload, mailKind: payload },
        attachments: [[payload, payload, 10]],
        createdBy: { ...hub.store().me, name: payload },
      }),
    );
    await page.goto(`${hub.url}/customers/${customer.id}`);
    await settled(page);
    // The whole history passes through the screen, since only what is near it exists.
    for (let bottom = 0; ;) {
      await provoke(page);
      const height = await page.evaluate(() => {
        window.scrollBy(0, 700);
        return window.scrollY;
      });
      await settled(page);
      if (height === bottom) break;
      bottom = height;
    }
    for (const one of hub.store().interactions.filter((_, index) => index % 5 === 0)) {
      await page.goto(`${hub.url}/interactions/${one.id}`);
      await settled(page);
      await page.getByRole("button", { name: "Prečo je to tu?" }).click();
      await page.getByRole("dialog").getByRole("heading", { name: "Kam to patrí a prečo" }).waitFor();
      await provoke(page);
    }
    expect(executed).toEqual([]);
    expect(requested).toEqual([]);
  });

  test("in names of customers, people, opportunities, reminders, connections, colleagues", async () => {
    const store = hub.store();
    const at = (index: number) => payloads[index % payloads.length] ?? "";
    store.customers.forEach((one, index) =>
      Object.assign(one, {
        name: at(index),
        domains: [at(index + 1)],
        website: at(index + 2),
        ico: at(index + 3),
        owner: { id: one.id, name: at(index) },
      }),
    );
    store.contacts.forEach((one, index) =>
      Object.assign(one, {
        name: at(index),
        jobTitle: at(index + 1),
        addresses: [
          { kind: "email", value: at(index + 2), label: at(index + 3) },
          { kind: "phone", value: at(index + 4), label: null },
        ],
      }),
    );
    store.opportunities.forEach((one, index) =>
      Object.assign(one, { name: at(index * 11), customer: { id: one.customer.id, name: at(index * 7) } }),
    );
    store.reminders.forEach((one, index) =>
      Object.assign(one, {
        title: at(index * 13),
        note: at(index * 17),
        customer: one.customer && { id: one.customer.id, name: at(index * 3) },
      }),
    );
    store.connections.forEach((one, index) =>
      Object.assign(one, { name: at(index * 5), addresses: [at(index * 7)], problem: at(index * 9) }),
    );
    store.users.forEach((one, index) => Object.assign(one, { name: at(index), email: at(index + 5) }));
    store.me.name = at(2);
    const first = store.customers[0]?.id ?? "";
    for (const path of [
      "/",
      "/customers",
      "/opportunities",
      "/opportunities?view=list",
      "/reminders",
      "/reminders?show=finished",
      "/connections",
      `/connections/${store.connections[2]?.id ?? ""}`,
      "/settings/people",
      "/settings/security",
    ]) {
      await page.goto(`${hub.url}${path}`);
      await settled(page);
      await provoke(page);
    }
    for (const customer of store.customers.filter((_, index) => index % 4 === 0)) {
      await page.goto(`${hub.url}/customers/${customer.id}`);
      await settled(page);
      await provoke(page);
      const leads = await page.evaluate(() => [...document.querySelectorAll("a[href]")].map((one) => (one as HTMLAnchorElement).protocol));
      expect(leads.filter((protocol) => !["http:", "https:", "mailto:", "tel:"].includes(protocol))).toEqual([]);
    }
    await page.goto(`${hub.url}/customers/${first}`);
    await settled(page);
    await page.keyboard.press("Control+k");
    await page.getByRole("dialog").getByRole("textbox").fill("script");
    await settled(page);
    await provoke(page);
    expect(executed).toEqual([]);
    expect(requested).toEqual([]);
  });

  test("in the address: filters, where to go after sign-in, who asks for access", async () => {
    for (const payload of payloads.filter((_, index) => index % 3 === 0)) {
      await page.goto(`${hub.url}/customers?q=${encodeURIComponent(payload)}&kind=${encodeURIComponent(payload)}`);
      await settled(page);
      await provoke(page);
    }
    for (const payload of [`javascript:${HIT}`, "//evil.example", "https://evil.example/", "/\\evil.example", "data:text/html,x"]) {
      hub.store().signedIn = false;
      await page.goto(`${hub.url}/sign-in?next=${encodeURIComponent(payload)}`);
      await page.getByLabel("E-mail").fill(hub.store().me.email);
      await page.getByLabel("Heslo", { exact: true }).fill("modry autobus cez kopec");
      await page.getByRole("button", { name: "Prihlásiť sa", exact: true }).click();
      await page.getByRole("heading", { level: 1, name: /Dobr/ }).waitFor();
      expect(new URL(page.url()).origin).toBe(hub.url);
    }
    await page.goto(
      `${hub.url}/authorize?client_id=${encodeURIComponent(payloads[40] ?? "")}&redirect_uri=${encodeURIComponent(`javascript:${HIT}`)}&code_challenge=x&code_challenge_method=S256`,
    );
    await settled(page);
    await provoke(page);
    expect(executed).toEqual([]);
    expect(requested).toEqual([]);
  });
});

/** Fires events at every node, as a hand and a mouse would sooner or later. */
async function provoke(where: Pick<Page, "evaluate">): Promise<void> {
  await where.evaluate((events) => {
    for (const node of [...document.querySelectorAll("body *")].slice(0, 1500)) {
      // Our own controls would navigate away or change the data; what is foreign stands in texts and in frames.
      if (node.closest("a[href^='/'], button, input, select, textarea, [role=option], label")) continue;
      for (const type of events) node.dispatchEvent(new Event(type, { bubbles: false, cancelable: true }));
    }
  }, EVENTS);
}
