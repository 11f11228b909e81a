import type { PageMessage, ParseDate } from "../host.ts";
import { findAll, isOne } from "../query.ts";
import { isShown } from "../visible.ts";
import { bodyOf } from "./body.ts";
import { agreedId, hexId, permanentId } from "./ids.ts";
import { idInUrl } from "./pages.ts";
import { headQuery, readCollapsed, readMessage, type ThreadContext } from "./read-message.ts";
import * as gmail from "./selectors.ts";

export interface ThreadReading {
  context: ThreadContext;
  messages: PageMessage[];
}

/** Subjects that Gmail writes when a message has none. */
const NO_SUBJECT = new Set(
  [
    "(no subject)",
    "(bez predmetu)",
    "(bez předmětu)",
    "(kein betreff)",
    "(nincs tárgy)",
    "(bez tematu)",
    "(sin asunto)",
    "(sans objet)",
    "(nessun oggetto)",
    "(без темы)",
    "(无主题)",
  ].map((text) => text.toLowerCase()),
);

/**
 * Finds the one conversation that is open, and its messages in order. Conversations that were left stay in the document, hidden, and are
 * not looked at.
 * @returns null when no conversation is open, or when two are and it cannot be told which is meant
 */
export function openThread(
  root: Document,
  url: string,
  parseDate: ParseDate = () => null,
): { context: ThreadContext; items: ThreadItem[] } | null {
  const headings = findAll(root, gmail.threadHeading, isShown).elements;
  const heading = chooseHeading(headings, url);
  if (heading === null && headings.length > 0) return null;
  const scope = heading === null ? mainAreaOf(root) : scopeOf(heading);
  if (scope === null) return null;
  const items = itemsOf(scope);
  // Words and addresses alone do not make a conversation: there must be a text, or a heading that has ids over messages that are closed.
  if (!items.some(({ expanded }) => expanded) && (heading === null || items.length === 0)) return null;
  const context: ThreadContext = {
    threadId: heading === null ? null : threadIdOf(heading),
    subject: heading === null ? null : subjectOf(heading),
    language: root.documentElement?.getAttribute("lang") || null,
    parseDate,
    scope,
    messages: items.filter(({ expanded }) => expanded).map(({ element }) => element),
  };
  return { context, items };
}

/** Reads the open conversation. Null when there is none that we understand. */
export function readThread(root: Document, url: string, parseDate: ParseDate): ThreadReading | null {
  const open = openThread(root, url, parseDate);
  if (open === null) return null;
  const messages = open.items.map(({ element, expanded }) =>
    expanded ? readMessage(element, open.context) : readCollapsed(element, open.context),
  );
  return { context: open.context, messages };
}

export interface ThreadItem {
  element: Element;
  expanded: boolean;
}

/** Inside of the shown main area first; then the one that the address names; then, if all name one conversation, the largest. */
function chooseHeading(headings: Element[], url: string): Element | null {
  const inMain = headings.filter((heading) => heading.closest('[role="main"], main') !== null);
  const candidates = inMain.length > 0 ? inMain : headings;
  if (candidates.length <= 1) return candidates[0] ?? null;
  const wanted = idInUrl(url);
  const named = candidates.filter((heading) => wanted !== null && threadIdOf(heading) === wanted);
  if (named.length === 1) return named[0]!;
  const ids = new Set(candidates.map((heading) => threadIdOf(heading) ?? heading));
  return ids.size === 1 ? candidates.toSorted((one, other) => area(other) - area(one))[0]! : null;
}

function threadIdOf(heading: Element): string | null {
  const carrier = heading.closest("[data-thread-perm-id]");
  const legacy = heading.getAttribute("data-legacy-thread-id");
  const permanent = heading.getAttribute("data-thread-perm-id") ?? carrier?.getAttribute("data-thread-perm-id") ?? null;
  return agreedId(legacy, permanent) ?? (legacy === null && permanentId(permanent) === null ? hexId(permanent) : null);
}

function subjectOf(heading: Element): string {
  let text = "";
  const visit = (node: Node): void => {
    for (let child = node.firstChild; child !== null; child = child.nextSibling) {
      if (child.nodeType === 3) text += child.nodeValue ?? "";
      else if (child.nodeType === 1) {
        const element = child as Element;
        // Emoji are pictures with the character as their text.
        if (element.tagName === "IMG") text += element.getAttribute("data-emoji") ?? element.getAttribute("alt") ?? "";
        else visit(element);
      }
    }
  };
  visit(heading);
  const subject = text.replace(/\s+/g, " ").trim();
  return NO_SUBJECT.has(subject.toLowerCase()) ? "" : subject;
}

/** The smallest part of the page around the heading that holds messages; never beyond the main area. */
function scopeOf(heading: Element): Element | null {
  for (let node = heading.parentElement; node !== null; node = node.parentElement) {
    if (itemsOf(node).length > 0) return node;
    if (node.getAttribute("role") === "main" || node.tagName === "MAIN") return node;
  }
  return null;
}

function mainAreaOf(root: Document): Element | null {
  return findAll(root, gmail.mainArea, isShown).elements[0] ?? root.body;
}

/** Messages in the order of the page: expanded ones with their text, collapsed ones with their head only. */
function itemsOf(scope: Element): ThreadItem[] {
  const expanded = outermost(
    [...scope.querySelectorAll(gmail.message.ways.join(","))]
      .filter((element) => isShown(element) && bodyOf(element) !== null)
      .map((element) => withHead(element, scope))
      .filter((element) => element !== null),
  );
  const collapsed = [...scope.querySelectorAll(gmail.collapsed.ways.join(","))].filter(
    (element) =>
      isShown(element) &&
      element.querySelector("[email]") !== null &&
      !expanded.some((message) => message.contains(element) || element.contains(message)),
  );
  const items = [
    ...expanded.map((element) => ({ element, expanded: true })),
    ...outermost(collapsed).map((element) => ({ element, expanded: false })),
  ];
  return items.toSorted((one, other) => (one.element.compareDocumentPosition(other.element) & Node.DOCUMENT_POSITION_FOLLOWING ? -1 : 1));
}

/**
 * The message with its head. Usually one element holds both; where the head stands beside the text, the part around both is the message, as
 * long as it holds no other text. Null for something that has neither a head nor an id of Gmail: a copy inside of a text, for instance.
 */
function withHead(element: Element, scope: Element): Element | null {
  const hasHead = (candidate: Element) => headQuery(candidate)({ ways: ["[email], [data-hovercard-id], .gD"] }).elements.length > 0;
  for (let node: Element | null = element; node !== null && node !== scope; node = node.parentElement) {
    if (findAll(node, gmail.body, isShown).elements.length > 1) break;
    if (hasHead(node)) return node;
  }
  return isOne(element, { ways: ["[data-legacy-message-id]", "[data-message-id]"] }) ? element : null;
}

/** Of elements inside of one another the outer one, which holds head and text. */
function outermost(elements: Element[]): Element[] {
  return elements.filter((element) => !elements.some((other) => other !== element && other.contains(element)));
}

function area(element: Element): number {
  const { width, height } = element.getBoundingClientRect();
  return width * height;
}
