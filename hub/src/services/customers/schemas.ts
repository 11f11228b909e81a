import { z } from "zod";
import { isFreeMailDomain, normaliseDomain } from "@kronika/core/addresses.ts";
import { safeText } from "@kronika/core/interactions/common.ts";

/** A company domain, normalised. Free-mail domains are refused: they never stand for a company. */
const companyDomain = safeText(253).transform((text, ctx) => {
  const domain = normaliseDomain(text.replace(/^@/, ""));
  if (domain === null || !domain.includes(".")) {
    ctx.addIssue({ code: "custom", message: "is not a domain name" });
    return z.NEVER;
  }
  if (isFreeMailDomain(domain)) {
    ctx.addIssue({ code: "custom", message: "is a public mail provider: its addresses belong to people, not to a company" });
    return z.NEVER;
  }
  return domain;
});

const fields = {
  name: safeText(300).trim().min(1, "must not be empty"),
  kinds: z
    .array(z.enum(["customer", "partner", "supplier"]))
    .min(1)
    .max(3),
  /** Checked by the rules of the customer's country, which may stand in the database only: business-ids.ts. */
  ico: safeText(40).nullable(),
  dic: safeText(40).nullable(),
  icDph: safeText(40).nullable(),
  country: z.string().regex(/^[A-Z]{2}$/, "must be two capital letters (ISO 3166-1)"),
  website: safeText(500).nullable(),
  domains: z.array(companyDomain).max(50),
  ownerId: z.uuid().nullable(),
};

const EXAMPLE = {
  name: "Pekáreň Žitava, a. s.",
  kinds: ["customer"],
  ico: "36123455",
  dic: "2020273893",
  icDph: "SK2020273893",
  country: "SK",
  domains: ["zitava.example"],
};

export const createCustomerSchema = z
  .object({
    name: fields.name,
    kinds: fields.kinds.default(["customer"]),
    ico: fields.ico.optional(),
    dic: fields.dic.optional(),
    icDph: fields.icDph.optional(),
    country: fields.country.optional(),
    website: fields.website.optional(),
    domains: fields.domains.default([]),
    ownerId: fields.ownerId.optional(),
  })
  .meta({ example: EXAMPLE });
export type CreateCustomer = z.input<typeof createCustomerSchema>;

export const updateCustomerSchema = z
  .object(fields)
  .partial()
  .meta({ example: { kinds: ["customer", "supplier"], ico: "36123455" } });
export type UpdateCustomer = z.input<typeof updateCustomerSchema>;

export const listCustomersSchema = z.object({
  q: safeText(200).optional(),
  kind: z.enum(["customer", "partner", "supplier"]).optional(),
  owner: z.union([z.literal("me"), z.uuid()]).optional(),
  sort: z.enum(["name", "last"]).default("name"),
  limit: z.number().int().min(1).max(200).default(50),
  cursor: z.string().optional(),
});
export type ListCustomers = z.input<typeof listCustomersSchema>;
