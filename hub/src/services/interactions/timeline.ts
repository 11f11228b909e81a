import { sql, type SQL } from "drizzle-orm";
import { z } from "zod";
import { safeText } from "@kronika/core/interactions/common.ts";
import type { Ctx } from "../../context.ts";
import { inTransaction, prepared } from "../../db/transaction.ts";
import { found } from "../authorise.ts";
import { escapeLike } from "../customers/list.ts";
import { decodeCursor, toPage, type Page } from "../paging.ts";
import { parse } from "../parse.ts";
import { readSummaries, readSummariesPrepared, type SummaryRow } from "./read.ts";

/** One of the five kinds, or one of the organisation's further kinds: `other:sms`. */
export const timelineKindSchema = z.union([
  z.enum(["email", "call", "meeting", "note", "other"]),
  z.string().regex(/^other:[a-z0-9][a-z0-9-]{0,39}$/, "is no kind of interaction"),
]);

export const timelineSchema = z.object({
  kinds: z.array(timelineKindSchema).max(50).optional(),
  /** Inclusive bounds, ISO instants. */
  from: z.iso.datetime({ offset: true }).optional(),
  to: z.iso.datetime({ offset: true }).optional(),
  /** Words in subject or text that the viewer may see. */
  q: safeText(200).optional(),
  /** An address or the id of a contact. */
  participant: safeText(320).optional(),
  limit: z.number().int().min(1).max(200).default(50),
  cursor: z.string().optional(),
});
export type TimelineInput = z.input<typeof timelineSchema>;

const TABLE = { customer: sql`customers`, contact: sql`contacts`, opportunity: sql`opportunities` } as const;
const NAMED = { customer: sql`'customer'`, contact: sql`'contact'`, opportunity: sql`'opportunity'` } as const;

/** Everything linked to a customer, contact or opportunity, newest first, upcoming included. @throws AppError `not-found` */
export async function timeline(ctx: Ctx, target: keyof typeof TABLE, id: string, input: TimelineInput): Promise<Page<SummaryRow>> {
  const { kinds, from, to, q, participant, limit, cursor } = parse(timelineSchema, input);
  const after = decodeCursor(cursor, 2);
  const narrowed = kinds !== undefined || participant !== undefined || q !== undefined;
  return inTransaction(
    ctx,
    async (tx) => {
      const conditions: SQL[] = [sql`l.org_id = app_org() AND l.target = ${NAMED[target]} AND l.target_id = ${id} AND l.chosen`];
      if (after) conditions.push(sql`(l.occurred_at, l.interaction_id) < (${after[0]}::timestamptz, ${after[1]}::uuid)`);
      if (from) conditions.push(sql`l.occurred_at >= ${from}::timestamptz`);
      if (to) conditions.push(sql`l.occurred_at <= ${to}::timestamptz`);
      if (kinds) conditions.push(ofKinds(kinds));
      if (participant) {
        conditions.push(
          sql`EXISTS (SELECT FROM interaction_participants p WHERE p.interaction_id = i.id AND (p.address = lower(${participant}) OR p.contact_id::text = ${participant}))`,
        );
      }
      if (q) {
        const pattern = sql`'%' || kronika_fold(${escapeLike(q)}) || '%'`;
        conditions.push(sql`(EXISTS (SELECT FROM interaction_subjects s WHERE s.interaction_id = i.id AND kronika_fold(s.subject) LIKE ${pattern})
        OR EXISTS (SELECT FROM interaction_bodies b WHERE b.interaction_id = i.id AND kronika_fold(coalesce(b.text, b.preview, '')) LIKE ${pattern}))`);
      }
      const page = sql`SELECT l.interaction_id FROM interaction_links l ${narrowed ? sql`JOIN interactions i ON i.id = l.interaction_id` : sql``}
        WHERE ${sql.join(conditions, sql` AND `)} ORDER BY l.occurred_at DESC, l.interaction_id DESC LIMIT ${limit + 1}::int`;
      // Sent together: one waits for both at once.
      const [known, rows] = await Promise.all([
        prepared(tx, sql`SELECT id FROM ${TABLE[target]} WHERE id = ${id}`),
        narrowed ? readSummaries(tx, page) : readSummariesPrepared(tx, page),
      ]);
      found(known[0], target);
      return toPage(rows, limit, (row) => [row.occurredAt.toISOString(), row.id]);
    },
    { genericPlans: true },
  );
}

/** Whole kinds, or single ones of the further kinds. */
function ofKinds(kinds: readonly string[]): SQL {
  const list = (values: readonly string[]) =>
    sql.join(
      values.map((value) => sql`${value}`),
      sql`, `,
    );
  const whole = kinds.filter((kind) => !kind.includes(":"));
  const further = kinds.filter((kind) => kind.includes(":")).map((kind) => kind.slice("other:".length));
  const parts = [
    ...(whole.length > 0 ? [sql`i.kind IN (${list(whole)})`] : []),
    ...(further.length > 0 ? [sql`(i.kind = 'other' AND i.details ->> 'otherKind' IN (${list(further)}))`] : []),
  ];
  return parts.length === 0 ? sql`false` : sql`(${sql.join(parts, sql` OR `)})`;
}
