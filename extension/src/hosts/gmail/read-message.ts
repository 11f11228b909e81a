import { normaliseAddress, type MailAddress } from "@kronika/core/addresses.ts";
import type { PageMessage, ParseDate } from "../host.ts";
import { closestOf, findAll, isOne } from "../query.ts";
import { readAttachments } from "./attachments.ts";
import { bodyOf, isClipped, readBody } from "./body.ts";
import { agreedId, hexId } from "./ids.ts";
import { addressOf, readRecipients, type HeadQuery } from "./recipients.ts";
import * as gmail from "./selectors.ts";

/** What a message gets from the conversation around it. */
export interface ThreadContext {
  threadId: string | null;
  subject: string | null;
  language: string | null;
  parseDate: ParseDate;
  /** Holds the whole conversation. */
  scope: Element;
  /** All expanded messages in it, in the order of the page. */
  messages: readonly Element[];
}

/**
 * Reads one expanded message. Each field has several ways; where two ways contradict each other, the field is not known.
 * @param element the element that carries the message's id
 */
export function readMessage(element: Element, thread: ThreadContext): PageMessage {
  const body = bodyOf(element);
  const head = headQuery(element);
  const from = readSender(head);
  const recipients = readRecipients(head);
  const date = readDate(head, thread);
  const providerId = idOf(element, body);
  const missing = [
    providerId === null && !isFreshSend(element) ? "providerId" : null,
    thread.threadId === null ? "threadId" : null,
    thread.subject === null ? "subject" : null,
    from === null ? "from" : null,
    recipients.to.length + recipients.cc.length + recipients.bcc.length === 0 ? "to" : recipients.complete ? null : "recipients",
    date === null || date.length === 10 ? "date" : null,
    body === null ? "text" : isClipped(body) ? "rest of text" : null,
  ].filter((field) => field !== null);
  return {
    element,
    providerId,
    threadId: thread.threadId,
    subject: thread.subject,
    from,
    to: recipients.to,
    cc: recipients.cc,
    bcc: recipients.bcc,
    date,
    text: body === null ? null : readBody(body),
    attachments: readAttachments(footQuery(element, thread)),
    collapsed: false,
    missing,
  };
}

/** Reads what a collapsed message shows: who and when. Its snippet is not its text. */
export function readCollapsed(element: Element, thread: ThreadContext): PageMessage {
  const head = headQuery(element);
  const carrier = idCarrier(element);
  return {
    element,
    providerId: agreedId(carrier.getAttribute("data-legacy-message-id"), carrier.getAttribute("data-message-id")),
    threadId: thread.threadId,
    subject: thread.subject,
    from: readSender(head),
    to: [],
    cc: [],
    bcc: [],
    date: readDate(head, thread),
    text: null,
    attachments: [],
    collapsed: true,
    missing: [],
  };
}

/** Ids in two attributes, and in older pages as a class of the body (`m15479…`); what contradicts is not believed. */
function idOf(element: Element, body: Element | null): string | null {
  const carrier = idCarrier(element);
  const legacy = carrier.getAttribute("data-legacy-message-id");
  const permanent = carrier.getAttribute("data-message-id");
  if (legacy !== null || permanent !== null) return agreedId(legacy, permanent);
  return hexId(/(?:^|\s)m([0-9a-f]{16})(?:\s|$)/.exec(body?.getAttribute("class") ?? "")?.[1]);
}

/** The element with the ids: the message itself, or one in it that is not in its text. */
function idCarrier(element: Element): Element {
  const ways = { ways: ["[data-legacy-message-id]", "[data-message-id]"] };
  return isOne(element, ways) ? element : (headQuery(element)(ways).elements[0] ?? element);
}

/** Own mail that was sent a moment ago: its id changes when the page is loaded again, so it is not used. */
function isFreshSend(element: Element): boolean {
  return /^#?msg-a:/.test(idCarrier(element).getAttribute("data-message-id") ?? "");
}

/** Looks only outside of the body: whatever the sender wrote there can look like a part of the page. */
export function headQuery(element: Element): HeadQuery {
  return (thing) => findAll(element, thing, (found) => closestOf(found, gmail.body) === null);
}

/** Files stand inside of the message, or between it and the next one. */
function footQuery(element: Element, { scope, messages }: ThreadContext): HeadQuery {
  const ownerOf = (found: Element) =>
    messages.find((message) => message.contains(found)) ??
    messages.findLast((message) => message.compareDocumentPosition(found) & Node.DOCUMENT_POSITION_FOLLOWING);
  return (thing) => findAll(scope, thing, (found) => closestOf(found, gmail.body) === null && ownerOf(found) === element);
}

function readSender(head: HeadQuery): MailAddress | null {
  const { elements } = head(gmail.sender);
  const people = elements
    .filter((element) => closestOf(element, gmail.recipientLine) === null && closestOf(element, gmail.details) === null)
    .map(addressOf)
    .filter((person) => person !== null);
  const [first] = people;
  if (first === undefined || people.some(({ address }) => address !== first.address)) return null;
  // `<address>` stands behind the name; another one there means that we look at the wrong element.
  for (const written of head(gmail.senderAddress).elements) {
    const address = normaliseAddress((written.textContent ?? "").replace(/[<>\s]/g, ""));
    if (address !== null && address !== first.address) return null;
  }
  return people.find(({ name }) => name !== undefined) ?? first;
}

function readDate(head: HeadQuery, { language, parseDate }: ThreadContext): string | null {
  const instants = new Set<string>();
  const days = new Set<string>();
  for (const element of head(gmail.date).elements) {
    const machine = element.getAttribute("datetime");
    const texts = machine === null ? [element.getAttribute("title"), element.getAttribute("alt"), element.textContent] : [];
    for (const date of [fromMachine(machine), ...texts.map((text) => (text ? parseDate(text, language) : null))]) {
      if (date !== null) (date.length === 10 ? days : instants).add(date);
    }
  }
  if (instants.size > 1) return null;
  const [instant] = instants;
  if (instant !== undefined) return days.size === 0 || days.has(localDay(instant)) ? instant : null;
  return days.size === 1 ? [...days][0]! : null;
}

function localDay(instant: string): string {
  const date = new Date(instant);
  const two = (number: number) => String(number).padStart(2, "0");
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}

function fromMachine(text: string | null): string | null {
  if (text === null || !/^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)$/.test(text)) return null;
  const date = new Date(text);
  return Number.isNaN(date.getTime()) ? null : date.toISOString().replace(/\.\d{3}Z$/, "Z");
}
