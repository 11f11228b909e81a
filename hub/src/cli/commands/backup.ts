import { AppError } from "@kronika/core/errors.ts";
import { writeBackup } from "../../services/backup/backup.ts";
import { DATA_FLAG, findAccess, withDeps } from "../access.ts";
import { codeOf, Failure } from "../failure.ts";
import { command } from "../run.ts";

export default command({
  meta: { name: "backup", description: "Writes the whole database and all attachments to one file, while Kronika runs." },
  args: {
    file: { type: "positional", description: "where to", required: true },
    json: { type: "boolean", description: "the sums as JSON" },
    ...DATA_FLAG,
  },
  run: async ({ args }) => {
    const access = findAccess(args.data, process.env);
    await withDeps(access, async ({ blobs, keys, now }) => {
      const {
        tables,
        blobs: kept,
        keyIds,
      } = await writeBackup(args.file, { ownerUrl: access.owner.url, blobs, keys, now }).catch((error: unknown) => {
        if (codeOf(error) === "EEXIST") throw new Failure(`${args.file} is there already.`);
        if (error instanceof AppError) throw new Failure(error.message);
        throw error;
      });
      const rows = tables.reduce((sum, table) => sum + table.rows, 0);
      process.stdout.write(
        args.json
          ? `${JSON.stringify({ rows, tables: tables.length, blobs: kept, keyIds })}\n`
          : `${rows} rows of ${tables.length} tables and ${kept.files} attachments written to ${args.file}.\nThe key is not in it. Keep KRONIKA_KEY (keys/kek of the data folder, id ${keyIds.join(", ")}) in another safe place: without it no mailbox can be opened again.\n`,
      );
    });
  },
});
