import type { CapturePolicy } from "@kronika/core/capture-policy.ts";
import { browser } from "wxt/browser";
import type { HubErrorCode } from "./background/hub-error.ts";
import type { ItemView } from "./background/outbox-item.ts";
import type { Submission, Submitted } from "./background/outbox.ts";
import type { Lookup, Problem, Reminder } from "./hub-types.ts";
import type { ButtonModel, ButtonQuestion } from "./features/log-button/state.ts";
import type { Appearance } from "./features/log-button/view.ts";
import type { PageState } from "./page-state.ts";
import type { Settings } from "./settings.ts";

/** What every part may know about the sign-in. Never a token. */
export interface Session {
  account: { name: string; email: string; organization: string } | null;
  hub: string;
  language: "en" | "sk";
  settings: Settings;
  version: string;
}

/** Questions to the background worker: what is asked, and what is answered. */
export interface Requests {
  session: [void, Session];
  /** Look of the button. */
  appearance: [void, Appearance];
  /** The button of a message in words: texts and style live in the worker, once, instead of in every page in every language. */
  button: [ButtonQuestion, ButtonModel];
  /** Dates as pages write them, into ISO; null where one is not understood. */
  dates: [{ text: string; language: string | null }[], (string | null)[]];
  policy: [void, { policy: CapturePolicy | null; account: string } | null];
  submit: [Submission, Submitted];
  items: [void, ItemView[]];
  lookup: [{ addresses: string[]; providerId: string | null }, Lookup];
  exclude: [{ address: string }, null];
  /** The network is back, or somebody looks: send what waits. */
  drain: [void, null];
  openPanel: [void, boolean];
  openOptions: [void, null];
  // Only for the extension's own pages:
  signIn: [void, Session];
  signOut: [void, Session];
  saveSettings: [Partial<Settings>, Session];
  retry: [{ clientId: string; anyway: boolean }, null];
  discard: [{ clientId: string }, null];
  reminders: [void, Reminder[]];
  reminderDone: [{ id: string }, null];
  reminderSnooze: [{ id: string; until: string }, null];
}
export type RequestName = keyof Requests;

/** Requests that a content script may make; all others come from the extension's own pages only. */
export const FROM_PAGES: ReadonlySet<RequestName> = new Set([
  "session",
  "appearance",
  "button",
  "dates",
  "policy",
  "submit",
  "items",
  "lookup",
  "exclude",
  "drain",
  "openPanel",
  "openOptions",
  "retry",
]);

/** News that nobody answers. */
export type News =
  | { news: "item"; item: ItemView }
  | { news: "session"; session: Session }
  | { news: "reminders"; due: number }
  /** A page shows something else now. Sent by content scripts to the panel. */
  | { news: "page"; state: PageState };

/** A question of the panel to the content script of a tab. */
export type PageQuestion = { question: "page-state" };

type Envelope = { request: RequestName; payload: unknown };
type Reply = { ok: true; value: unknown } | { ok: false; code: HubErrorCode | "failed"; problem: Problem | null };

/** A request that could not be answered, and why. */
export class RequestError extends Error {
  readonly code: HubErrorCode | "failed";
  readonly problem: Problem | null;
  constructor(code: HubErrorCode | "failed", problem: Problem | null) {
    super(code);
    this.name = "RequestError";
    this.code = code;
    this.problem = problem;
  }
}

/** Asks the background worker. Rejects with {@link RequestError} when it cannot answer, with another error when there is no worker. */
export async function ask<Name extends RequestName>(
  request: Name,
  ...[payload]: Requests[Name][0] extends void ? [] : [Requests[Name][0]]
): Promise<Requests[Name][1]> {
  const reply = await browser.runtime.sendMessage<Envelope, Reply | undefined>({ request, payload });
  if (reply === undefined) throw new RequestError("failed", null);
  if (!reply.ok) throw new RequestError(reply.code, reply.problem);
  return reply.value as Requests[Name][1];
}

export function isEnvelope(message: unknown): message is Envelope {
  return typeof message === "object" && message !== null && "request" in message && typeof message.request === "string";
}

export function isNews(message: unknown): message is News {
  return typeof message === "object" && message !== null && "news" in message;
}

export function isPageQuestion(message: unknown): message is PageQuestion {
  return typeof message === "object" && message !== null && "question" in message && message.question === "page-state";
}
export type { Reply };
