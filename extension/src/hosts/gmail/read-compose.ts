import type { MailAddress } from "@kronika/core/addresses.ts";
import type { PageCompose } from "../host.ts";
import { findAll } from "../query.ts";
import { readableText } from "../text.ts";
import { isShown } from "../visible.ts";
import { addressesIn, addressOf } from "./recipients.ts";
import * as gmail from "./selectors.ts";

/** Reads the draft that is open in the page: a window, a full page, or an answer under the conversation. Null when there is none. */
export function readCompose(root: Document): PageCompose | null {
  const editors = findAll(root, gmail.composeEditor, isShown).elements;
  const editor = editors[0];
  if (editor === undefined) return null;
  const frame = frameOf(editor);
  return {
    to: peopleIn(frame, "to"),
    cc: peopleIn(frame, "cc"),
    bcc: peopleIn(frame, "bcc"),
    subject: subjectOf(frame),
    text: readableText(editor, (element) => element.matches(gmail.quote.ways.join(","))),
    isReply: isReply(frame),
  };
}

function subjectOf(frame: Element): string | null {
  const field = findAll(frame, gmail.composeSubject).elements[0] as HTMLInputElement | undefined;
  return field === undefined ? null : field.value || (field.getAttribute("value") ?? "");
}

function frameOf(editor: Element): Element {
  for (const selector of gmail.compose.ways) {
    const frame = editor.closest(selector);
    if (frame) return frame;
  }
  // The smallest part around the editor that has a subject or recipients.
  for (let node = editor.parentElement; node !== null; node = node.parentElement) {
    if (node.querySelector("[name='subjectbox'],[name='subject'],[name='to']") !== null) return node;
  }
  return editor;
}

function peopleIn(frame: Element, name: "to" | "cc" | "bcc"): MailAddress[] {
  const people = new Map<string, MailAddress>();
  const add = (person: MailAddress | null) => person !== null && !people.has(person.address) && people.set(person.address, person);
  for (const field of frame.querySelectorAll(`div[name='${name}'], [data-field='${name}']`)) {
    for (const chip of findAll(field, gmail.composeRecipient).elements) add(addressOf(chip));
  }
  // What has been typed and is not a chip yet.
  for (const field of frame.querySelectorAll<HTMLInputElement | HTMLTextAreaElement>(`input[name='${name}'], textarea[name='${name}']`)) {
    for (const person of addressesIn(field.value || (field.getAttribute("value") ?? ""))) add(person);
  }
  return [...people.values()];
}

/** An answer knows its conversation; or it is written in place, under a message. What is passed on is none. */
function isReply(frame: Element): boolean {
  const named = findAll(frame, gmail.composeThread).elements.some((input) => {
    const value = (input as HTMLInputElement).value || (input.getAttribute("value") ?? "");
    return value !== "" && value !== "undefined";
  });
  const isForward = /^\s*(fwd?|wg|tr|pd|vs|fw|továbbítás)\s*:/i.test(subjectOf(frame) ?? "");
  return !isForward && (named || (frame.closest('[role="listitem"]') !== null && frame.closest('[role="dialog"]') === null));
}
