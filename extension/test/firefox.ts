import { spawn, type ChildProcess } from "node:child_process";
import { existsSync, rmSync, writeFileSync } from "node:fs";
import { mkdtemp } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buildExtension } from "./browser.ts";

/** Firefox names the pages of an extension by a random id; a fixed one lets the tests open them. */
const PAGES_ID = "6f1c7f3e-2b7a-4b0e-9d55-3c1f0a8e7d21";
const EXTENSION_ID = "extension@kronika.example";

/** A real Firefox with the built extension, driven by WebDriver BiDi. */
export interface FirefoxBrowser {
  /** Opens an address in a new tab and gives its context. */
  open(url: string): Promise<string>;
  openPage(path: string): Promise<string>;
  /** Runs an expression in a page and gives its value. */
  evaluate<T>(context: string, expression: string): Promise<T>;
  /** Presses the mouse at a point of the page: a trusted click. */
  click(context: string, x: number, y: number): Promise<void>;
  /** Answers every request to this origin with one page. */
  serve(origin: string, html: string): Promise<void>;
  close(): Promise<void>;
}

interface Message {
  id?: number;
  method?: string;
  result?: unknown;
  error?: string;
  message?: string;
  params?: Record<string, unknown>;
}

export function firefoxPath(): string | null {
  return (
    [process.env["FIREFOX_PATH"], "/usr/bin/firefox-esr", "/usr/bin/firefox"].find((path) => path !== undefined && existsSync(path)) ?? null
  );
}

export async function launchFirefox(executable: string): Promise<FirefoxBrowser> {
  const extension = await buildExtension("firefox");
  const profile = await mkdtemp(join(tmpdir(), "kronika-firefox-"));
  writeFileSync(
    join(profile, "user.js"),
    Object.entries({
      "extensions.webextensions.uuids": JSON.stringify({ [EXTENSION_ID]: PAGES_ID }),
      "remote.active-protocols": 1,
      "browser.shell.checkDefaultBrowser": false,
      "browser.startup.page": 0,
      "datareporting.policy.dataSubmissionEnabled": false,
      "app.update.disabledForTesting": true,
      "network.dns.disableIPv6": true,
    })
      .map(([name, value]) => `user_pref(${JSON.stringify(name)}, ${JSON.stringify(value)});`)
      .join("\n"),
  );
  const port = await freePort();
  const process = spawn(
    executable,
    ["--headless", "--no-remote", "--profile", profile, "--remote-debugging-port", String(port), "--remote-allow-system-access"],
    { stdio: "ignore" },
  );
  const connection = await connect(`ws://127.0.0.1:${port}/session`, process);
  const { send } = connection;
  await send("session.new", { capabilities: { alwaysMatch: { acceptInsecureCerts: true } } });
  await send("webExtension.install", { extensionData: { type: "path", path: extension } });
  await send("session.subscribe", { events: ["network.beforeRequestSent"] });

  const open = async (url: string) => {
    const { context } = (await send("browsingContext.create", { type: "tab" })) as { context: string };
    await send("browsingContext.navigate", { context, url, wait: "complete" });
    return context;
  };
  return {
    open,
    openPage: (path) => open(`moz-extension://${PAGES_ID}/${path}`),
    async evaluate<T>(context: string, expression: string) {
      const answer = (await send("script.evaluate", {
        expression: `(async () => JSON.stringify((await (${expression})) ?? null))()`,
        target: { context },
        awaitPromise: true,
      })) as {
        type: string;
        result?: { value: string };
        exceptionDetails?: { text: string };
      };
      if (answer.type !== "success" || answer.result === undefined) throw new Error(answer.exceptionDetails?.text ?? "the script failed");
      return JSON.parse(answer.result.value) as T;
    },
    async click(context, x, y) {
      const pointer = { type: "pointer", id: "mouse", parameters: { pointerType: "mouse" } };
      const actions = [
        { type: "pointerMove", x: Math.round(x), y: Math.round(y) },
        { type: "pointerDown", button: 0 },
        { type: "pointerUp", button: 0 },
      ];
      await send("input.performActions", { context, actions: [{ ...pointer, actions }] });
    },
    async serve(origin, html) {
      const { hostname, protocol } = new URL(origin);
      await send("network.addIntercept", {
        phases: ["beforeRequestSent"],
        urlPatterns: [{ type: "pattern", protocol: protocol.replace(":", ""), hostname }],
      });
      connection.listen("network.beforeRequestSent", ({ isBlocked, request }) => {
        if (isBlocked !== true) return;
        const header = (name: string, value: string) => ({ name, value: { type: "string", value } });
        void send("network.provideResponse", {
          request: (request as { request: string }).request,
          statusCode: 200,
          headers: [header("content-type", "text/html; charset=utf-8")],
          body: { type: "base64", value: Buffer.from(html).toString("base64") },
        }).catch(() => undefined);
      });
    },
    async close() {
      await send("browser.close", {}).catch(() => undefined);
      connection.close();
      if (process.exitCode === null) {
        const gone = new Promise((resolve) => process.once("exit", resolve));
        process.kill("SIGKILL");
        await gone;
      }
      rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

type Send = (method: string, params: object) => Promise<unknown>;

async function connect(
  url: string,
  process: ChildProcess,
): Promise<{ send: Send; listen(method: string, listener: (params: Record<string, unknown>) => void): void; close(): void }> {
  const socket = await until(async () => {
    if (process.exitCode !== null) throw new Error(`Firefox ended with ${process.exitCode}`);
    const candidate = new WebSocket(url);
    return new Promise<WebSocket | undefined>((resolve) => {
      candidate.addEventListener("open", () => resolve(candidate));
      candidate.addEventListener("error", () => resolve(undefined));
    });
  });
  const waiting = new Map<number, (message: Message) => void>();
  const listeners = new Map<string, (params: Record<string, unknown>) => void>();
  socket.addEventListener("message", ({ data }) => {
    const message = JSON.parse(String(data)) as Message;
    if (message.id !== undefined) waiting.get(message.id)?.(message);
    else if (message.method !== undefined) listeners.get(message.method)?.(message.params ?? {});
  });
  let last = 0;
  return {
    send: (method, params) =>
      new Promise((resolve, reject) => {
        const id = ++last;
        waiting.set(id, (message) => {
          waiting.delete(id);
          if (message.error === undefined) resolve(message.result);
          else reject(new Error(`${method}: ${message.error} ${message.message ?? ""}`));
        });
        socket.send(JSON.stringify({ id, method, params }));
      }),
    listen: (method, listener) => listeners.set(method, listener),
    close: () => socket.close(),
  };
}

async function until<T>(attempt: () => Promise<T | undefined>, timeout = 60_000): Promise<T> {
  for (const end = Date.now() + timeout; Date.now() < end; await new Promise((resolve) => setTimeout(resolve, 200))) {
    const result = await attempt();
    if (result !== undefined) return result;
  }
  throw new Error("Firefox did not answer in time");
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => resolve(typeof address === "object" && address !== null ? address.port : 0));
    });
  });
}
