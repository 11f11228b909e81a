// @vitest-environment node
import { readdirSync, readFileSync } from "node:fs";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { afterEach, describe, expect, test } from "vitest";
import { launchWithExtension, type ExtensionBrowser, noChromium } from "../browser.ts";
import { colleague, jana, rep } from "../gmail/people.ts";
import { expect as expectPage } from "./expect-page.ts";
import { button, createWorld, mail, type World } from "./world.ts";

let world: World | undefined;
let second: ExtensionBrowser | undefined;
afterEach(async () => {
  await second?.close();
  await world?.close();
  world = second = undefined;
});

describe.skipIf(noChromium)("the queue", () => {
  test("without network a click waits, survives a killed browser, and is delivered once", async () => {
    const thread = mail(1);
    world = await createWorld({ threads: [thread], language: "sk" });
    const page = await world.open(thread);
    await expectPage(button(page)).toHaveText("Zapísať do Kroniky");
    await world.hub.stop();
    await button(page).click();
    await expectPage(button(page)).toHaveText("Čaká na pripojenie");
    await world.browser.kill();

    second = await launchWithExtension({ profile: world.browser.profile, gmailPort: world.gmail.port });
    const panel = await second.openPage("sidepanel.html");
    await expectPage(panel.locator(".item")).toContainText("čaká na pripojenie");
    await expectPage(panel.locator(".item")).toContainText("Ponuka 1");
    await world.hub.start();
    await panel.locator(".item").getByRole("button", { name: "Skúsiť znova" }).click();
    await expectPage(panel.locator(".item")).toContainText("zapísané: Orava Papier, a. s.");
    expect(world.hub.records).toHaveLength(1);
    const again = await second.context.newPage();
    await again.goto(page.url());
    await expectPage(button(again)).toHaveText("→ Orava Papier, a. s.");
  });

  test("100 records, 25 killed workers, a hub that fails one time in five before and one in five after it has stored: each is there once", async () => {
    world = await createWorld();
    const { hub, browser } = world;
    hub.faults = { error500: 0.2, cutAfterCommit: 0.2, seed: 20261124 };
    const page = await browser.openPage("options.html");
    const submitting = submitAll(
      page,
      Array.from({ length: 100 }, (_, index) => submission(index)),
    );
    for (let kills = 0; kills < 25; kills++) {
      // A kill each time that something has got through, so that workers die in the middle of their work.
      const seen = hub.received.length;
      await expect.poll(() => hub.received.length > seen + 3 || hub.records.length >= 100, { timeout: 30_000, interval: 10 }).toBe(true);
      await browser.killWorker();
      // Whoever asks next starts a new worker, as a page or an alarm does.
      void page.evaluate(() => chrome.runtime.sendMessage({ request: "drain" })).catch(() => undefined);
    }
    expect(await submitting).toBe(100);
    await expect
      .poll(
        async () => {
          await page.evaluate(() => chrome.runtime.sendMessage({ request: "drain" })).catch(() => undefined);
          return hub.records.length;
        },
        { timeout: 90_000, interval: 500 },
      )
      .toBe(100);
    await expect.poll(() => openItems(page), { timeout: 60_000, interval: 500 }).toBe(0);
    const ids = hub.records.map(({ clientId }) => clientId);
    expect(new Set(ids).size).toBe(100);
    expect(hub.repeats).toBeGreaterThan(0);
  });

  test("a sign-in that ended: items wait, are kept, and leave after the next sign-in", async () => {
    const thread = mail(1);
    world = await createWorld({ threads: [thread] });
    const page = await world.open(thread);
    await expectPage(button(page)).toHaveText("Log to Kronika");
    await world.hub.stop();
    await button(page).click();
    await expectPage(button(page)).toHaveText("Waiting for the network");
    world.hub.endSessions();
    await world.hub.start();
    const panel = await world.browser.openPage("sidepanel.html");
    await panel.locator(".item").getByRole("button", { name: "Try again" }).click();
    await expectPage(panel.locator(".item")).toContainText("waits until martin.holub@borovica.example signs in");
    await expectPage(button(page)).toHaveText("Sign in to Kronika");
    expect(world.hub.records).toHaveLength(0);
    await world.browser.signIn();
    await expectPage(button(page)).toHaveText("→ Orava Papier, a. s.");
    expect(world.hub.records).toHaveLength(1);
  });

  test("an item stays with the account that made it", async () => {
    const thread = mail(1);
    world = await createWorld({ threads: [thread] });
    const page = await world.open(thread);
    await expectPage(button(page)).toHaveText("Log to Kronika");
    await world.hub.stop();
    await button(page).click();
    await expectPage(button(page)).toHaveText("Waiting for the network");
    await world.hub.start();
    const options = await world.browser.openPage("options.html");
    world.hub.refuse = () => ({ status: 503, problem: {} }); // still away for records
    await options.getByRole("button", { name: "Sign out" }).click();
    await expectPage(options.getByRole("button", { name: "Sign in" })).toHaveCount(1);
    world.hub.refuse = null;
    world.hub.person = { id: "01890000-0000-7000-8000-000000000002", name: "Eva Malíková", email: colleague.address };
    await options.getByRole("button", { name: "Sign in" }).click();
    await expectPage(options.getByText("Signed in as Eva Malíková")).toHaveCount(1);
    const panel = await world.browser.openPage("sidepanel.html");
    await expectPage(panel.locator(".item")).toContainText(`waits until ${rep.address} signs in`);
    expect(world.hub.records).toHaveLength(0);
  });

  test("an access token that ended is renewed once, also when many need it", async () => {
    world = await createWorld();
    const page = await world.browser.openPage("options.html");
    world.hub.endAccess();
    await submitAll(
      page,
      Array.from({ length: 8 }, (_, index) => submission(index)),
    );
    await expect.poll(() => world!.hub.records.length).toBe(8);
    const refreshes = world.hub.received.filter(({ url, body }) => url === "/oauth/token" && body.includes("refresh_token"));
    expect(refreshes).toHaveLength(1);
    expect(world.hub.openGrants).toBe(1);
  });

  test("full: a clear answer, nothing stored for the new one, nothing dropped of the old ones", async () => {
    const thread = mail(1);
    world = await createWorld({ threads: [thread] });
    const options = await world.browser.openPage("options.html");
    await world.hub.stop();
    expect(
      await submitAll(
        options,
        Array.from({ length: 1000 }, (_, index) => submission(index)),
      ),
    ).toBe(1000);
    await world.hub.start();
    world.hub.refuse = () => ({ status: 503, problem: {} });
    const page = await world.open(thread);
    await expectPage(button(page)).toHaveText("Log to Kronika");
    await button(page).click();
    await expectPage(button(page)).toHaveText("Queue is full");
    expect(await openItems(options)).toBe(1000);
    // When some have left, the same button works.
    world.hub.refuse = null;
    await options.evaluate(() => chrome.runtime.sendMessage({ request: "drain" }));
    await expect.poll(() => world!.hub.records.length, { timeout: 60_000, interval: 200 }).toBe(1000);
    expect(await openItems(options)).toBe(0);
    await button(page).click();
    await expectPage(button(page)).toHaveText("→ Orava Papier, a. s.");
    expect(world.hub.records).toHaveLength(1001);
  });

  test("what the hub will never take is refused with its reason; try again and discard are offered", async () => {
    const thread = mail(1);
    world = await createWorld({ threads: [thread] });
    world.hub.refuse = () => ({
      status: 422,
      problem: {
        type: "about:blank",
        title: "Some fields are not right.",
        status: 422,
        errors: [{ pointer: "/interaction/text", message: "is too long" }],
      },
    });
    const page = await world.open(thread);
    await button(page).click();
    await expectPage(button(page)).toHaveText("Not accepted");
    await expectPage(button(page)).toHaveAttribute("title", /\/interaction\/text is too long/);
    const panel = await world.browser.openPage("sidepanel.html");
    await expectPage(panel.locator(".item")).toContainText("/interaction/text is too long");
    world.hub.refuse = null;
    await panel.getByRole("button", { name: "Try again" }).click();
    await expectPage(panel.locator(".item")).toContainText("logged to Orava Papier, a. s.");
    expect(world.hub.records).toHaveLength(1);
  });
});

