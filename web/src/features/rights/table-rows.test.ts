import { expect, test } from "vitest";
import type { RightsCell } from "../../api/rights.ts";
import { tableRows } from "./table-rows.ts";

const cell = (of: RightsCell["of"], more: Partial<RightsCell> = {}): RightsCell => ({
  role: "rep",
  thing: "customer",
  circumstance: "plain",
  of,
  level: "content",
  may: [
    { verb: "edit", allowed: true },
    { verb: "export", allowed: of === "own" },
  ],
  ...more,
});

test("colleagues of both kinds are one line where the same holds, in the order of the table", () => {
  expect(tableRows([cell("own"), cell("team"), cell("other")], "rep", "customer")).toEqual([
    { circumstance: "plain", of: "own", level: "content", may: ["edit", "export"], mayNot: [] },
    { circumstance: "plain", of: "others", level: "content", may: ["edit"], mayNot: ["export"] },
  ]);
});

test("a team that opens something has a line of its own", () => {
  const rows = tableRows([cell("own"), cell("team"), cell("other", { level: null })], "rep", "customer");
  expect(rows.map(({ of, level }) => [of, level])).toEqual([
    ["own", "content"],
    ["team", "content"],
    ["other", null],
  ]);
});

test("lines of other circumstances, roles and things are never put together", () => {
  const cells = [
    cell("team"),
    cell("other", { circumstance: "restricted" }),
    cell("other", { role: "admin" }),
    cell("other", { thing: "mail" }),
  ];
  expect(tableRows(cells, "rep", "customer").map(({ of, circumstance }) => [of, circumstance])).toEqual([
    ["team", "plain"],
    ["other", "restricted"],
  ]);
});
