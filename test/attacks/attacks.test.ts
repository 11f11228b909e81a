import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { ATTACKS } from "./attacks.ts";

const ROOT = new URL("../../", import.meta.url);
const sourceOf = (file: string): string => readFileSync(new URL(file, ROOT), "utf8");

describe("each class of attack is held by tests that are there", () => {
  for (const { name, tests, open } of ATTACKS.filter((attack) => attack.tests.length > 0)) {
    test(`${name}${open === undefined ? "" : ` (open: ${open})`}`, () => {
      for (const [file, title] of tests) expect(sourceOf(file), `${file}: ${title}`).toContain(title === "" ? "test" : `"${title}`);
    });
  }
});

test("the table has the 24 classes, and says of each without a test why", () => {
  expect(ATTACKS).toHaveLength(24);
  expect(ATTACKS.filter(({ tests, open }) => tests.length === 0 && open === undefined)).toEqual([]);
});
