import { existsSync } from "node:fs";
import { defineCommand } from "citty";
import { importMail, type ImportSummary } from "../../services/imports/import-mail.ts";
import { DATA_FLAG, findAccess, withDeps } from "../access.ts";
import { Failure } from "../failure.ts";
import { whose } from "../organizations.ts";
import { command, Unsuccessful } from "../run.ts";
import csv from "./import-csv.ts";

const mail = command({
  meta: { name: "mail", description: "Takes mails (.eml, .mbox, folders of them) into the history, each once, by the rules of a mailbox." },
  args: {
    files: { type: "positional", description: "files or folders", required: true },
    user: { type: "string", valueHint: "EMAIL", description: "whose mail it is; unless given everybody of the organisation sees it" },
    all: { type: "boolean", description: "also mail in which nobody is known" },
    "dry-run": { type: "boolean", description: "decide and count, write nothing" },
    json: { type: "boolean", description: "the sums as JSON" },
    ...DATA_FLAG,
  },
  run: async ({ args }) => {
    const missing = args._.find((path) => !existsSync(path));
    if (missing !== undefined) throw new Failure(`There is no ${missing}.`);
    const summary = await withDeps(findAccess(args.data, process.env), async (deps) => {
      const { ctx, ownerId } = await whose(deps, args.user);
      return importMail(ctx, args._, { ownerId, dryRun: args["dry-run"] ?? false, mode: args.all ? "all" : "known-customers" });
    });
    process.stdout.write(args.json ? `${JSON.stringify(summary)}\n` : describe(summary, args["dry-run"] ?? false));
    if (summary.problems.length > 0) throw new Unsuccessful();
  },
});

export default defineCommand({
  meta: { name: "import", description: "Takes what is in files into the history." },
  subCommands: { mail, csv },
});

function describe({ read, recorded, repeated, skipped, problems }: ImportSummary, dryRun: boolean): string {
  const lines = [`${read} read: ${recorded} ${dryRun ? "would be recorded" : "recorded"}, ${repeated} stood already`];
  for (const [reason, count] of Object.entries(skipped)) lines.push(`${count} left out: ${reason}`);
  for (const { file, reason } of problems) lines.push(`✗ ${file}: ${reason}`);
  return `${lines.join("\n")}\n`;
}