describe.skipIf(noChromium)("privacy", () => {
  test("of internal and excluded mail no byte is in any request, in the database or anywhere in the profile", async () => {
    const internal = mail(1, { from: colleague, to: [rep], body: "<div>CANARY-Xq7-INTERNAL</div>" });
    internal.subject = "CANARY-Xq7-SUBJECT";
    const excluded = mail(2, {
      from: { address: "canary-xq7@secret.example", name: "CANARY-Xq7-NAME" },
      body: "<div>CANARY-Xq7-EXCLUDED</div>",
    });
    const recorded = mail(3, { body: "<div>RECORDED-Xq7</div>" });
    world = await createWorld({ threads: [internal, excluded, recorded], keepProfile: true });
    world.hub.exclusions.add("canary-xq7@secret.example");
    const options = await world.browser.openPage("options.html");
    await options.evaluate(() => chrome.storage.local.remove("policy"));
    const page = await world.open(internal);
    for (const thread of [internal, excluded]) {
      await world.open(thread, page);
      await expectPage(button(page)).toHaveText("Not logged");
      await button(page).click(); // opens the menu, which explains
      await page.keyboard.press("Escape");
      const panel = await world.browser.openPage("sidepanel.html");
      await panel.close();
    }
    // The search finds what is there to be found: a mail that is recorded while the hub is away.
    await world.open(recorded, page);
    await expectPage(button(page)).toHaveText("Log to Kronika");
    await world.hub.stop();
    await button(page).click();
    await expectPage(button(page)).toHaveText("Waiting for the network");
    const { profile } = world.browser;
    const sent = world.hub.dump();
    await world.browser.close();

    expect(sent.toLowerCase()).not.toContain("canary-xq7");
    const files = extensionFiles(profile);
    await rm(profile, { recursive: true, force: true, maxRetries: 5 });
    expect(isIn(files, "RECORDED-Xq7")).toBe(true);
    for (const canary of ["CANARY-Xq7-INTERNAL", "CANARY-Xq7-EXCLUDED", "CANARY-Xq7-SUBJECT"])
      expect(isIn(files, canary), canary).toBe(false);
  });

  test("tokens are out of reach of a content script, of the page and of storage that they can read", async () => {
    const thread = mail(1);
    world = await createWorld({ threads: [thread] });
    const page = await world.open(thread);
    await expectPage(button(page)).toHaveText("Log to Kronika");
    // What a content script could read: it shares storage.local with the worker, and may ask what pages may ask.
    const worker = await world.browser.worker();
    const local = await worker.evaluate(async () => JSON.stringify(await chrome.storage.local.get(null)));
    expect(local).not.toMatch(/[ar]t-[0-9a-f]{8}-/);
    const asContentScript = await inContentScript(page, async () => {
      const outcomes: Record<string, unknown> = {};
      const attempt = async (name: string, work: () => Promise<unknown>) => {
        outcomes[name] = await work().catch((error: unknown) => `refused: ${String(error)}`);
      };
      await attempt("session storage", () => chrome.storage.session.get(null));
      await attempt("local storage", () => chrome.storage.local.get(null));
      await attempt("databases", () => indexedDB.databases());
      for (const request of ["signOut", "saveSettings", "discard", "reminders", "session"])
        await attempt(request, () => chrome.runtime.sendMessage({ request, payload: {} }));
      return JSON.stringify(outcomes);
    });
    expect(asContentScript).not.toMatch(/[ar]t-[0-9a-f]{8}-/);
    expect(asContentScript).toContain("refused: Error: Access to storage is not allowed from this context.");
    expect(asContentScript).not.toContain('"kronika"');
    // Asking for what only our own pages may ask is not answered: the person is still signed in.
    await page.reload();
    await expectPage(button(page)).toHaveText("Log to Kronika");
  });

  test("signing out revokes the grant at the hub", async () => {
    world = await createWorld();
    expect(world.hub.openGrants).toBe(1);
    const options = await world.browser.openPage("options.html");
    await options.getByRole("button", { name: "Sign out" }).click();
    await expect.poll(() => world!.hub.openGrants).toBe(0);
  });

  test("no request goes to any other origin than the hub", async () => {
    const thread = mail(1);
    world = await createWorld({ threads: [thread] });
    const page = await world.open(thread);
    await button(page).click();
    await expectPage(button(page)).toHaveText("→ Orava Papier, a. s.");
    const origins = new Set(world.hub.received.map(({ origin }) => origin));
    expect([...origins].filter((origin) => origin !== "" && !origin.startsWith("chrome-extension://"))).toEqual([]);
    // Preflights came: the extension has no permission for the hub, CORS alone lets it in.
    expect(world.hub.received.some(({ method }) => method === "OPTIONS")).toBe(true);
  });
});

