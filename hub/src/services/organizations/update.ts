import { eq } from "drizzle-orm";
import type { Ctx } from "../../context.ts";
import { organizations, type OrganizationSettings } from "../../db/schema/organizations.ts";
import { inTransaction } from "../../db/transaction.ts";
import { mayOrganization } from "../../policies/organization.ts";
import { audit } from "../audit.ts";
import { authorise, found } from "../authorise.ts";
import { parse } from "../parse.ts";
import { readOrganization, type OrganizationRow } from "./get.ts";
import { updateOrganizationSchema, type UpdateOrganization } from "./schemas.ts";

/**
 * Changes the given fields; of `settings` the given ones, the others stay. What is recorded from now on follows; what is stored stays as
 * it was decided.
 */
export async function updateOrganization(ctx: Ctx, input: UpdateOrganization): Promise<OrganizationRow> {
  authorise(mayOrganization(ctx.actor, "edit"), "Only an administrator may change the organisation.");
  const { settings, ...fields } = parse(updateOrganizationSchema, input);
  return inTransaction(ctx, async (tx, ctx) => {
    const before = await readOrganization(tx, ctx, { hold: true });
    const rows = await tx
      .update(organizations)
      .set({ ...fields, settings: { ...before.settings, ...(settings as OrganizationSettings | undefined) }, updatedAt: ctx.now() })
      .where(eq(organizations.id, ctx.orgId))
      .returning();
    await audit(tx, ctx, {
      verb: "edit",
      noun: "organization",
      rowId: ctx.orgId,
      detail: { fields: [...Object.keys(fields), ...Object.keys(settings ?? {})] },
    });
    return found(rows[0], "organisation");
  });
}
