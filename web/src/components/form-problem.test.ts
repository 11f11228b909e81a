import { expect, test } from "vitest";
import { fieldPath, sortFieldErrors } from "./form-problem.ts";

test("a JSON Pointer becomes the path of a form field", () => {
  expect(fieldPath("/user/email")).toBe("user.email");
  expect(fieldPath("#/addresses/0/value")).toBe("addresses.0.value");
  expect(fieldPath("/a~1b/c~0d")).toBe("a/b.c~d");
  expect(fieldPath("")).toBe("");
});

test("a refused field is shown at its field, at the nearest one that is there, or apart", () => {
  const { known, rest } = sortFieldErrors(
    [
      { pointer: "/name", message: "first" },
      { pointer: "/name", message: "second" },
      { pointer: "/domains/2", message: "is not a domain name" },
      { pointer: "/elsewhere", message: "?" },
    ],
    ["name", "domains"],
  );
  expect([...known]).toEqual([
    ["name", "first"],
    ["domains", "is not a domain name"],
  ]);
  expect(rest).toEqual([{ pointer: "/elsewhere", message: "?" }]);
});
