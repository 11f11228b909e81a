import { z } from "zod";
import type { Ctx } from "../../context.ts";
import { inTransaction, withClient } from "../../db/transaction.ts";
import { decodeCursor, toPage, unknownCursor, type Page } from "../paging.ts";
import { parse } from "../parse.ts";
import { PARAMETERS, questionOf } from "./question.ts";
import { reportFiltersSchema, type ReportName } from "./schemas.ts";

/** One line of the list behind a figure: what can be opened, and what it adds to the figure. */
export interface BehindRow {
  noun: "interaction" | "customer" | "opportunity" | "reminder";
  id: string;
  at: Date;
  /** Subject, name or title, if the viewer sees it. */
  title: string | null;
  /** Of an interaction. */
  kind: string | null;
  direction: string | null;
  customer: { id: string; name: string } | null;
  hit: boolean | null;
  value: number | null;
}

const inputSchema = z.object({
  figure: z.string().min(1).max(100),
  limit: z.number().int().min(1).max(200).default(50),
  cursor: z.string().optional(),
});
const placeSchema = z.tuple([z.iso.datetime({ offset: true }), z.uuid()]);

/** What a figure was counted from, newest first. */
export async function listBehind(
  ctx: Ctx,
  report: ReportName,
  filters: unknown,
  input: z.input<typeof inputSchema>,
): Promise<Page<BehindRow>> {
  const asked = parse(reportFiltersSchema, filters);
  const { figure, limit, cursor } = parse(inputSchema, input);
  const from = decodeCursor(cursor, 2);
  const place = from === null ? null : placeSchema.safeParse(from);
  if (place && !place.success) throw unknownCursor();
  return inTransaction(ctx, async (tx, ctx) => {
    const { facts, values } = await questionOf(tx, ctx, report, asked);
    const { rows } = await withClient(tx).query<BehindRow & { place: string }>(LISTED(facts), [
      ...values,
      figure,
      place?.data?.[0] ?? null,
      place?.data?.[1] ?? null,
      limit + 1,
    ]);
    const page = toPage(rows, limit, (row) => [row.place, row.id]);
    return { ...page, items: page.items.map(({ place: _used, ...row }) => row) };
  });
}

const LISTED = (facts: string) => `WITH parameters AS (${PARAMETERS}, $12::text, $13::timestamptz, $14::uuid, $15::int),
  listed AS MATERIALIZED (SELECT f.noun, f.id, f.at, f.hit, f.value::float8 AS value FROM (${facts}) f
    WHERE $12 = ANY (f.figures) AND ($13 IS NULL OR (f.at, f.id) < ($13, $14)) ORDER BY f.at DESC, f.id DESC LIMIT $15)
  SELECT l.noun, l.id, l.at, to_json(l.at) #>> '{}' AS place, l.hit, l.value, i.kind, i.direction,
    CASE l.noun WHEN 'interaction' THEN (SELECT s.subject FROM interaction_subjects s WHERE s.interaction_id = l.id)
      WHEN 'customer' THEN (SELECT c.name FROM customers c WHERE c.id = l.id) WHEN 'opportunity' THEN (SELECT o.name FROM opportunities o WHERE o.id = l.id)
      ELSE (SELECT r.title FROM reminders r WHERE r.id = l.id) END AS title,
    (SELECT json_build_object('id', c.id, 'name', c.name) FROM customers c WHERE c.id = CASE l.noun
      WHEN 'interaction' THEN (SELECT k.target_id FROM interaction_links k WHERE k.interaction_id = l.id AND k.target = 'customer' AND k.chosen ORDER BY k.id LIMIT 1)
      WHEN 'opportunity' THEN (SELECT o.customer_id FROM opportunities o WHERE o.id = l.id) WHEN 'reminder' THEN (SELECT r.customer_id FROM reminders r WHERE r.id = l.id) END) AS customer
  FROM listed l LEFT JOIN interactions i ON l.noun = 'interaction' AND i.id = l.id ORDER BY l.at DESC, l.id DESC`;
