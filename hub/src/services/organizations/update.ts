import { eq } from "drizzle-orm";
import type { Ctx } from "../../context.ts";
import { organizations, type OrganizationSettings } from "../../db/schema/organizations.ts";
import type { Tx } from "../../db/database.ts";
import { inTransaction, withSystemEyes } from "../../db/transaction.ts";
import { mayOrganization } from "../../policies/organization.ts";
import { audit } from "../audit.ts";
import { authorise, found } from "../authorise.ts";
import { parse } from "../parse.ts";
import { rightsLock } from "../rights/rules.ts";
import { refreshAudiences } from "../rights/settle-audiences.ts";
import { readOrganization, type OrganizationRow } from "./get.ts";
import { updateOrganizationSchema, type UpdateOrganization } from "./schemas.ts";

/**
 * Changes the given fields; of `settings` the given ones, the others stay. What is recorded from now on follows; of what is
 * stored, only who sees it.
 */
export async function updateOrganization(ctx: Ctx, input: UpdateOrganization): Promise<OrganizationRow> {
  authorise(mayOrganization(ctx.actor, "edit"), "Only an administrator may change the organisation.");
  const { settings, ...fields } = parse(updateOrganizationSchema, input);
  const locks = settings && "colleagueMailLevel" in settings ? [rightsLock(ctx.orgId)] : [];
  const write = async (tx: Tx, ctx: Ctx) => {
    const before = await readOrganization(tx, ctx, { hold: true });
    const rows = await tx
      .update(organizations)
      .set({ ...fields, settings: { ...before.settings, ...(settings as OrganizationSettings | undefined) }, updatedAt: ctx.now() })
      .where(eq(organizations.id, ctx.orgId))
      .returning();
    // How much everybody sees of a colleague's mail holds at once, also for what stands.
    if (settings && "colleagueMailLevel" in settings) await withSystemEyes(tx, () => refreshAudiences(tx, ctx, "all"));
    await audit(tx, ctx, {
      verb: "edit",
      noun: "organization",
      rowId: ctx.orgId,
      detail: { fields: [...Object.keys(fields), ...Object.keys(settings ?? {})] },
    });
    return found(rows[0], "organisation");
  };
  return inTransaction(ctx, write, { locks });
}
