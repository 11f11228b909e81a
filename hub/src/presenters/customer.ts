import { z } from "@hono/zod-openapi";
import { versionSchema } from "../http.ts";
import type { CustomerRow } from "../services/customers/list.ts";
import { instant, instantOrNull, mayOfCustomerSchema, named, namedSchema } from "./common.ts";

export const customerSchema = z
  .object({
    id: z.uuid(),
    version: versionSchema,
    name: z.string(),
    kinds: z.array(z.enum(["customer", "partner", "supplier"])),
    ico: z.string().nullable(),
    dic: z.string().nullable(),
    icDph: z.string().nullable(),
    country: z.string(),
    website: z.string().nullable(),
    domains: z.array(z.string()),
    owner: namedSchema.nullable(),
    lastInteractionAt: z.string().nullable(),
    nextReminderAt: z.string().nullable(),
    createdAt: z.string(),
    updatedAt: z.string(),
    archivedAt: z.string().nullable(),
    mergedInto: z.uuid().nullable().openapi({ description: "The one that it became, when two were merged" }),
    restricted: z.boolean().openapi({ description: "Not everybody sees it" }),
    may: mayOfCustomerSchema,
  })
  .openapi("Customer");

export function presentCustomer({ ownerId, ownerName, ...row }: CustomerRow): z.infer<typeof customerSchema> {
  return {
    ...row,
    owner: named(ownerId, ownerName),
    lastInteractionAt: instantOrNull(row.lastInteractionAt),
    nextReminderAt: instantOrNull(row.nextReminderAt),
    createdAt: instant(row.createdAt),
    updatedAt: instant(row.updatedAt),
    archivedAt: instantOrNull(row.archivedAt),
  };
}
