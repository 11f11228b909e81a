import type { MountPoint } from "../host.ts";
import { findAll } from "../query.ts";
import { isShown } from "../visible.ts";
import { idInUrl } from "./pages.ts";
import { openThread } from "./read-thread.ts";
import { headQuery, type ThreadContext } from "./read-message.ts";
import * as gmail from "./selectors.ts";

/**
 * One place for each expanded message: behind the last thing of the line of recipients ("to me ▾"), where nothing follows that could move.
 * Second way: behind the sender's name.
 */
export function mountPoints(root: Document, url: string): MountPoint[] {
  const open = openThread(root, url);
  if (open === null) return [];
  const settled = agrees(idInUrl(url), open.context);
  return open.items
    .filter(({ expanded }) => expanded)
    .flatMap(({ element }, index) => {
      const anchor = anchorOf(element);
      if (anchor === null) return [];
      const id = element.getAttribute("data-legacy-message-id") ?? element.getAttribute("data-message-id") ?? String(index);
      return [{ key: `${open.context.threadId ?? ""}/${id}`, anchor, message: element, settled }];
    });
}

/** An address names a conversation, or one of its messages when conversation view is off. */
function agrees(named: string | null, { threadId, messages }: ThreadContext): boolean {
  if (named === null || threadId === null || named === threadId) return true;
  return messages.some((message) => message.getAttribute("data-legacy-message-id") === named);
}

function anchorOf(message: Element): Element | null {
  const head = headQuery(message);
  const line = head(gmail.recipientLine).elements.find(isShown);
  if (line !== undefined) {
    // The triangle that shows the details closes the line; without it the line itself.
    const cell = line.closest("td") ?? line.parentElement;
    const last = cell === null ? null : findAll(cell, gmail.detailsButton).elements.find(isShown);
    return last ?? line.closest(".iw") ?? line;
  }
  return head(gmail.senderAddress).elements.find(isShown) ?? head(gmail.sender).elements.find(isShown) ?? null;
}
