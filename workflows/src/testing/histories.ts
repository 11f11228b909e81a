import { readdirSync, readFileSync } from "node:fs";

/** Where recorded histories are kept: see scripts/record-histories.ts. */
export const historiesFolder = new URL("../histories/", import.meta.url);

/** A history as recorded: events as proto3 JSON, payloads encrypted with the key of tests. */
export interface RecordedHistory {
  name: string;
  workflowId: string;
  history: unknown;
}

export const recordedHistories = (): RecordedHistory[] =>
  readdirSync(historiesFolder)
    .filter((name) => name.endsWith(".json"))
    .map((name) => ({ name, ...(JSON.parse(readFileSync(new URL(name, historiesFolder), "utf8")) as Omit<RecordedHistory, "name">) }));
