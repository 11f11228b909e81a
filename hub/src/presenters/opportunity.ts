import { z } from "@hono/zod-openapi";
import { versionSchema } from "../http.ts";
import type { OpportunityRow } from "../services/opportunities/list.ts";
import { instant, instantOrNull, mayOfCustomerSchema, named, namedSchema } from "./common.ts";

export const opportunitySchema = z
  .object({
    id: z.uuid(),
    version: versionSchema,
    name: z.string(),
    stage: z.string(),
    state: z.enum(["open", "won", "lost"]),
    value: z.string().nullable().openapi({ description: "Amount with two decimals" }),
    currency: z.string(),
    expectedClose: z.string().nullable(),
    customer: namedSchema,
    owner: namedSchema.nullable(),
    createdAt: z.string(),
    closedAt: z.string().nullable(),
    may: mayOfCustomerSchema,
  })
  .openapi("Opportunity");

export function presentOpportunity({
  customerId,
  customerName,
  ownerId,
  ownerName,
  ...row
}: OpportunityRow): z.infer<typeof opportunitySchema> {
  return {
    ...row,
    customer: { id: customerId, name: customerName },
    owner: named(ownerId, ownerName),
    createdAt: instant(row.createdAt),
    closedAt: instantOrNull(row.closedAt),
  };
}
