import { type Ctx, type Deps, systemContext } from "../context.ts";
import { inScope } from "../db/transaction.ts";

/** A context of the command line for each organisation of the installation. */
export async function organizationContexts(deps: Deps): Promise<Ctx[]> {
  const ids = await inScope(
    deps.database,
    { relay: true },
    async (_tx, client) => (await client.query<{ id: string }>("SELECT id FROM organizations ORDER BY id")).rows,
  );
  return ids.map(({ id }) => systemContext(deps, id, "cli"));
}
