import { createWriteStream } from "node:fs";
import { rm } from "node:fs/promises";
import { pipeline } from "node:stream/promises";
import { exportData } from "../../services/export/export.ts";
import { DATA_FLAG, findAccess, withDeps } from "../access.ts";
import { whose } from "../organizations.ts";
import { command, WrongUse } from "../run.ts";

export default command({
  meta: {
    name: "export",
    description: "Writes everything of one customer or one person to a zip: JSON, mbox, iCalendar, CSV, attachments.",
  },
  args: {
    customer: { type: "string", valueHint: "ID", description: "of this customer" },
    contact: { type: "string", valueHint: "ID", description: "of this person" },
    out: { type: "string", valueHint: "FILE.zip", description: "where to", required: true },
    user: { type: "string", valueHint: "EMAIL", description: "which organisation, where there are several" },
    ...DATA_FLAG,
  },
  run: async ({ args }) => {
    const { customer, contact, out } = args;
    if ((customer === undefined) === (contact === undefined)) throw new WrongUse("Say --customer or --contact.");
    await withDeps(findAccess(args.data, process.env), async (deps) => {
      const { ctx } = await whose(deps, args.user);
      const { stream, interactions } = await exportData(ctx, customer === undefined ? { contact: contact ?? "" } : { customer });
      try {
        await pipeline(stream, createWriteStream(out, { flags: "wx", mode: 0o600 }));
      } catch (error) {
        // Half an archive is none. One that stood before is not ours to remove.
        if ((error as NodeJS.ErrnoException).code !== "EEXIST") await rm(out, { force: true });
        throw error;
      }
      process.stdout.write(`${interactions} interactions written to ${out}\n`);
    });
  },
});