/** One record as a page would submit it. */
function submission(number: number) {
  const clientId = crypto.randomUUID();
  return {
    request: {
      clientId,
      interaction: {
        kind: "email",
        occurredAt: "2026-11-24T09:00:00Z",
        subject: `Record ${number}`,
        from: jana,
        to: [{ address: rep.address }],
        cc: [],
        bcc: [],
        text: `Text ${number}`,
        attachments: [],
      },
      source: { host: "gmail", providerId: null, threadId: null },
      identities: [],
    },
    title: `Record ${number}`,
    counterpart: jana.address,
    onlyIfKnown: false,
  };
}

/** Submits until each is accepted, as content scripts do. @returns how many were accepted */
function submitAll(page: Page, submissions: unknown[]): Promise<number> {
  return page.evaluate(async (submissions) => {
    let accepted = 0;
    for (const payload of submissions) {
      for (;;) {
        const reply = (await chrome.runtime.sendMessage({ request: "submit", payload }).catch(() => undefined)) as
          | { ok: boolean; value: { accepted: boolean } }
          | undefined;
        if (reply?.ok && reply.value.accepted) break;
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
      accepted++;
    }
    return accepted;
  }, submissions);
}

async function openItems(page: Page): Promise<number> {
  return page.evaluate(async () => {
    const reply = (await chrome.runtime.sendMessage({ request: "items" }).catch(() => undefined)) as
      | { ok: boolean; value: { state: string }[] }
      | undefined;
    return reply?.ok ? reply.value.filter(({ state }) => state !== "sent").length : -1;
  });
}

/** Runs code where the content script runs: its isolated world. */
async function inContentScript<T>(page: Page, work: () => Promise<T>): Promise<T> {
  const session = await page.context().newCDPSession(page);
  const contexts: { id: number; auxData?: { type?: string }; origin: string }[] = [];
  session.on("Runtime.executionContextCreated", ({ context }) => contexts.push(context as (typeof contexts)[number]));
  await session.send("Runtime.enable");
  const isolated = contexts.find(({ origin }) => origin.startsWith("chrome-extension://"));
  if (isolated === undefined) throw new Error("no content script runs in the page");
  const { result, exceptionDetails } = await session.send("Runtime.evaluate", {
    expression: `(${work.toString()})()`,
    contextId: isolated.id,
    awaitPromise: true,
    returnByValue: true,
  });
  await session.detach();
  if (exceptionDetails) throw new Error(exceptionDetails.text);
  return result.value as T;
}

/** Everything that the extension and its pages have stored in a profile. */
function extensionFiles(profile: string): Buffer[] {
  const folders = [
    "Default/IndexedDB",
    "Default/Local Extension Settings",
    "Default/Session Storage",
    "Default/Service Worker/Database",
    "Default/Sync Extension Settings",
  ];
  return folders.flatMap((folder) => filesIn(join(profile, folder))).map((path) => readFileSync(path));
}

/** Chromium's databases hold texts in one or two bytes a character: both forms are looked for, at any offset, as written and in small letters. */
function isIn(files: readonly Buffer[], text: string): boolean {
  const forms = [text, text.toLowerCase()].flatMap((form) => [Buffer.from(form, "utf8"), Buffer.from(form, "utf16le")]);
  return files.some((bytes) => forms.some((form) => bytes.indexOf(form) >= 0));
}

function filesIn(folder: string): string[] {
  try {
    return readdirSync(folder, { withFileTypes: true, recursive: true }).flatMap((entry) =>
      entry.isFile() ? [join(entry.parentPath, entry.name)] : [],
    );
  } catch {
    return []; // this browser has not made it
  }
}

declare const chrome: {
  runtime: { sendMessage(message: unknown): Promise<unknown> };
  storage: Record<"local" | "session", { get(keys: null): Promise<unknown>; remove(key: string): Promise<void> }>;
};
