import type { Expectation } from "../host.ts";
import { findAll } from "../query.ts";
import { isShown } from "../visible.ts";
import { pageKind } from "./pages.ts";
import { headQuery } from "./read-message.ts";
import { openThread } from "./read-thread.ts";
import * as gmail from "./selectors.ts";

/**
 * Compares the page with what selectors.ts expects. Only structure is looked at: names of expectations and counts, never a word of a message.
 * On a page that shows no conversation nothing is expected but a main area.
 */
export function selfTest(root: Document, url: string): Expectation[] {
  const main = findAll(root, gmail.mainArea, isShown);
  const results: Expectation[] = [
    { name: "mainArea", expected: "one or more", found: main.elements.length, met: main.elements.length > 0, bySecondWay: main.way > 0 },
  ];
  if (pageKind(url) === "other") return [];
  const open = openThread(root, url);
  if (open === null) {
    if (pageKind(url) === "thread") results.push({ name: "openThread", expected: "one", found: 0, met: false, bySecondWay: false });
    return results;
  }
  const heading = findAll(root, gmail.threadHeading, isShown);
  results.push({
    name: "threadHeading",
    expected: gmail.threadHeading.expected,
    found: heading.elements.length,
    met: heading.elements.length > 0,
    bySecondWay: heading.way > 1,
  });
  for (const [name, thing] of Object.entries({ sender: gmail.sender, recipient: gmail.recipient, date: gmail.date })) {
    const finds = open.context.messages.map((message) => headQuery(message)(thing));
    results.push({
      name,
      expected: thing.expected,
      found: finds.reduce((sum, { elements }) => sum + elements.length, 0),
      met: finds.every(({ elements }) => elements.length > 0),
      bySecondWay: finds.some(({ way }) => way > 0),
    });
  }
  return results;
}
