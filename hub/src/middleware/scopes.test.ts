import { describe, expect, test } from "vitest";
import { scopesAllow } from "./scopes.ts";

const cases: [method: string, path: string, scopes: string][] = [
  // method, path, the single scopes that are enough
  ["GET", "/api/v1/customers", "read write admin"],
  ["HEAD", "/api/v1/customers", "read write admin"],
  ["POST", "/api/v1/customers", "write admin"],
  ["PATCH", "/api/v1/customers/1", "write admin"],
  ["DELETE", "/api/v1/customers/1", "write admin"],
  ["POST", "/api/v1/something-new", "write admin"],
  ["GET", "/api/v1/users", "read write admin"],
  ["POST", "/api/v1/users", "admin"],
  ["PATCH", "/api/v1/users/1", "admin"],
  ["GET", "/api/v1/organization", "read write admin"],
  ["PATCH", "/api/v1/organization", "admin"],
  ["GET", "/api/v1/me", "read write admin extension"],
  ["PATCH", "/api/v1/me", "write admin"],
  ["GET", "/api/v1/me/sign-ins", "read write admin"],
  ["DELETE", "/api/v1/me/sign-ins/1", "write admin"],
  ["GET", "/api/v1/capture-policy", "read write admin extension"],
  ["GET", "/api/v1/lookup", "read write admin extension"],
  ["POST", "/api/v1/interactions", "write admin extension"],
  ["POST", "/api/v1/interactions/batch", "write admin extension"],
  ["GET", "/api/v1/interactions/1", "read write admin"],
  ["DELETE", "/api/v1/interactions/1", "write admin"],
  ["GET", "/api/v1/reminders", "read write admin extension"],
  ["POST", "/api/v1/reminders", "write admin extension"],
  ["POST", "/api/v1/reminders/1/done", "write admin extension"],
  ["PATCH", "/api/v1/reminders/1", "write admin"],
  ["GET", "/api/v1/me/exclusions", "read write admin extension"],
  ["POST", "/api/v1/me/exclusions", "write admin extension"],
  ["DELETE", "/api/v1/me/exclusions/1", "write admin extension"],
  ["GET", "/api/v1/search", "read write admin"],
  ["POST", "/api/v1/tokens", "write admin"],
  ["POST", "/api/v1/oauth/approve", "write admin"],
];

describe("which scope opens what", () => {
  test.each(cases)("%s %s: %s", (method, path, enough) => {
    const open = ["read", "write", "admin", "extension"].filter((scope) => scopesAllow([scope], method, path));
    expect(open.join(" ")).toBe(enough);
  });
});

test("scopes add up, and an unknown one opens nothing", () => {
  expect(scopesAllow(["extension", "read"], "GET", "/api/v1/customers")).toBe(true);
  expect(scopesAllow(["everything"], "GET", "/api/v1/me")).toBe(false);
  expect(scopesAllow([], "GET", "/api/v1/me")).toBe(false);
});
