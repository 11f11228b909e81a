import { eq, sql, type SQL } from "drizzle-orm";
import { AppError } from "@kronika/core/errors.ts";
import type { Ctx } from "../../context.ts";
import type { Tx } from "../../db/database.ts";
import { organizations, type OrganizationLists } from "../../db/schema/organizations.ts";
import { inTransaction, withSystemEyes } from "../../db/transaction.ts";
import { mayOrganization } from "../../policies/organization.ts";
import { audit } from "../audit.ts";
import { authorise, found } from "../authorise.ts";
import { parse } from "../parse.ts";
import { assertVersion, rowVersion, type Condition } from "../versions.ts";
import { readOrganization } from "./get.ts";
import { listSchemaOf, type ListName, type ReplaceList } from "./list-schemas.ts";
import { listsOf } from "./settings.ts";

export interface VersionedLists {
  lists: OrganizationLists;
  /** Of the organisation's row: for ETag and If-Match. */
  version: string;
}

/** What the organisation keeps lists of, with the version that a change is meant for. */
export async function getLists(ctx: Ctx): Promise<VersionedLists> {
  authorise(mayOrganization(ctx.actor, "view"));
  return inTransaction(ctx, (tx) => read(tx, ctx));
}

/**
 * Puts a list in the place of the one that stands: renames, orders, adds, retires. An entry that something bears can be retired, not left out.
 * @throws AppError `invalid` naming the entry; `conflict` for a used one that is left out; `precondition-failed`
 */
export async function replaceList(ctx: Ctx, list: ListName, input: ReplaceList, condition: Condition = {}): Promise<VersionedLists> {
  authorise(mayOrganization(ctx.actor, "edit"), "Only an administrator may change the organisation's lists.");
  const { items } = parse(listSchemaOf(list), input);
  return inTransaction(ctx, async (tx, ctx) => {
    const { settings } = await readOrganization(tx, ctx, { hold: true });
    await assertVersion(tx, { noun: "organization", id: ctx.orgId, version: (await read(tx, ctx)).version }, condition);
    const kept = new Set(items.map(({ key }) => key));
    const left = listsOf(settings)[list].filter(({ key }) => !kept.has(key));
    await assertUnused(
      tx,
      list,
      left.map(({ key }) => key),
    );
    await tx
      .update(organizations)
      .set({ settings: { ...settings, lists: { ...settings.lists, [list]: items } }, updatedAt: ctx.now() })
      .where(eq(organizations.id, ctx.orgId));
    await audit(tx, ctx, { verb: "edit", noun: "organization", rowId: ctx.orgId, detail: { fields: [`lists.${list}`] } });
    return read(tx, ctx);
  });
}

async function read(tx: Tx, ctx: Pick<Ctx, "orgId">): Promise<VersionedLists> {
  const rows = await tx
    .select({ settings: organizations.settings, version: rowVersion(organizations) })
    .from(organizations)
    .where(eq(organizations.id, ctx.orgId));
  const { settings, version } = found(rows[0], "organisation");
  return { lists: listsOf(settings), version };
}

/** Where the keys of each list stand. */
const BEARERS: Record<ListName, SQL> = {
  kinds: sql`SELECT details ->> 'otherKind' AS key FROM interactions WHERE org_id = app_org() AND kind = 'other'`,
  callOutcomes: sql`SELECT details ->> 'outcomeKey' AS key FROM interactions WHERE org_id = app_org() AND kind = 'call'`,
  meetingOutcomes: sql`SELECT details ->> 'outcomeKey' AS key FROM interactions WHERE org_id = app_org() AND kind = 'meeting'`,
  stages: sql`SELECT stage AS key FROM opportunities WHERE org_id = app_org()`,
};

/** Looks with the system's eyes: an entry may be borne by something that the administrator does not see. Says which, not how often. */
async function assertUnused(tx: Tx, list: ListName, keys: readonly string[]): Promise<void> {
  if (keys.length === 0) return;
  const wanted = sql.join(
    keys.map((key) => sql`${key}`),
    sql`, `,
  );
  const { rows } = await withSystemEyes(tx, () =>
    tx.execute<{ key: string }>(
      sql`SELECT k.key FROM unnest(ARRAY[${wanted}]::text[]) AS k(key) WHERE EXISTS (SELECT FROM (${BEARERS[list]}) b WHERE b.key = k.key)`,
    ),
  );
  if (rows.length === 0) return;
  const fields = rows.map(({ key }) => ({ pointer: "/items", message: `leaves out ${key}, which is in use: retire it instead` }));
  throw new AppError("conflict", "An entry that is in use can be retired, but not removed.", { fields });
}
