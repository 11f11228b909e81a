import type { Page } from "playwright-core";
import { launchWithExtension, type ExtensionBrowser, type LaunchOptions } from "../browser.ts";
import { liveGmail } from "../gmail/live-page.ts";
import { hex, urlToken, type MessageMarkup, type PageMarkup, type ThreadMarkup } from "../gmail/markup.ts";
import { jana, rep } from "../gmail/people.ts";
import { GmailServer } from "../servers/gmail-server.ts";
import { HubStub } from "../servers/hub-stub.ts";

/** A rep at work: a hub, a mailbox in the browser, the extension. Each test says only what differs. */
export interface World {
  hub: HubStub;
  gmail: GmailServer;
  browser: ExtensionBrowser;
  /** Opens a conversation in a new tab, or in one that is open. */
  open(thread: ThreadMarkup, page?: Page): Promise<Page>;
  close(): Promise<void>;
}

export interface WorldOptions extends LaunchOptions {
  threads?: ThreadMarkup[];
  page?: Partial<PageMarkup>;
  language?: "en" | "sk";
  signedIn?: boolean;
}

export async function createWorld({
  threads = [mail(1)],
  page = {},
  language = "en",
  signedIn = true,
  ...launch
}: WorldOptions = {}): Promise<World> {
  const hub = new HubStub();
  hub.customers = [{ id: "customer-1", name: "Orava Papier, a. s.", addresses: [jana.address] }];
  hub.policyNow = () => policyOf(hub);
  const gmail = new GmailServer(liveGmail({ account: rep, ...page }, threads));
  await Promise.all([hub.start(), gmail.start()]);
  const browser = await launchWithExtension({ ...launch, gmailPort: gmail.port });
  await browser.configure({ hub: hub.url, language });
  if (signedIn) await browser.signIn();
  return {
    hub,
    gmail,
    browser,
    async open(thread, tab) {
      const opened = tab ?? (await browser.context.newPage());
      await opened.goto(`https://mail.google.com/mail/u/0/#inbox/${urlToken(thread.id)}`);
      return opened;
    },
    async close() {
      await browser.close();
      await Promise.all([hub.stop(), gmail.stop()]);
    },
  };
}

/** The policy of the demo company: own domain, personal exclusions. */
export function policyOf(hub: HubStub): unknown {
  return {
    own: { addresses: [], domains: ["borovica.example"] },
    mailbox: { mode: "known-customers" },
    exclusions: [...hub.exclusions].map((value) => ({ kind: "address", scope: "person", value })),
  };
}

/** A conversation of one mail from a customer; everything else by `changed`. */
export function mail(number: number, changed: Partial<MessageMarkup> = {}): ThreadMarkup {
  const id = String(1850417222334455000n + BigInt(number));
  return {
    id,
    subject: `Ponuka ${number}`,
    messages: [
      {
        id,
        from: jana,
        to: [rep],
        date: { year: 2026, month: 11, day: 24, hour: 9, minute: number % 60 },
        body: `<div>Text of mail ${number}.</div>`,
        ...changed,
      },
    ],
  };
}

export const hexOf = (thread: ThreadMarkup) => hex(thread.id);

/** The button of the only message, as a person finds it. */
export const button = (page: Page) => page.locator("[data-kronika-log] .main");
export const caret = (page: Page) => page.locator("[data-kronika-log] .caret");
export const menuItem = (page: Page, name: string | RegExp) => page.locator("[data-kronika-log]").getByRole("menuitem", { name });
