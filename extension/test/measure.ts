import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import type { CDPSession, Page } from "playwright-core";
import { buildExtension } from "./browser.ts";
import { createWorld, mail } from "./e2e/world.ts";
import { urlToken } from "./gmail/markup.ts";

/** What the extension costs its user, measured in a real Chromium with the stub hub. Times in milliseconds, sizes in bytes (gzip -9). */
export interface Measured {
  bytes: { contentScript: number; background: number; package: number };
  /** Evaluation of the content script when a page loads: median of seven loads. */
  evaluation: { median: number; medianAt4xSlower: number };
  /** From the moment that a message's head is in the page to a button that can be pressed, over 50 switches of conversation. */
  button: { median: number; p95: number; max: number; switches: number };
  /** From a click to the record being safe on the disk, over 50 records. */
  stored: { median: number; p95: number };
  /** A page of 5,000 nodes that changes 100 times a second: our share of the main thread in percent, our longest task, growth of the heap. */
  churn: { seconds: number; shareOfMainThread: number; heapGrowth: number };
}

/** @param churnSeconds how long the busy page is watched */
export async function measureExtension(churnSeconds = 30): Promise<Measured> {
  const folder = await buildExtension();
  const threads = Array.from({ length: 10 }, (_, index) => mail(index + 1));
  const world = await createWorld({ threads });
  try {
    const page = await world.open(threads[0]!);
    await page.locator("[data-kronika-log] .bar:not([hidden])").waitFor();
    return {
      bytes: {
        contentScript: gzipped(folder, "gmail.js"),
        background: gzipped(folder, "background.js"),
        package: gzipped(folder, ...filesIn(folder)),
      },
      evaluation: { median: await evaluationOf(page, 1), medianAt4xSlower: await evaluationOf(page, 4) },
      button: await buttonDelay(
        page,
        threads.map(({ id }) => urlToken(id)),
      ),
      stored: await storeDelay(await world.browser.openPage("options.html")),
      churn: await churn(page, churnSeconds),
    };
  } finally {
    await world.close();
  }
}

function filesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true }).flatMap((entry) =>
    entry.isFile() ? [join(entry.parentPath, entry.name).slice(folder.length + 1)] : [],
  );
}

const gzipped = (folder: string, ...names: string[]) =>
  names.reduce((sum, name) => sum + gzipSync(readFileSync(join(folder, name)), { level: 9 }).length, 0);

async function evaluationOf(page: Page, slower: number): Promise<number> {
  const session = await page.context().newCDPSession(page);
  await session.send("Emulation.setCPUThrottlingRate", { rate: slower });
  const times: number[] = [];
  for (let load = 0; load < 7; load++) times.push(await traced(session, () => page.reload({ waitUntil: "load" }), page));
  await session.send("Emulation.setCPUThrottlingRate", { rate: 1 });
  await session.detach();
  return quantile(times, 0.5);
}

/** Time that the browser says it took to evaluate our script. */
async function traced(session: CDPSession, load: () => Promise<unknown>, page: Page): Promise<number> {
  const collect = ({ value }: { value: unknown[] }) => events.push(...(value as typeof events));
  const events: { name: string; dur?: number; args?: { data?: { url?: string } } }[] = [];
  session.on("Tracing.dataCollected", collect);
  await session.send("Tracing.start", { categories: "devtools.timeline", transferMode: "ReportEvents" });
  await load();
  await page.locator("[data-kronika-log] .bar:not([hidden])").waitFor();
  const complete = new Promise((resolve) => session.once("Tracing.tracingComplete", resolve));
  await session.send("Tracing.end");
  await complete;
  session.off("Tracing.dataCollected", collect);
  const own = events.filter(({ name, args }) => name === "EvaluateScript" && args?.data?.url?.endsWith("/gmail.js") === true);
  return own.reduce((sum, { dur = 0 }) => sum + dur / 1000, 0);
}

