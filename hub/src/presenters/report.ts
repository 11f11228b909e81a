import { z } from "@hono/zod-openapi";
import type { BehindRow } from "../services/reports/list-behind.ts";
import { reportNames, type Report } from "../services/reports/schemas.ts";
import { instant, namedSchema } from "./common.ts";

const share = z
  .object({ value: z.number(), low: z.number(), high: z.number() })
  .openapi({ example: { value: 0.8, low: 0.49, high: 0.94 } });

export const reportSchema = z
  .object({
    report: z.enum(reportNames),
    period: z.object({ from: z.iso.date(), to: z.iso.date() }),
    before: z.object({ from: z.iso.date(), to: z.iso.date() }).nullable().openapi({ description: "Null for a report about now" }),
    figures: z.array(
      z
        .object({
          id: z.string().openapi({ description: "By it the list behind the figure is asked for", example: "kind:email/incoming" }),
          name: z.string().nullable(),
          count: z.number().int(),
          hits: z.number().int().nullable(),
          share: share.nullable().openapi({ description: "hits / count with the 95 % Wilson interval" }),
          median: z
            .number()
            .nullable()
            .openapi({ description: "Response times: seconds; ages: days; coverage: people; engagement: points" }),
          p90: z.number().nullable(),
          sums: z.record(z.string(), z.string()).nullable().openapi({ description: "Amounts by currency" }),
          before: z.object({ count: z.number().int(), hits: z.number().int().nullable() }).nullable(),
        })
        .openapi("Figure"),
    ),
  })
  .openapi("Report");

export const behindSchema = z
  .object({
    noun: z.enum(["interaction", "customer", "opportunity", "reminder"]),
    id: z.uuid(),
    at: z.string(),
    title: z.string().nullable(),
    kind: z.string().nullable(),
    direction: z.string().nullable(),
    customer: namedSchema.nullable(),
    hit: z.boolean().nullable(),
    value: z.number().nullable(),
  })
  .openapi("BehindFigure");

export const presentReport = ({ report, filters, before, figures }: Report): z.input<typeof reportSchema> => ({
  report,
  period: { from: filters.from, to: filters.to },
  before,
  figures,
});

export const presentBehind = (row: BehindRow): z.input<typeof behindSchema> => ({ ...row, at: instant(row.at) });
