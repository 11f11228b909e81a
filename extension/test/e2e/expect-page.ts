import type { Locator } from "playwright-core";
import { expect as expectValue } from "vitest";

/** Waits for what a page shows; playwright-core brings no assertions of its own. */
export function expect(locator: Locator, timeout = 10_000) {
  const poll = <T>(read: () => Promise<T>) => expectValue.poll(read, { timeout, interval: 50 });
  const text = async () => {
    const count = await locator.count();
    return count === 1 ? locator.innerText({ timeout: 1000 }).catch(() => null) : `${count} elements`;
  };
  return {
    toHaveText: (expected: string) => poll(text).toBe(expected),
    toContainText: (expected: string) => poll(text).toContain(expected),
    toHaveAttribute: (name: string, expected: string | RegExp) => {
      const attribute = poll(() => locator.getAttribute(name, { timeout: 1000 }).catch(() => null));
      return typeof expected === "string" ? attribute.toBe(expected) : attribute.toMatch(expected);
    },
    toHaveCount: (count: number) => poll(() => locator.count()).toBe(count),
  };
}
