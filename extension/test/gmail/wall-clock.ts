import type { Inspection } from "../../src/hosts/inspection.ts";

/** Fixtures name wall clock (`2026-11-24T09:00`); a page stands in the zone of its reader, which here is that of the test. */
export function withInstants(expected: Inspection): Inspection {
  if (expected.messages === undefined) return expected;
  const instant = (wallClock: string) => new Date(wallClock).toISOString().replace(".000Z", "Z");
  return {
    ...expected,
    messages: expected.messages.map((message) => (message.date ? { ...message, date: instant(message.date) } : message)),
  };
}
