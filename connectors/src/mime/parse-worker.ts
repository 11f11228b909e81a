import { parentPort } from "node:worker_threads";
import type { ParsedMessage, ParseOptions } from "./message.ts";
import { parseMessageNow } from "./parse.ts";

/** A message to parse; its bytes were transferred, so they are ours. */
export interface ParseJob {
  raw: Uint8Array;
  options: ParseOptions;
}

/** What a worker says: `ready` once, after its modules are loaded, then one message for each job in order. */
export type WorkerAnswer = "ready" | ParsedMessage;

const port = parentPort;
if (port === null) throw new Error("parse-worker.ts runs as a worker thread only");

port.on("message", ({ raw, options }: ParseJob) => {
  const message = parseMessageNow(raw, options);
  const contents = message.attachments.flatMap(({ content }) => (content ? [content.buffer as ArrayBuffer] : []));
  port.postMessage(message satisfies WorkerAnswer, contents);
});
port.postMessage("ready" satisfies WorkerAnswer);
