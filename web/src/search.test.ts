import { describe, expect, test } from "vitest";
import * as v from "valibot";
import { customerSearch, customersSearch, parseSearch, safeNext, stringifySearch } from "./search.ts";

describe("what stands in the address", () => {
  test("values that do not fit are dropped, the rest holds", () => {
    const raw = parseSearch("?q=lipa&kind=alien&owner=me&sort=last");
    expect(v.parse(customersSearch, raw)).toMatchObject({ q: "lipa", kind: undefined, owner: "me", sort: "last" });
  });

  test("ids that look like numbers stay texts", () => {
    const search = { open: "123e4567-e89b-42d3-a456-426614174000", from: "2026-11-24" };
    expect(v.parse(customerSearch, parseSearch(stringifySearch(search)))).toMatchObject(search);
  });

  test("empty values leave no trace", () => {
    expect(stringifySearch({ q: "", kind: undefined })).toBe("");
  });
});

describe("where to go after sign-in", () => {
  test("a path of ours is kept with its search", () => {
    expect(safeNext("/customers/1?tab=people")).toBe("/customers/1?tab=people");
  });
  test.each([
    undefined,
    "",
    "https://evil.example",
    "//evil.example",
    "/\\evil.example",
    "/\t/evil.example",
    "/\n//evil.example",
    "javascript:alert(1)",
    "\\\\evil.example",
    "/%09//evil.example/..",
  ])("%j never leaves this site", (next) => {
    const target = safeNext(next);
    expect(new URL(target, "https://kronika.example").origin).toBe("https://kronika.example");
    expect(target.startsWith("//")).toBe(false);
  });
});
