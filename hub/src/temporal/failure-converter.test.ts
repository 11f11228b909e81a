import {
  ActivityFailure,
  ApplicationFailure,
  CancelledFailure,
  defaultPayloadConverter,
  RetryState,
  TimeoutFailure,
} from "@temporalio/common";
import { expect, test } from "vitest";
import { failureConverter } from "./failure-converter.ts";

const SECRET = "jana.novakova@zakaznik.example";
const convert = (error: unknown) => failureConverter.errorToFailure(error, defaultPayloadConverter);

test.each([
  ["an error", new Error(`cannot store ${SECRET}`)],
  ["a string that was thrown", SECRET],
  ["an object that was thrown", { to: SECRET }],
  ["an application failure", ApplicationFailure.create({ type: "retry", message: SECRET, details: [SECRET] })],
  ["a failure whose type is a sentence", ApplicationFailure.create({ type: `mail from ${SECRET}`, message: "x" })],
  [
    "a chain of causes",
    new Error("outer", { cause: new Error(SECRET, { cause: ApplicationFailure.create({ message: SECRET, details: [SECRET] }) }) }),
  ],
  ["a cancellation", new CancelledFailure(SECRET, [SECRET])],
])("%s leaves no word in the history", (_name, error) => {
  const failure = convert(error);
  const bytes = JSON.stringify(failure, (_key, value: unknown) => (value instanceof Uint8Array ? Buffer.from(value).toString() : value));
  expect(bytes).not.toContain("jana");
  expect(bytes).not.toContain("failure-converter.test");
});

test("the type by which a workflow decides survives, and whether to try again", () => {
  const failure = convert(ApplicationFailure.create({ type: "reauthorise", message: "x", nonRetryable: true, nextRetryDelay: "1 hour" }));
  const error = failureConverter.failureToError(failure, defaultPayloadConverter);
  expect(error).toMatchObject({ type: "reauthorise", message: "reauthorise", nonRetryable: true });
});

test("what an activity failed with is still told to the workflow", () => {
  const cause = ApplicationFailure.create({ type: "rejected", message: "x" });
  const failure = convert(new ActivityFailure("x", "showInCalendar", "1", RetryState.NON_RETRYABLE_FAILURE, "worker", cause));
  const error = failureConverter.failureToError(failure, defaultPayloadConverter);
  expect(error).toBeInstanceOf(ActivityFailure);
  expect(error).toMatchObject({ activityType: "showInCalendar", cause: { type: "rejected" } });
  expect(failureConverter.failureToError(convert(new TimeoutFailure("x", null, "HEARTBEAT")), defaultPayloadConverter)).toMatchObject({
    timeoutType: "HEARTBEAT",
  });
});