async function buttonDelay(page: Page, tokens: string[]): Promise<Measured["button"]> {
  const delays = await page.evaluate(async (tokens) => {
    const delays: number[] = [];
    for (let round = 0; round < 50; round++) {
      const token = tokens[(round * 7 + 3) % tokens.length]!;
      await new Promise<void>((resolve) => {
        let anchored = 0;
        const before = document.querySelector('[role="main"] h2')?.getAttribute("data-thread-perm-id");
        const observer = new MutationObserver(check);
        observer.observe(document.documentElement, { childList: true, subtree: true, attributes: true });
        location.hash = `#inbox/${token}`;
        const timer = setInterval(check, 2);
        function check(): void {
          const main = document.querySelector('[role="main"]');
          const isNext = main?.querySelector("h2")?.getAttribute("data-thread-perm-id") !== before;
          if (isNext && anchored === 0 && main?.querySelector(".ajy")) anchored = performance.now();
          const bar = main?.querySelector("[data-kronika-log]")?.shadowRoot?.querySelector<HTMLElement>(".bar");
          if (anchored === 0 || !bar || bar.hidden) return;
          delays.push(performance.now() - anchored);
          observer.disconnect();
          clearInterval(timer);
          resolve();
        }
      });
    }
    return delays;
  }, tokens);
  return { median: quantile(delays, 0.5), p95: quantile(delays, 0.95), max: Math.max(...delays), switches: delays.length };
}

async function storeDelay(page: Page): Promise<Measured["stored"]> {
  const times = await page.evaluate(async () => {
    const times: number[] = [];
    for (let number = 0; number < 50; number++) {
      const interaction = {
        kind: "email",
        occurredAt: "2026-11-24T09:00:00Z",
        subject: `Record ${number}`,
        from: { address: "a@orava.example" },
        to: [],
        text: "x".repeat(2000),
      };
      const request = {
        clientId: crypto.randomUUID(),
        interaction,
        source: { host: "gmail", providerId: null, threadId: null },
        identities: [],
      };
      const started = performance.now();
      await chrome.runtime.sendMessage({ request: "submit", payload: { request, title: "", counterpart: "", onlyIfKnown: false } });
      times.push(performance.now() - started);
    }
    return times;
  });
  return { median: quantile(times, 0.5), p95: quantile(times, 0.95) };
}

async function churn(page: Page, seconds: number): Promise<Measured["churn"]> {
  const session = await page.context().newCDPSession(page);
  await session.send("Profiler.enable");
  await session.send("HeapProfiler.enable");
  await page.evaluate(() => {
    const crowd = document.createElement("div");
    for (let index = 0; index < 5000; index++) crowd.append(Object.assign(document.createElement("span"), { textContent: String(index) }));
    document.querySelector('[role="main"]')!.append(crowd);
    setInterval(
      () =>
        crowd.children[Math.floor(Math.random() * crowd.children.length)]!.replaceWith(
          Object.assign(document.createElement("span"), { textContent: "new" }),
        ),
      10,
    );
  });
  const heap = async () => {
    await session.send("HeapProfiler.collectGarbage");
    return (await session.send("Runtime.getHeapUsage")).usedSize;
  };
  const before = await heap();
  await session.send("Profiler.start");
  await page.waitForTimeout(seconds * 1000);
  const { profile } = await session.send("Profiler.stop");
  const heapGrowth = (await heap()) - before;
  await session.detach();
  const ours = new Set(profile.nodes.filter(({ callFrame }) => callFrame.url.endsWith("/gmail.js")).map(({ id }) => id));
  const deltas = profile.timeDeltas ?? [];
  const own = (profile.samples ?? []).reduce((sum, node, index) => sum + (ours.has(node) ? (deltas[index] ?? 0) : 0), 0);
  return { seconds, shareOfMainThread: (100 * own) / (profile.endTime - profile.startTime), heapGrowth };
}

function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((one, other) => one - other);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN;
}

declare const chrome: { runtime: { sendMessage(message: unknown): Promise<unknown> } };
