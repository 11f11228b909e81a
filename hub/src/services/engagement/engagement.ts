import { z } from "zod";
import { engagementAt, type Engagement } from "@kronika/core/engagement.ts";
import { AppError } from "@kronika/core/errors.ts";
import type { Ctx } from "../../context.ts";
import { inTransaction, withClient } from "../../db/transaction.ts";
import { found } from "../authorise.ts";
import { parse } from "../parse.ts";
import { readEvents } from "./events.ts";

export const engagementSchema = z.object({
  /** A day in the organisation's time zone; the figure is that of its end. Absent: now. */
  at: z.iso.date().optional(),
});
export type EngagementInput = z.input<typeof engagementSchema>;

const TABLES = { customer: "customers", contact: "contacts" } as const;

/**
 * How warm a customer or contact is, now or at the end of a past day, in two queries.
 *
 * It is computed from what the viewer may see at level metadata, as are its contributions: a figure of the whole organisation would tell
 * somebody who sees one private meeting less that there was one, and how much it counted. Two people may therefore see two figures; each is
 * the sum of what is shown beside it. Where nothing is hidden, which is almost everywhere, all see the same.
 * @throws AppError `not-found`; `invalid` at `/at` for a day that is still to come
 */
export async function engagementOf(ctx: Ctx, target: "customer" | "contact", id: string, input: EngagementInput): Promise<Engagement> {
  const { at } = parse(engagementSchema, input);
  return inTransaction(ctx, async (tx) => {
    const { rows } = await withClient(tx).query<{ there: boolean; moment: Date; future: boolean }>(
      `SELECT EXISTS (SELECT FROM ${TABLES[target]} WHERE id = $1) AS there,
         least(($2::date + 1)::timestamp AT TIME ZONE o.time_zone, $3::timestamptz) AS moment,
         coalesce($2::date > ($3::timestamptz AT TIME ZONE o.time_zone)::date, false) AS future
       FROM organizations o WHERE o.id = app_org()`,
      [id, at ?? null, ctx.now()],
    );
    const day = rows[0];
    found(day?.there === true ? day : null, target);
    if (day!.future) {
      const fields = [{ pointer: "/at", message: "must not be in the future" }];
      throw new AppError("invalid", "Some fields are not right.", { fields });
    }
    return engagementAt(await readEvents(tx, target, id, day!.moment), day!.moment.toISOString());
  });
}
