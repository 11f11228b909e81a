import type { Evidence } from "../../api/types.ts";

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-/i;

/** What a rule looked at, as short words: addresses, domains, folders. Ids of rows mean nothing to a reader and are left out. */
export function evidenceDetails(evidence: Evidence): string[] {
  return Object.entries(evidence)
    .filter(([name]) => name !== "code")
    .map(([, value]) => value)
    .flatMap((value) => (Array.isArray(value) ? (value as unknown[]) : [value]))
    .filter((value): value is string => typeof value === "string" && value !== "" && !UUID.test(value))
    .map((value) => value.slice(0, 200));
}
