import { z } from "zod";
import { listKeySchema, safeText } from "@kronika/core/interactions/common.ts";

const fields = {
  name: safeText(300).trim().min(1, "must not be empty"),
  customerId: z.uuid(),
  /** Of the organisation's list of stages; won and lost are states. */
  stage: listKeySchema,
  state: z.enum(["open", "won", "lost"]),
  /** Money travels as text with two decimals: a JSON number would round it. */
  value: z
    .union([z.string(), z.number()])
    .transform(String)
    .pipe(z.string().regex(/^\d{1,13}(\.\d{1,2})?$/, "must be an amount such as 1250.50"))
    .nullable(),
  currency: z.string().regex(/^[A-Z]{3}$/, "must be three capital letters (ISO 4217)"),
  expectedClose: z.iso.date().nullable(),
  ownerId: z.uuid().nullable(),
};

export const createOpportunitySchema = z
  .object({
    name: fields.name,
    customerId: fields.customerId,
    stage: fields.stage.optional(),
    value: fields.value.optional(),
    currency: fields.currency.optional(),
    expectedClose: fields.expectedClose.optional(),
    ownerId: fields.ownerId.optional(),
  })
  .meta({
    example: {
      name: "Prepravky na jablká",
      customerId: "01937f2e-7c4a-7b1d-9f3e-2a5b8c6d4e10",
      stage: "quote",
      value: "7250.00",
      currency: "EUR",
      expectedClose: "2027-02-28",
    },
  });
export type CreateOpportunity = z.input<typeof createOpportunitySchema>;

export const updateOpportunitySchema = z.object(fields).omit({ customerId: true }).partial();
export type UpdateOpportunity = z.input<typeof updateOpportunitySchema>;

export const listOpportunitiesSchema = z.object({
  customerId: z.uuid().optional(),
  state: fields.state.optional(),
  q: safeText(200).optional(),
  limit: z.number().int().min(1).max(200).default(50),
  cursor: z.string().optional(),
});
export type ListOpportunities = z.input<typeof listOpportunitiesSchema>;
