import { findAll, isOne } from "../query.ts";
import { readableText } from "../text.ts";
import { isShown } from "../visible.ts";
import * as gmail from "./selectors.ts";

/** The element with the sender's own text in one message: shown, outermost, not empty if there is a choice. Null when no text is loaded. */
export function bodyOf(message: Element): Element | null {
  const { elements } = findAll(message, gmail.body, isShown);
  const outer = elements.filter((element) => !elements.some((other) => other !== element && other.contains(element)));
  return outer.find((element) => element.childNodes.length > 0) ?? outer[0] ?? null;
}

/**
 * What is new in a message. Quotes that Gmail folds away are left out; a forwarded message, which is what its sender wanted to show, stays;
 * so do answers written between quotes.
 */
export function readBody(body: Element): string {
  const folded = isFolded(body);
  return readableText(body, (element) => {
    if (isOne(element, gmail.addedToBody)) return true;
    if (folded && isOne(element, gmail.trimmed) && !isForward(element)) return true;
    return isOne(element, gmail.quote) && !isForward(element) && !isAnswerBetweenQuotes(element);
  });
}

/** True when a part of the message was cut off by Gmail ("message clipped"). */
export function isClipped(body: Element): boolean {
  return [...body.querySelectorAll(".iX a[href]")].some((link) => /[?&]view=lg\b/.test(link.getAttribute("href") ?? ""));
}

function isFolded(body: Element): boolean {
  const { elements } = findAll(body, gmail.trimButton, (element) => element.matches("[role='button'], [aria-expanded]"));
  return elements.some((button) => button.getAttribute("aria-expanded") !== "true");
}

/** "---------- Forwarded message ---------" in any language: a row of dashes on both sides of words. */
function isForward(element: Element): boolean {
  if (element.closest("blockquote") !== null && element.tagName !== "DIV") return isInForward(element);
  return /^\s*-{5,}[^-\n]{3,80}-{5,}/.test(element.textContent ?? "") || isInForward(element);
}

/** A quote inside of a forwarded message is part of what was forwarded. */
function isInForward(element: Element): boolean {
  for (let node = element.parentElement; node !== null && !isOne(node, gmail.body); node = node.parentElement) {
    if (isOne(node, gmail.quote)) return /^\s*-{5,}[^-\n]{3,80}-{5,}/.test(node.textContent ?? "");
  }
  return false;
}

/**
 * The frame around "On … wrote:" and its quote, when text follows behind the quote inside of the same frame: then only the quotes
 * themselves are left out (they are visited one by one), and the answer stays.
 */
function isAnswerBetweenQuotes(element: Element): boolean {
  if (element.tagName === "BLOCKQUOTE") return false;
  const quotes = [...element.children].filter((child) => child.tagName === "BLOCKQUOTE");
  if (quotes.length === 0) return false;
  let after = "";
  for (let node = quotes[0]!.nextSibling; node !== null; node = node.nextSibling) {
    if (!(node.nodeType === 1 && (node as Element).tagName === "BLOCKQUOTE")) after += node.textContent ?? "";
  }
  return after.trim() !== "";
}
