import { z } from "@hono/zod-openapi";
import { versionSchema } from "../http.ts";
import type { ContactRow } from "../services/contacts/list.ts";
import { instant, instantOrNull, named, namedSchema } from "./common.ts";

export const contactSchema = z
  .object({
    id: z.uuid(),
    version: versionSchema,
    name: z.string(),
    jobTitle: z.string().nullable(),
    legalBasis: z.enum(["consent", "customer", "published-business", "none"]),
    customer: namedSchema.nullable(),
    addresses: z.array(
      z.object({
        id: z.uuid(),
        kind: z.enum(["email", "phone"]),
        value: z.string().openapi({ description: "E-mail address, or phone number in E.164", example: "+421905123456" }),
        label: z.string().nullable(),
        validFrom: z.string().nullable().openapi({ description: "From when on it is this person's; null: always" }),
        validTo: z.string().nullable().openapi({ description: "Until when, not included; null: still" }),
        bouncedAt: z.string().nullable().openapi({ description: "Since when mail to it comes back for good; null: it does not" }),
      }),
    ),
    createdAt: z.string(),
    archivedAt: z.string().nullable(),
    mergedInto: z.uuid().nullable().openapi({ description: "The one that it became, when two were merged" }),
  })
  .openapi("Contact");

export function presentContact({ customerId, customerName, ...row }: ContactRow): z.infer<typeof contactSchema> {
  return {
    ...row,
    customer: named(customerId, customerName),
    addresses: row.addresses.map((address) => ({
      ...address,
      validFrom: instantOrNull(address.validFrom),
      validTo: instantOrNull(address.validTo),
      bouncedAt: instantOrNull(address.bouncedAt),
    })),
    createdAt: instant(row.createdAt),
    archivedAt: instantOrNull(row.archivedAt),
  };
}
