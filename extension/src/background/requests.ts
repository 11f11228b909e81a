import { browser } from "wxt/browser";
import type { Browser } from "wxt/browser";
import { buttonModel } from "../features/log-button/model.ts";
import { buttonStyle } from "../features/log-button/style.ts";
import { parsePageDate } from "../hosts/dates.ts";
import { buttonTexts } from "../i18n/button.ts";
import { translator } from "../i18n/translate.ts";
import { FROM_PAGES, isEnvelope, type Reply, type RequestName, type Requests, type Session } from "../messages.ts";
import { languageOf, readSettings, writeSettings } from "../settings.ts";
import * as hub from "./hub-client.ts";
import { HubError } from "./hub-error.ts";
import * as outbox from "./outbox.ts";
import { openPanel } from "./panel.ts";
import { policyFor } from "./policy-cache.ts";
import { readDueReminders, refreshBadge } from "./reminders.ts";
import { currentAccount, signIn, signOut, type Account } from "./session.ts";

type Sender = Browser.runtime.MessageSender;
type Answers = { [Name in RequestName]: (payload: Requests[Name][0], sender: Sender) => Promise<Requests[Name][1]> };

const answers: Answers = {
  session: readSession,
  appearance: async () => ({ css: buttonStyle, more: (await buttonTranslator())("more") }),
  button: async (question) => buttonModel(question, await buttonTranslator(), (await readSession()).hub),
  dates: async (dates) => dates.map(({ text, language }) => parsePageDate(text, language)),
  policy: async () => {
    const account = await currentAccount();
    return account === null ? null : { policy: await policyFor(account), account: account.key };
  },
  submit: (submission, sender) => outbox.submit(submission, sender.tab?.id ?? null),
  items: () => outbox.list(),
  lookup: async ({ addresses, providerId }) => hub.lookup(await signedIn(), addresses, providerId),
  exclude: async ({ address }) => {
    const account = await signedIn();
    await hub.exclude(account, address);
    await policyFor(account, true);
    return null;
  },
  drain: async () => {
    void outbox.drain(true);
    return null;
  },
  openPanel: (_, sender) => openPanel(sender.tab),
  openOptions: async () => {
    await browser.runtime.openOptionsPage();
    return null;
  },
  signIn: async () => {
    const account = await signIn();
    await policyFor(account, true);
    void outbox.drain(true);
    void refreshBadge();
    return announceSession();
  },
  signOut: endSession,
  saveSettings: async (changed) => {
    const before = await readSettings();
    const after = await writeSettings(changed);
    // An account belongs to its hub.
    return after.hub === before.hub ? announceSession() : endSession();
  },
  retry: async ({ clientId, anyway }) => {
    await outbox.retry(clientId, anyway);
    return null;
  },
  discard: async ({ clientId }) => {
    await outbox.discard(clientId);
    return null;
  },
  reminders: () => readDueReminders(),
  reminderDone: async ({ id }) => {
    await hub.finishReminder(await signedIn(), id);
    await refreshBadge();
    return null;
  },
  reminderSnooze: async ({ id, until }) => {
    await hub.snoozeReminder(await signedIn(), id, until);
    await refreshBadge();
    return null;
  },
};

/** Answers requests of content scripts and of our own pages. */
export function serveRequests(): void {
  browser.runtime.onMessage.addListener((message: unknown, sender, respond) => {
    if (!isEnvelope(message) || sender.id !== browser.runtime.id || !mayAsk(message.request, sender)) return false;
    void answer(message.request, message.payload, sender).then(respond);
    return true; // the answer comes later
  });
}

async function answer(request: RequestName, payload: unknown, sender: Sender): Promise<Reply> {
  try {
    const handler = answers[request] as (payload: unknown, sender: Sender) => Promise<unknown>;
    return { ok: true, value: await handler(payload, sender) };
  } catch (error) {
    return error instanceof HubError
      ? { ok: false, code: error.code, problem: error.problem }
      : { ok: false, code: "failed", problem: null };
  }
}

function mayAsk(request: string, sender: Sender): boolean {
  return Object.hasOwn(answers, request) && (FROM_PAGES.has(request as RequestName) || isOwnPage(sender));
}

/** A content script speaks with the address of its page, our own pages with that of the extension. */
function isOwnPage(sender: Sender): boolean {
  return sender.url?.startsWith(`${location.origin}/`) ?? false;
}

async function buttonTranslator() {
  const language = languageOf(await readSettings());
  return translator({ language, messages: buttonTexts[language] });
}

async function signedIn(): Promise<Account> {
  const account = await currentAccount();
  if (account === null) throw new HubError("signed-out", "sign in first");
  return account;
}

async function readSession(): Promise<Session> {
  const [account, settings] = await Promise.all([currentAccount(), readSettings()]);
  return {
    account: account && { name: account.name, email: account.email, organization: account.organization },
    hub: account?.hub ?? settings.hub,
    language: languageOf(settings),
    settings,
    version: browser.runtime.getManifest().version,
  };
}

async function endSession(): Promise<Session> {
  await signOut();
  await browser.storage.local.remove("policy");
  void outbox.drain();
  await refreshBadge();
  return announceSession();
}

/** Pages hear of it by the change of `storage.local` (settings, account), the panel by a message. */
async function announceSession(): Promise<Session> {
  const session = await readSession();
  void browser.runtime.sendMessage({ news: "session", session }).catch(() => undefined);
  return session;
}
