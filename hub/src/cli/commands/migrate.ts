import { DATA_FLAG, findAccess } from "../access.ts";
import { command } from "../run.ts";
import { migrateDatabase } from "../supervisor/database.ts";

export default command({
  meta: { name: "migrate", description: "Brings the tables up to date, and says how the application signs in. `start` does it by itself." },
  args: { json: { type: "boolean", description: "the answer as JSON" }, ...DATA_FLAG },
  run: async ({ args }) => {
    const { owner, appPassword } = findAccess(args.data, process.env);
    const { appUrl, detail } = await migrateDatabase({
      owner: owner.url,
      ownerName: owner.name,
      ...(appPassword === undefined ? {} : { appPassword }),
    });
    process.stdout.write(
      args.json
        ? `${JSON.stringify({ applicationUrl: appUrl, detail })}\n`
        : `Tables ${detail}.\nDATABASE_URL for the application: ${appUrl}\n`,
    );
  },
});
