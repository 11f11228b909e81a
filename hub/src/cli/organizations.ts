import { normaliseAddress } from "@kronika/core/addresses.ts";
import { type Ctx, type Deps, systemContext } from "../context.ts";
import { inScope } from "../db/transaction.ts";
import { listUsers } from "../services/users/list.ts";
import { Failure } from "./failure.ts";

/** A context of the command line for each organisation of the installation. */
export async function organizationContexts(deps: Deps): Promise<Ctx[]> {
  const ids = await inScope(
    deps.database,
    { relay: true },
    async (_tx, client) => (await client.query<{ id: string }>("SELECT id FROM organizations ORDER BY id")).rows,
  );
  return ids.map(({ id }) => systemContext(deps, id, "cli"));
}

/**
 * The organisation that a command is about: the only one, or that of a person.
 * @param email an account's address
 * @throws Failure when it is not said which
 */
export async function whose(deps: Deps, email: string | undefined): Promise<{ ctx: Ctx; ownerId: string | null }> {
  const organizations = await organizationContexts(deps);
  if (email === undefined) {
    const [only, ...others] = organizations;
    if (!only) throw new Failure("There is no organisation yet: create it first, under the link that the start prints.");
    if (others.length > 0) throw new Failure("There are several organisations: say with --user whose it is.");
    return { ctx: only, ownerId: null };
  }
  const wanted = normaliseAddress(email);
  for (const ctx of organizations) {
    const user = (await listUsers(ctx)).find((person) => wanted !== null && normaliseAddress(person.email) === wanted);
    if (user) return { ctx, ownerId: user.id };
  }
  throw new Failure(`Nobody has an account with the address ${email}.`);
}
