import { vi } from "vitest";

/** Waits until `check` no longer throws: long, so that a busy machine is no failure. */
export const eventually = <T>(check: () => T | Promise<T>, timeout = 25_000): Promise<T> => vi.waitFor(check, { timeout, interval: 25 });
