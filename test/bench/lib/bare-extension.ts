import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromium, type Page } from "playwright-core";
import { chromiumPath } from "../../../extension/test/browser.ts";
import { mail } from "../../../extension/test/e2e/world.ts";
import { liveGmail } from "../../../extension/test/gmail/live-page.ts";
import { urlToken } from "../../../extension/test/gmail/markup.ts";
import { rep } from "../../../extension/test/gmail/people.ts";
import { GmailServer } from "../../../extension/test/servers/gmail-server.ts";
import { median, percentile } from "./numbers.ts";

/** Milliseconds. */
export interface BareExtension {
  /** Of a content script that does nothing: median of seven loads. */
  evaluation: { median: number; medianAt4xSlower: number };
  /** From the head of a message to a bare button after it, over 50 switches of conversation. */
  button: { median: number; p95: number };
}

/** The least that puts a button which knows what to say: no look at the page but this one, one question to a worker that answers at once. */
const BUTTON = `
  const look = () => {
    const main = document.querySelector('[role="main"]');
    const anchor = main?.querySelector(".ajy");
    if (!anchor || main.asked) return;
    main.asked = true;
    chrome.runtime.sendMessage("what to say").then((text) => {
      const host = document.createElement("span");
      host.setAttribute("data-bare", "");
      host.attachShadow({ mode: "open" }).append(Object.assign(document.createElement("button"), { textContent: text }));
      anchor.after(host);
    });
  };
  new MutationObserver(look).observe(document.documentElement, { childList: true, subtree: true });
  look();
`;
const WORKER = "chrome.runtime.onMessage.addListener((message, sender, respond) => respond('Log'));";

/** Runs in the page. (As text: the program that this file belongs to has no types of a browser.) */
const SWITCHES = `async (tokens) => {
  const delays = [];
  for (let round = 0; round < 50; round += 1) {
    const token = tokens[(round * 7 + 3) % tokens.length];
    await new Promise((resolve) => {
      let anchored = 0;
      const before = document.querySelector('[role="main"] h2')?.getAttribute("data-thread-perm-id");
      const check = () => {
        const main = document.querySelector('[role="main"]');
        const isNext = main?.querySelector("h2")?.getAttribute("data-thread-perm-id") !== before;
        if (isNext && anchored === 0 && main?.querySelector(".ajy")) anchored = performance.now();
        if (anchored === 0 || !main?.querySelector("[data-bare]")) return;
        delays.push(performance.now() - anchored);
        observer.disconnect();
        clearInterval(timer);
        resolve();
      };
      const observer = new MutationObserver(check);
      observer.observe(document.documentElement, { childList: true, subtree: true, attributes: true });
      const timer = setInterval(check, 2);
      location.hash = "#inbox/" + token;
    });
  }
  return delays;
}`;

/**
 * The yardstick of the extension, on the same page in the same Chromium: an extension of two content scripts, one empty and one that only
 * puts a button. Measured as extension/test/measure.ts measures ours.
 */
export async function measureBareExtension(): Promise<BareExtension> {
  const folder = mkdtempSync(join(tmpdir(), "kronika-bare-extension-"));
  const extension = join(folder, "extension");
  mkdirSync(extension);
  const script = (name: string) => ({ matches: ["https://mail.google.com/*"], js: [name], run_at: "document_idle" });
  const manifest = {
    manifest_version: 3,
    name: "Bare",
    version: "1",
    background: { service_worker: "worker.js" },
    content_scripts: [script("empty.js"), script("button.js")],
  };
  writeFileSync(join(extension, "manifest.json"), JSON.stringify(manifest));
  writeFileSync(join(extension, "empty.js"), "(() => {})();");
  writeFileSync(join(extension, "button.js"), BUTTON);
  writeFileSync(join(extension, "worker.js"), WORKER);
  const threads = Array.from({ length: 10 }, (_, index) => mail(index + 1));
  const gmail = new GmailServer(liveGmail({ account: rep }, threads));
  await gmail.start();
  try {
    const context = await chromium.launchPersistentContext(join(folder, "profile"), {
      executablePath: chromiumPath(),
      headless: true,
      ignoreHTTPSErrors: true,
      args: [
        `--disable-extensions-except=${extension}`,
        `--load-extension=${extension}`,
        "--no-sandbox",
        "--ignore-certificate-errors",
        `--host-resolver-rules=MAP mail.google.com:443 127.0.0.1:${gmail.port}`,
      ],
    });
    try {
      const page = await context.newPage();
      const tokens = threads.map(({ id }) => urlToken(id));
      await page.goto(`https://mail.google.com/mail/u/0/#inbox/${tokens[0]}`);
      await page.locator("[data-bare]").waitFor();
      return {
        evaluation: { median: await evaluationOf(page, 1), medianAt4xSlower: await evaluationOf(page, 4) },
        button: await buttonDelay(page, tokens),
      };
    } finally {
      await context.close();
    }
  } finally {
    await gmail.stop();
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** @param slower how many times slower than it is the processor shall seem */
async function evaluationOf(page: Page, slower: number): Promise<number> {
  const session = await page.context().newCDPSession(page);
  await session.send("Emulation.setCPUThrottlingRate", { rate: slower });
  const times: number[] = [];
  for (let load = 0; load < 7; load += 1) {
    const events: { name: string; dur?: number; args?: { data?: { url?: string } } }[] = [];
    const collect = ({ value }: { value: unknown[] }) => void events.push(...(value as typeof events));
    session.on("Tracing.dataCollected", collect);
    await session.send("Tracing.start", { categories: "devtools.timeline", transferMode: "ReportEvents" });
    await page.reload({ waitUntil: "load" });
    await page.locator("[data-bare]").waitFor();
    const complete = new Promise((resolve) => session.once("Tracing.tracingComplete", resolve));
    await session.send("Tracing.end");
    await complete;
    session.off("Tracing.dataCollected", collect);
    const own = events.filter(({ name, args }) => name === "EvaluateScript" && args?.data?.url?.endsWith("/empty.js") === true);
    if (own.length === 0) throw new Error("the browser did not say how long the empty script took");
    times.push(own.reduce((sum, { dur = 0 }) => sum + dur / 1000, 0));
  }
  await session.detach();
  return median(times);
}

async function buttonDelay(page: Page, tokens: string[]): Promise<BareExtension["button"]> {
  const delays = await page.evaluate<number[]>(`(${SWITCHES})(${JSON.stringify(tokens)})`);
  return { median: median(delays), p95: percentile(delays, 0.95) };
}
