export type { RecordFacts, RecordItem, RecordOptions, RecordReason, RecordResult, RecordSource } from "./recording/types.ts";
