import { accessSync, constants } from "node:fs";
import { defineCommand } from "citty";
import { inspectCalendars } from "@kronika/connectors/inspect-calendar.ts";
import { inspectMessages } from "@kronika/connectors/inspect-message.ts";
import { closeParser } from "@kronika/connectors/mime/parse-message.ts";
import { command, Unsuccessful, WrongUse } from "../run.ts";

const files = {
  type: "positional",
  description: "files or folders; of several each is a JSON document on a line",
  required: true,
} as const;
const json = { type: "boolean", description: "one JSON document a line, and nothing else" } as const;

const message = command({
  meta: { name: "message", description: "How Kronika reads mails (.eml, .mbox, folders of them)." },
  args: { files, json },
  run: async ({ args }) => {
    try {
      await print(args._, inspectMessages(args._), args.json);
    } finally {
      await closeParser();
    }
  },
});

const calendar = command({
  meta: { name: "calendar", description: "How Kronika reads calendar objects (.ics, folders of them)." },
  args: {
    files,
    json,
    from: { type: "string", valueHint: "ISO", description: "instances instead of series, from this instant or day on" },
    to: { type: "string", valueHint: "ISO", description: "instances before this instant or day" },
  },
  run: async ({ args }) => {
    try {
      await print(args._, inspectCalendars(args._, { from: args.from, to: args.to }), args.json);
    } catch (error) {
      if (error instanceof RangeError) throw new WrongUse(error.message);
      throw error;
    }
  },
});

export default defineCommand({
  meta: { name: "inspect", description: "How Kronika reads mails and calendar objects." },
  subCommands: { message, calendar },
});

/** A file that cannot be read is a document with `problems`, and the rest goes on; one that was named and is not there also ends with 1. */
async function print(paths: readonly string[], documents: AsyncIterable<unknown>, json: boolean | undefined): Promise<void> {
  for await (const document of documents) process.stdout.write(`${JSON.stringify(document, null, json ? 0 : 2)}\n`);
  if (!paths.every(isReadable)) throw new Unsuccessful();
}

function isReadable(path: string): boolean {
  try {
    accessSync(path, constants.R_OK);
    return true;
  } catch {
    return false;
  }
}
