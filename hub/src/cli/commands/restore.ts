import { existsSync } from "node:fs";
import { restoreBackup } from "../../services/backup/restore.ts";
import { DATA_FLAG, findAccess, withDeps } from "../access.ts";
import { Failure } from "../failure.ts";
import { command } from "../run.ts";

export default command({
  meta: { name: "restore", description: "Brings a backup into an empty Kronika; every table is compared with what was written." },
  args: {
    file: { type: "positional", description: "the backup", required: true },
    json: { type: "boolean", description: "the sums as JSON" },
    ...DATA_FLAG,
  },
  run: async ({ args }) => {
    if (!existsSync(args.file)) throw new Failure(`There is no ${args.file}.`);
    const access = findAccess(args.data, process.env);
    const { appPassword } = access;
    await withDeps(access, async ({ blobs, keys, now }) => {
      const options = { ownerUrl: access.owner.url, blobs, keys, now, ...(appPassword === undefined ? {} : { appPassword }) };
      const { tables, blobs: kept, madeAt } = await restoreBackup(args.file, options);
      const rows = tables.reduce((sum, table) => sum + table.rows, 0);
      process.stdout.write(
        args.json
          ? `${JSON.stringify({ rows, tables: tables.length, blobs: kept, madeAt })}\n`
          : `${rows} rows of ${tables.length} tables and ${kept.files} attachments are back as they were at ${madeAt}.\nNow run kronika reconcile, or start Kronika anew: open reminders and mailboxes go on.\n`,
      );
    });
  },
});
