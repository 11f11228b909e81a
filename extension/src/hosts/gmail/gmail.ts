import type { Host, PageReading, ParseDate } from "../host.ts";
import { findAll } from "../query.ts";
import { isShown } from "../visible.ts";
import { readAccount } from "./account.ts";
import { mountPoints } from "./mount-points.ts";
import { pageKind } from "./pages.ts";
import { readMessage } from "./read-message.ts";
import { openThread, readThread } from "./read-thread.ts";
import { selfTest } from "./self-test.ts";
import * as gmail from "./selectors.ts";

const NOT_UNDERSTOOD: PageReading = { view: "not-understood", missing: [], messages: [], account: null };

/** Gmail in a browser: conversation view on or off, split pane, window of its own, any language and theme. */
export function createGmailHost(parseDate: ParseDate): Host {
  return {
    id: "gmail",
    page: pageKind,
    read: (root, url) => read(root, url, parseDate),
    readMessage(root, url, element) {
      const open = openThread(root, url, parseDate);
      return open !== null && open.context.messages.includes(element) ? readMessage(element, open.context) : null;
    },
    mountPoints: (root, url) => (pageKind(url) === "other" ? [] : mountPoints(root, url)),
    selfTest,
  };
}

function read(root: Document, url: string, parseDate: ParseDate): PageReading {
  const kind = pageKind(url);
  if (kind === "other") return NOT_UNDERSTOOD;
  const account = readAccount(root);
  const thread = readThread(root, url, parseDate);
  if (thread !== null) {
    const { messages } = thread;
    const missing = [...new Set(messages.flatMap((message) => message.missing))];
    return { view: messages.length > 1 ? "thread" : "message", missing, messages, account };
  }
  if (isList(root, kind)) return { view: "list", missing: [], messages: [], account };
  return { ...NOT_UNDERSTOOD, missing: kind === "thread" ? ["thread"] : [], account };
}

/** Rows of conversations; an empty list is believed when the address says list and the main area is there. */
function isList(root: Document, kind: ReturnType<typeof pageKind>): boolean {
  // With a conversation beside it (split pane) that we cannot read, "list" would hide that we are blind.
  if (kind === "thread" || findAll(root, gmail.threadHeading, isShown).elements.length > 0) return false;
  if (findAll(root, gmail.listRow, isShown).elements.length > 0) return true;
  return kind === "list" && findAll(root, gmail.mainArea, isShown).elements.length > 0;
}
