import { describe, expect, test } from "vitest";
import { guessCalendarUrl, guessMailServer } from "./guesses.ts";
import { healthOf, progressShare } from "./progress.ts";

describe("where a mailbox probably is", () => {
  test.each([
    ["jana@borovica.example", "imap.borovica.example"],
    ["jana@GMAIL.com", "imap.gmail.com"],
    [" fero@azet.sk ", "imap.azet.sk"],
  ])("%s: %s", (address, host) => {
    expect(guessMailServer(address)).toMatchObject({ host, port: 993, tls: "implicit" });
  });
  test("providers that refuse the ordinary password are named", () => {
    expect(guessMailServer("a@gmail.com")?.hint).toBe("appPassword");
    expect(guessMailServer("a@borovica.example")?.hint).toBeUndefined();
  });
  test.each(["", "jana", "jana@", "jana@localhost", "@"])("%j tells nothing yet", (address) => {
    expect(guessMailServer(address)).toBeNull();
    expect(guessCalendarUrl(address)).toBeNull();
  });
  test("a calendar is looked for at the well-known place of the domain", () => {
    expect(guessCalendarUrl("jana@borovica.example")).toBe("https://borovica.example/.well-known/caldav");
  });
});

describe("progress and health", () => {
  const progress = { listed: 100, captured: 20, skipped: 30, failed: 0, pending: 50, gone: 0 };
  test("a share of what is listed; unknown before anything is", () => {
    expect(progressShare({ progress })).toBe(0.5);
    expect(progressShare({ progress: { ...progress, listed: 0, pending: 0 } })).toBeNull();
    expect(progressShare({ progress: { ...progress, pending: 999 } })).toBe(0);
  });
  test("a mailbox that is being filled is working, one that is refused is broken, and pausing is stronger than both", () => {
    const backfill = { done: false, oldest: null };
    expect(healthOf({ state: "active", backfill, progress })).toBe("working");
    expect(healthOf({ state: "active", backfill: { done: true, oldest: null }, progress: { ...progress, pending: 0 } })).toBe("good");
    expect(healthOf({ state: "reauthorise", backfill, progress })).toBe("broken");
    expect(healthOf({ state: "paused", backfill, progress })).toBe("paused");
  });
});
