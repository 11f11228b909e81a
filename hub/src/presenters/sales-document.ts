import { z } from "@hono/zod-openapi";
import { documentKindSchema, documentStateSchema } from "../services/sales-documents/schemas.ts";
import type { SalesDocumentRow } from "../services/sales-documents/list.ts";
import { instant, named, namedSchema } from "./common.ts";

const money = (description: string) =>
  z.string().openapi({ description: `${description}; decimal text with two decimals`, example: "1230.00" });

export const salesDocumentSchema = z
  .object({
    id: z.uuid(),
    version: z.string().openapi({ description: "For If-Match, in quotes; the same as the header ETag", example: "1187" }),
    kind: documentKindSchema,
    number: z.string().openapi({ example: "FV2026/0042" }),
    state: documentStateSchema,
    amount: money("Total with VAT, negative for a credit note"),
    currency: z.string().openapi({ example: "EUR" }),
    issuedOn: z.string().openapi({ format: "date", example: "2026-11-02" }),
    dueOn: z.string().nullable().openapi({ format: "date", example: "2026-11-16" }),
    paidOn: z.string().nullable().openapi({ format: "date", example: null }),
    overdue: z.boolean().openapi({ description: "An unpaid invoice whose day has passed where the organisation lives" }),
    source: z.string().nullable().openapi({ description: "The system that pushed it; null: added by hand", example: "pohoda" }),
    externalId: z.string().nullable().openapi({ example: "FV-88123" }),
    customer: namedSchema,
    opportunity: namedSchema.nullable(),
    createdById: z.uuid().nullable(),
    createdAt: z.string(),
    updatedAt: z.string(),
  })
  .openapi("SalesDocument");

export const salesDocumentTotalSchema = z
  .object({
    kind: documentKindSchema,
    currency: z.string().openapi({ example: "EUR" }),
    count: z.number().int(),
    amount: money("Offered, ordered or invoiced; without drafts and what was cancelled, refused or expired"),
    open: money("The part that waits for an answer, a delivery or a payment"),
    overdueCount: z.number().int(),
    overdue: money("The part of unpaid invoices whose day has passed"),
  })
  .openapi("SalesDocumentTotal");

export function presentSalesDocument({
  customerId,
  customerName,
  opportunityId,
  opportunityName,
  createdBy,
  ...row
}: SalesDocumentRow): z.infer<typeof salesDocumentSchema> {
  return {
    ...row,
    customer: { id: customerId, name: customerName },
    opportunity: named(opportunityId, opportunityName),
    createdById: createdBy,
    createdAt: instant(row.createdAt),
    updatedAt: instant(row.updatedAt),
  };
}
