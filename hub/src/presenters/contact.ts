import { z } from "@hono/zod-openapi";
import type { ContactRow } from "../services/contacts/list.ts";
import { instant, instantOrNull, named, namedSchema } from "./common.ts";

export const contactSchema = z
  .object({
    id: z.uuid(),
    name: z.string(),
    jobTitle: z.string().nullable(),
    legalBasis: z.enum(["consent", "customer", "published-business", "none"]),
    customer: namedSchema.nullable(),
    addresses: z.array(z.object({ id: z.uuid(), kind: z.enum(["email", "phone"]), value: z.string(), label: z.string().nullable() })),
    createdAt: z.string(),
    archivedAt: z.string().nullable(),
  })
  .openapi("Contact");

export function presentContact({ customerId, customerName, ...row }: ContactRow): z.infer<typeof contactSchema> {
  return {
    ...row,
    customer: named(customerId, customerName),
    createdAt: instant(row.createdAt),
    archivedAt: instantOrNull(row.archivedAt),
  };
}
