import { expect, test } from "vitest";
import { difference } from "./offer-rematch.tsx";

test("what came and what went, and nothing when only the order changed", () => {
  expect(difference({ before: ["a@x.example", "b@x.example"], after: ["b@x.example", "c@x.example"] })).toEqual([
    "c@x.example",
    "a@x.example",
  ]);
  expect(difference({ before: ["a", "b"], after: ["b", "a"] })).toEqual([]);
});
