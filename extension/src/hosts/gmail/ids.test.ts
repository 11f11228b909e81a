import { describe, expect, test } from "vitest";
import { hex, urlToken } from "../../../test/gmail/markup.ts";
import { agreedId, decodeUrlToken, hexId, permanentId } from "./ids.ts";

describe("ids of Gmail", () => {
  test("the two forms of an id are one id", () => {
    expect(permanentId("#msg-f:1766859356714402729")).toBe("18852539450983a9");
    expect(permanentId("thread-f:1766859356714402729")).toBe("18852539450983a9");
    expect(agreedId("18852539450983A9", "#msg-f:1766859356714402729")).toBe("18852539450983a9");
    expect(agreedId("18852539450983a9", null)).toBe("18852539450983a9");
    expect(agreedId(null, "#msg-f:1766859356714402729")).toBe("18852539450983a9");
  });

  test("what contradicts is not believed", () => {
    expect(agreedId("18852539450983a9", "#msg-f:1766859356714402730")).toBeNull();
  });

  test.each(["", "m1", "msg-f:old-message", "18852539450983", "g8852539450983a9", "18852539450983a9ff"])("%s is no id", (text) => {
    expect(hexId(text)).toBe(text === "18852539450983" ? text : null);
  });

  test.each(["#msg-a:r4263844881900792160", "thread-a:r123", "#msg-f:12", "msg-f:1766859356714402729x"])("%s is not permanent", (text) => {
    expect(permanentId(text)).toBeNull();
  });

  test("1,000 addresses name the conversation that they were made for", () => {
    for (let index = 0n; index < 1000n; index++) {
      const id = String(1_500_000_000_000_000_000n + index * 400_000_000_000_007n);
      expect(decodeUrlToken(urlToken(id))).toBe(hex(id));
    }
  });

  test("junk names none and does no harm", () => {
    for (const junk of ["", "FMfcgz", "AEIOU", "z".repeat(200), "z".repeat(100_000), "FMfcgzQgMMHLwtbqvvsLSmnmFrtzlwh1", "💥"]) {
      expect(decodeUrlToken(junk)).toBeNull();
    }
  });
});
