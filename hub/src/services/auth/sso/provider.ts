import { eq } from "drizzle-orm";
import { AppError } from "@kronika/core/errors.ts";
import type { Ctx, Deps } from "../../../context.ts";
import { newId } from "../../../db/ids.ts";
import { ssoProviders } from "../../../db/schema/accounts.ts";
import { inScope, inTransaction } from "../../../db/transaction.ts";
import { mayOrganization } from "../../../policies/organization.ts";
import { seal, unseal } from "../../../secrets.ts";
import { audit } from "../../audit.ts";
import { authorise, found } from "../../authorise.ts";
import { parse } from "../../parse.ts";
import { signedInPerson } from "../signed-in-person.ts";
import { discover } from "./discover.ts";
import { saveProviderSchema, type SaveProvider } from "./schemas.ts";

export type ProviderRow = typeof ssoProviders.$inferSelect;

/** Where a provider's secret is sealed for. */
const placeOf = (id: string): string => `sso_providers|client_secret|${id}`;

export const clientSecretOf = (deps: Pick<Deps, "keys">, row: ProviderRow): string | null =>
  row.clientSecret === null ? null : unseal(deps.keys, placeOf(row.id), row.clientSecret);

const administrator = (ctx: Ctx): void => authorise(mayOrganization(ctx.actor, "edit"), "Only an administrator may do this.");

/** The company's own sign-in; null when there is none. */
export async function getProvider(ctx: Ctx): Promise<ProviderRow | null> {
  administrator(ctx);
  return inTransaction(ctx, async (tx) => (await tx.select().from(ssoProviders))[0] ?? null);
}

/**
 * Sets up the company's own sign-in. The provider is asked for its document first: what cannot work is not stored.
 * @throws AppError `forbidden` for who is no administrator, and for tokens; `invalid` at `/issuer`
 */
export async function saveProvider(ctx: Ctx, input: SaveProvider): Promise<ProviderRow> {
  administrator(ctx);
  signedInPerson(ctx);
  const { clientSecret, ...fields } = parse(saveProviderSchema, input);
  const before = await getProvider(ctx);
  const id = before?.id ?? newId();
  const sealed =
    clientSecret === undefined
      ? // The secret was given for one issuer: another one does not get it.
        before?.issuer === fields.issuer
        ? before.clientSecret
        : null
      : clientSecret === null
        ? null
        : seal(ctx.keys, placeOf(id), clientSecret);
  await discover({ ...fields, clientSecret: null });
  return inTransaction(ctx, async (tx, ctx) => {
    const row = { ...fields, clientSecret: sealed, updatedAt: ctx.now() };
    const rows = await tx
      .insert(ssoProviders)
      .values({ id, orgId: ctx.orgId, ...row, createdAt: ctx.now() })
      .onConflictDoUpdate({ target: ssoProviders.orgId, set: row, setWhere: eq(ssoProviders.id, id) })
      .returning();
    if (!rows[0]) throw new AppError("conflict", "Somebody has set up single sign-on in the meantime.");
    await audit(tx, ctx, {
      verb: before ? "edit" : "create",
      noun: "sso-provider",
      rowId: id,
      detail: { enabled: fields.enabled, joinRole: fields.joinRole, trustsEmail: fields.trustsEmail },
    });
    return rows[0];
  });
}

/** Takes single sign-on away. Who has no password gets a new one by a link. @throws AppError `forbidden`, `not-found` */
export async function removeProvider(ctx: Ctx): Promise<void> {
  administrator(ctx);
  signedInPerson(ctx);
  await inTransaction(ctx, async (tx, ctx) => {
    const rows = await tx.delete(ssoProviders).returning({ id: ssoProviders.id });
    await audit(tx, ctx, { verb: "remove", noun: "sso-provider", rowId: found(rows[0], "provider").id });
  });
}

/** What the sign-in page offers besides a password. Whoever opens it may know: names and ids, nothing else. */
export async function listSignInWays(deps: Deps): Promise<{ sso: { id: string; name: string }[] }> {
  const sso = await inScope(deps.database, { presented: "sign-in page" }, (tx) =>
    tx.select({ id: ssoProviders.id, name: ssoProviders.name }).from(ssoProviders).orderBy(ssoProviders.name),
  );
  return { sso };
}

/** A provider by its id, before anybody is known. @throws AppError `not-found`, also when it is switched off */
export async function presentedProvider(deps: Deps, id: string): Promise<ProviderRow> {
  return inScope(deps.database, { presented: id }, async (tx) =>
    found((await tx.select().from(ssoProviders).where(eq(ssoProviders.id, id)))[0], "single sign-on"),
  );
}
