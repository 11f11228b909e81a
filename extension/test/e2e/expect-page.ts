import type { Locator } from "playwright-core";
import { expect as expectValue } from "vitest";

/** Waits for what a page shows; playwright-core brings no assertions of its own. */
export function expect(locator: Locator, timeout = 10_000) {
  const poll = <T>(read: () => Promise<T>) => expectValue.poll(read, { timeout, interval: 50 });
  return {
    toHaveText: (text: string) =>
      poll(async () =>
        (await locator.count()) === 1 ? locator.innerText({ timeout: 1000 }).catch(() => null) : `${await locator.count()} of them`,
      ).toBe(text),
    toHaveAttribute: (name: string, value: string) =>
      poll(() => locator.getAttribute(name, { timeout: 1000 }).catch(() => null)).toBe(value),
    toHaveCount: (count: number) => poll(() => locator.count()).toBe(count),
  };
}
