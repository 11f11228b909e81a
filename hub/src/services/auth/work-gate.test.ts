import { expect, test } from "vitest";
import { createWorkGate } from "./work-gate.ts";

/** Works that end when the test says so. */
function works(gate: ReturnType<typeof createWorkGate>) {
  let running = 0;
  let most = 0;
  const ends: (() => void)[] = [];
  const start = () =>
    gate(async () => {
      running += 1;
      most = Math.max(most, running);
      await new Promise<void>((resolve) => ends.push(resolve));
      running -= 1;
      return "done";
    });
  return { start, ends, most: () => most };
}

test("so many run at once, the others wait in line, and whoever comes when the line is full is told", async () => {
  const gate = createWorkGate(2, 3);
  const { start, ends, most } = works(gate);
  const five = [start(), start(), start(), start(), start()];
  await expect(start()).rejects.toMatchObject({ code: "unavailable" });
  const all = Promise.all(five);
  for (let ended = 0; ended < 5;) {
    const end = ends.shift();
    end?.();
    ended += end ? 1 : 0;
    await new Promise((resolve) => setImmediate(resolve));
  }
  expect(await all).toEqual(Array(5).fill("done"));
  expect(most()).toBe(2);
});

test("a work that fails gives its place back", async () => {
  const gate = createWorkGate(1, 0);
  await expect(gate(() => Promise.reject(new Error("broken")))).rejects.toThrow("broken");
  expect(await gate(async () => 1)).toBe(1);
});
