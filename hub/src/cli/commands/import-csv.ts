import { createReadStream, existsSync } from "node:fs";
import { basename } from "node:path";
import type { Ctx } from "../../context.ts";
import type { CsvImportKind } from "../../db/schema/csv-imports.ts";
import { advanceCsvImport, type CsvImport } from "../../services/csv-import/advance.ts";
import { listCsvImportRows } from "../../services/csv-import/list.ts";
import { csvImportKindSchema } from "../../services/csv-import/schemas.ts";
import { startCsvImport } from "../../services/csv-import/start.ts";
import { DATA_FLAG, findAccess, withDeps } from "../access.ts";
import { Failure } from "../failure.ts";
import { whose } from "../organizations.ts";
import { command, Unsuccessful, WrongUse } from "../run.ts";

const MAX_BYTES = 500 * 1024 * 1024;

export default command({
  meta: {
    name: "csv",
    description:
      "Takes customers, contacts, opportunities or sales-documents from a CSV file. Repeats change nothing, a run that was cut off goes on.",
  },
  args: {
    kind: { type: "positional", description: "customers, contacts, opportunities or sales-documents", required: true },
    file: { type: "positional", description: "the file, or the id of a run with --undo", required: true },
    source: { type: "string", valueHint: "NAME", description: "the system whose keys the column of external ids holds (default csv)" },
    user: { type: "string", valueHint: "EMAIL", description: "which organisation, where there are several" },
    "dry-run": { type: "boolean", description: "check every row, write nothing" },
    undo: { type: "boolean", description: "take a run back, as far as nobody has changed its rows since" },
    json: { type: "boolean", description: "the sums as JSON" },
    ...DATA_FLAG,
  },
  run: async ({ args }) => {
    const kind = csvImportKindSchema.safeParse(args.kind);
    if (!kind.success) throw new WrongUse(`There is no kind "${args.kind}".`);
    const action = args.undo ? "undo" : args["dry-run"] ? "check" : "apply";
    if (action !== "undo" && !existsSync(args.file)) throw new Failure(`There is no ${args.file}.`);
    await withDeps(findAccess(args.data, process.env), async (deps) => {
      const { ctx } = await whose(deps, args.user);
      const id = action === "undo" ? args.file : await start(ctx, kind.data, args.file, args.source);
      const run = await toTheEnd(ctx, id, action);
      process.stdout.write(args.json ? `${JSON.stringify({ id, rows: run.rows, counts: run.counts })}\n` : describe(run, action));
      if (!args.json) await printProblems(ctx, run);
      if ((run.counts.failed ?? 0) > 0) throw new Unsuccessful();
    });
  },
});

async function start(ctx: Ctx, kind: CsvImportKind, file: string, source: string | undefined): Promise<string> {
  const input = { kind, filename: basename(file), ...(source === undefined ? {} : { source }) };
  return (await startCsvImport(ctx, input, () => createReadStream(file), MAX_BYTES)).id;
}

async function toTheEnd(ctx: Ctx, id: string, action: "check" | "apply" | "undo"): Promise<CsvImport> {
  for (;;) {
    const { run, done } = await advanceCsvImport(ctx, id, { action });
    if (process.stderr.isTTY) process.stderr.write(`\r${done ? run.rows : run.position} of ${run.rows} rows${done ? "\n" : ""}`);
    if (done) return run;
  }
}

function describe(run: CsvImport, action: "check" | "apply" | "undo"): string {
  const unknown = run.headers.filter((_, i) => run.mapping[i] === null);
  const counts = Object.entries(run.counts).map(([outcome, count]) => `${count} ${outcome}`);
  const lines = [`${run.rows} rows${action === "check" ? ", nothing written" : ""}: ${counts.join(", ") || "none"}`];
  if (unknown.length > 0) lines.push(`columns left out: ${unknown.join(", ")}`);
  if (action === "apply") lines.push(`to take it back: kronika import csv ${run.kind} ${run.id} --undo`);
  return `${lines.join("\n")}\n`;
}

async function printProblems(ctx: Ctx, run: CsvImport): Promise<void> {
  let cursor: string | undefined;
  do {
    const page = await listCsvImportRows(ctx, run.id, { outcome: "failed", limit: 200, cursor });
    for (const { line, problems } of page.items)
      for (const { column, en, sk } of problems ?? [])
        process.stdout.write(`✗ line ${line}${column === null ? "" : `, ${column}`}: ${en} (${sk})\n`);
    cursor = page.nextCursor ?? undefined;
  } while (cursor !== undefined);
}
