import { describe, expect, test } from "vitest";
import { ConnectorError } from "@kronika/core/errors.ts";
import { toConnectorError } from "./errors.ts";

const fail = (fields: object) => toConnectorError(Object.assign(new Error("Command failed"), fields), "sign in");

describe("the meaning of a failure", () => {
  test.for([
    ["a refused password", { authenticationFailed: true }, "reauthorise"],
    ["a refused password with its code", { authenticationFailed: true, serverResponseCode: "AUTHENTICATIONFAILED" }, "reauthorise"],
    ["an expired password", { authenticationFailed: true, serverResponseCode: "EXPIRED" }, "reauthorise"],
    ["a sign-in that cannot be checked just now", { authenticationFailed: true, serverResponseCode: "UNAVAILABLE" }, "retry"],
    ["too many connections", { authenticationFailed: true, serverResponseCode: "LIMIT" }, "retry"],
    ["a folder that is gone", { responseStatus: "NO", mailboxMissing: true }, "not-found"],
    ["a folder that is gone, by code", { responseStatus: "NO", serverResponseCode: "NONEXISTENT" }, "not-found"],
    ["a folder without permission", { responseStatus: "NO", serverResponseCode: "NOPERM" }, "rejected"],
    ["nobody at the port", { code: "ECONNREFUSED" }, "retry"],
    ["an unknown host", { code: "ENOTFOUND" }, "retry"],
    ["silence", { code: "ETIMEOUT" }, "retry"],
    ["a lost connection", { code: "NoConnection" }, "retry"],
    ["a certificate for another name", { code: "ERR_TLS_CERT_ALTNAME_INVALID" }, "rejected"],
    ["a certificate that has run out, as it will be renewed", { code: "CERT_HAS_EXPIRED" }, "retry"],
    ["anything else", {}, "retry"],
  ] as const)("%s", ([, fields, meaning]) => {
    expect(fail(fields).meaning).toBe(meaning);
  });

  test("the server's wish to wait is kept", () => {
    expect(fail({ code: "ETHROTTLE", throttleReset: 92_415 })).toMatchObject({ meaning: "retry", retryAfterMs: 92_415 });
  });

  test("one of our own errors stays what it is", () => {
    const own = new ConnectorError("cursor-expired", "x");
    expect(toConnectorError(own, "read")).toBe(own);
  });

  test("commands and answers of the server do not leak", () => {
    const error = fail({ executedCommand: 'A1 LOGIN "anna" "tajne"', response: "NO tajne", responseText: "tajne" });
    expect([error.message, String(error.cause), JSON.stringify(error)].join()).not.toContain("tajne");
  });

  test.for([null, undefined, "text", 5])("%j thrown is a failure, too", (thrown) => {
    expect(toConnectorError(thrown, "read").meaning).toBe("retry");
  });
});
