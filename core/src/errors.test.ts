import { expect, test } from "vitest";
import { AppError, ConnectorError } from "./errors.ts";

test("an expected failure carries its meaning, the fields and its cause, and is an Error", () => {
  const cause = new Error("duplicate key");
  const error = new AppError("conflict", "exists already", { fields: [{ pointer: "/email", message: "is taken" }], cause });
  expect(error).toBeInstanceOf(Error);
  expect({ ...error, message: error.message, cause: error.cause }).toEqual({
    name: "AppError",
    code: "conflict",
    message: "exists already",
    fields: [{ pointer: "/email", message: "is taken" }],
    cause,
  });
  expect(new AppError("not-found", "no such customer").fields).toEqual([]);
});

test("a provider's failure says what it means for us, and how long to wait", () => {
  const error = new ConnectorError("retry", "too many requests", { retryAfterMs: 5000 });
  expect([error.name, error.meaning, error.retryAfterMs]).toEqual(["ConnectorError", "retry", 5000]);
  expect(new ConnectorError("rejected", "no such mailbox").retryAfterMs).toBeUndefined();
});
