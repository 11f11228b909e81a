import { execFile } from "node:child_process";
import { existsSync, readdirSync, readlinkSync, rmSync, statSync } from "node:fs";
import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { chromium, type BrowserContext, type Page, type Worker } from "playwright-core";

/** Pinned by `key` in the manifest. */
export const EXTENSION_ID = "plbpnlemildkohfkphkmogcddikepcmc";

const root = join(import.meta.dirname, "..");

export interface LaunchOptions {
  /** Port of a local server that stands for `https://mail.google.com` (see servers/gmail-server.ts). */
  gmailPort?: number;
  /** A profile to go on with, as after a restart; without it a new one, which is removed at the end. */
  profile?: string;
  /** Keeps the profile after `close`. */
  keepProfile?: boolean;
  colorScheme?: "light" | "dark" | "no-preference";
  forcedColors?: "active" | "none";
  viewport?: { width: number; height: number };
  locale?: string;
  args?: string[];
}

/** A real Chromium with the built extension in it. */
export interface ExtensionBrowser {
  context: BrowserContext;
  profile: string;
  /** The extension's service worker; started if it sleeps. */
  worker(): Promise<Worker>;
  /** Kills the worker in the middle of whatever it does. */
  killWorker(): Promise<void>;
  /** Opens a page of the extension, `options.html` or `sidepanel.html`, in a tab. */
  openPage(path: string): Promise<Page>;
  /** Sets the address of the hub and the language, as the options page does. */
  configure(settings: { hub?: string; language?: "auto" | "en" | "sk" }): Promise<void>;
  /** Signs in through the options page; `approve` gets the hub's own page, when it shows one. */
  signIn(approve?: (page: Page) => Promise<void>): Promise<void>;
  /** Ends the browser as a power cut does. */
  kill(): Promise<void>;
  close(): Promise<void>;
}

/** Builds the extension if a source is newer than the built one. */
export async function buildExtension(target: "chrome" | "firefox" = "chrome"): Promise<string> {
  const output = join(root, ".output", `${target}-mv3`);
  const sources = ["src", "public", "wxt.config.ts", "../core/src"].map((path) => newest(join(root, path)));
  if (!existsSync(join(output, "manifest.json")) || Math.max(...sources) > newest(output)) {
    const wxt = join(root, "node_modules/wxt/bin/wxt.mjs");
    await promisify(execFile)(process.execPath, [wxt, "build", "-b", target, ...(target === "firefox" ? ["--mv3"] : [])], { cwd: root });
  }
  return output;
}

/** Starts a browser with the extension; see {@link ExtensionBrowser}. */
export async function launchWithExtension(options: LaunchOptions = {}): Promise<ExtensionBrowser> {
  const extension = await buildExtension();
  const profile = options.profile ?? (await mkdtemp(join(tmpdir(), "kronika-profile-")));
  const context = await chromium.launchPersistentContext(profile, {
    executablePath: chromiumPath(),
    headless: true,
    ignoreHTTPSErrors: true,
    colorScheme: options.colorScheme ?? "light",
    forcedColors: options.forcedColors ?? "none",
    viewport: options.viewport ?? { width: 1280, height: 800 },
    ...(options.locale === undefined ? {} : { locale: options.locale }),
    args: [
      `--disable-extensions-except=${extension}`,
      `--load-extension=${extension}`,
      "--no-sandbox",
      "--ignore-certificate-errors",
      ...(options.gmailPort === undefined ? [] : [`--host-resolver-rules=MAP mail.google.com:443 127.0.0.1:${options.gmailPort}`]),
      ...(options.locale === undefined ? [] : [`--lang=${options.locale}`]),
      ...(options.args ?? []),
    ],
  });

  const worker = async () => {
    const running = context.serviceWorkers().find((candidate) => candidate.url().includes(EXTENSION_ID));
    return running ?? (await context.waitForEvent("serviceworker", { timeout: 30_000 }));
  };
  const openPage = async (path: string) => {
    const page = await context.newPage();
    await page.goto(`chrome-extension://${EXTENSION_ID}/${path}`);
    return page;
  };
  /** Runs a request of the extension's own pages, as the panel would. */
  const ask = async (request: string, payload?: unknown) => {
    const page = await openPage("options.html");
    try {
      const reply = await page.evaluate(([request, payload]) => chrome.runtime.sendMessage({ request, payload }), [
        request,
        payload,
      ] as const);
      return reply as { ok: boolean };
    } finally {
      await page.close();
    }
  };
  await worker();

  return {
    context,
    profile,
    worker,
    openPage,
    async killWorker() {
      const page = context.pages()[0] ?? (await context.newPage());
      const session = await context.newCDPSession(page);
      const { targetInfos } = await session.send("Target.getTargets");
      for (const { targetId, type, url } of targetInfos) {
        if (type === "service_worker" && url.includes(EXTENSION_ID)) await session.send("Target.closeTarget", { targetId });
      }
      await session.detach();
    },
    async configure(settings) {
      await ask("saveSettings", settings);
    },
    async signIn(approve) {
      const before = new Set(context.pages());
      const reply = ask("signIn");
      if (approve !== undefined) {
        const consent = await until(() => context.pages().find((page) => !before.has(page) && /^https?:/.test(page.url())));
        await approve(consent);
      }
      if (!(await reply).ok) throw new Error("the extension could not sign in");
    },
    async kill() {
      const pid = Number(readlinkSync(join(profile, "SingletonLock")).split("-").at(-1));
      const gone = new Promise((resolve) => context.once("close", resolve));
      process.kill(pid, "SIGKILL");
      await gone;
      for (const name of ["SingletonLock", "SingletonSocket", "SingletonCookie"]) rmSync(join(profile, name), { force: true });
    },
    async close() {
      await context.close().catch(() => undefined);
      if (options.keepProfile !== true) rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

/** The system's Chromium; `CHROMIUM_PATH` names another. */
export function chromiumPath(): string {
  const path = findChromium();
  if (path === undefined) throw new Error("Chromium was not found: install it (apt-get install chromium) or set CHROMIUM_PATH");
  return path;
}

function findChromium(): string | undefined {
  const candidates = [process.env["CHROMIUM_PATH"], "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];
  return candidates.find((path) => path !== undefined && existsSync(path));
}

/** Tests that need Chromium are skipped without it; in CI its absence is a failure. */
export const noChromium = process.env["CI"] !== "true" && findChromium() === undefined;

/** Waits for something to be there. */
async function until<T>(find: () => T | undefined, timeout = 20_000): Promise<T> {
  for (const end = Date.now() + timeout; Date.now() < end; await new Promise((resolve) => setTimeout(resolve, 50))) {
    const found = find();
    if (found !== undefined) return found;
  }
  throw new Error("timed out");
}

function newest(path: string): number {
  const { mtimeMs } = statSync(path);
  if (!statSync(path).isDirectory()) return mtimeMs;
  return Math.max(
    0,
    ...readdirSync(path)
      .filter((name) => name !== "fixtures")
      .map((name) => newest(join(path, name))),
  );
}

/** Only what the tests call inside of the extension's pages. */
declare const chrome: {
  runtime: { sendMessage(message: unknown): Promise<unknown> };
};
