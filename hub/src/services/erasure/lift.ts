import type { Ctx } from "../../context.ts";
import { inTransaction, withClient } from "../../db/transaction.ts";
import { mayErase } from "../../policies/erasure.ts";
import { audit } from "../audit.ts";
import { authorise } from "../authorise.ts";
import { parse } from "../parse.ts";
import { rightsLock } from "../rights/rules.ts";
import { liftSchema, type Lift } from "./schemas.ts";
import { hashesOfPlace } from "./tombstones.ts";

/**
 * Lets an address, phone number or company domain come in again that an erasure keeps out: the person became a customer anew, or gave consent.
 * What was erased stays erased, and the erased interactions themselves stay out. The trail keeps the certificates and the reason, not the
 * address. A repeat lifts nothing.
 * @returns how many tombstones were lifted: 0 when none keeps this out
 * @throws AppError `forbidden`; `invalid` naming the field
 */
export async function liftTombstones(ctx: Ctx, input: Lift): Promise<{ lifted: number }> {
  authorise(mayErase(ctx.actor), "Administrators let an erased address come in again.");
  const { place, reason } = parse(liftSchema, input);
  return inTransaction(
    ctx,
    async (tx, ctx) => {
      const { rows } = await withClient(tx).query<{ erasureId: string }>(
        `DELETE FROM tombstones WHERE org_id = app_org() AND kind = 'address' AND hash = ANY($1::text[]) RETURNING erasure_id AS "erasureId"`,
        [hashesOfPlace(ctx.keys, ctx.orgId, place)],
      );
      const erasureIds = [...new Set(rows.map(({ erasureId }) => erasureId))];
      await audit(tx, ctx, ...erasureIds.map((rowId) => ({ verb: "lift", noun: "erasure", rowId, detail: { reason } })));
      return { lifted: rows.length };
    },
    { system: true, locks: [rightsLock(ctx.orgId)] },
  );
}
