import { existsSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";

const ROOT = new URL("../", import.meta.url);
const rows = readFileSync(new URL("docs/asvs.md", ROOT), "utf8")
  .split("\n")
  .filter((line) => /^\| V\d/.test(line))
  .map((line) => line.split("|").map((cell) => cell.trim()));

test("docs/asvs.md names tests that are there", () => {
  const named = rows.flatMap(([, , , , tests = ""]) => [...tests.matchAll(/`([^`]+)`/g)].map(([, file = ""]) => file));
  expect(named.length).toBeGreaterThan(100);
  expect(named.filter((file) => !existsSync(new URL(file, ROOT)))).toEqual([]);
});

test("each requirement stands there once, with a status and a reason", () => {
  expect(rows.filter(([, , status = "", how]) => !["met", "in part", "not met", "not applicable"].includes(status) || how === "")).toEqual(
    [],
  );
  expect(new Set(rows.map(([, id]) => id)).size).toBe(rows.length);
});
