import { reconcile } from "../../services/reconcile.ts";
import { createTemporalClient } from "../../temporal/client.ts";
import { temporalSettings } from "../../temporal/connection.ts";
import { DATA_FLAG, findAccess, withDeps } from "../access.ts";
import { command } from "../run.ts";
import { readSettings } from "../supervisor/settings.ts";
import { givenTemporal } from "../supervisor/temporal.ts";

export default command({
  meta: { name: "reconcile", description: "Makes open rows and running workflows equal, e.g. after a restore. `start` does it by itself." },
  args: { json: { type: "boolean", description: "the answer as JSON" }, ...DATA_FLAG },
  run: async ({ args }) => {
    const access = findAccess(args.data, process.env);
    const settings = temporalSettings(readSettings(access.env));
    await givenTemporal(settings);
    const result = await withDeps(access, async (deps) => {
      const temporal = createTemporalClient(settings, deps.keys);
      try {
        return await reconcile(deps, temporal);
      } finally {
        await temporal.close();
      }
    });
    const { started, told, ended } = result;
    process.stdout.write(
      args.json
        ? `${JSON.stringify(result)}\n`
        : `${started} workflows started, ${told} told that their row is over, ${ended} ended whose row is gone.\n`,
    );
  },
});
