import { expect, test } from "vitest";
import { newKey } from "./new-key.ts";

test.each<[string, string[], string]>([
  ["Trade fair", [], "trade-fair"],
  ["  Veľtrh & výstava! ", [], "veltrh-vystava"],
  ["Fair", ["fair", "fair-2"], "fair-3"],
  ["Выставка", [], "entry"],
  ["a".repeat(60), [], "a".repeat(37)],
])("%s is %s", (name, taken, key) => expect(newKey(name, taken)).toBe(key));
