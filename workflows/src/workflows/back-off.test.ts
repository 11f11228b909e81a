import { expect, test } from "vitest";
import { backOffMs } from "./back-off.ts";

test.each([
  [1, 5],
  [2, 10],
  [3, 20],
  [8, 640],
  [9, 900],
  [1000, 900],
])("after %i failures in a row a connection is tried again after %i seconds", (failures, seconds) => {
  expect(backOffMs(failures)).toBe(seconds * 1000);
});
