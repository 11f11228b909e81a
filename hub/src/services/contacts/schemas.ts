import { parsePhoneNumberFromString, type CountryCode } from "libphonenumber-js";
import { z } from "zod";
import { normaliseAddress } from "@kronika/core/addresses.ts";
import { instantSchema, safeText } from "@kronika/core/interactions/common.ts";

/** One address or phone number of a person; the value is normalised once the organisation's country is known ({@link normaliseContactAddress}). */
export const contactAddressSchema = z.object({
  kind: z.enum(["email", "phone"]),
  value: safeText(320).trim().min(1),
  label: safeText(100).nullish(),
  /** From when on, and until when (not included), it is this person's; null: always. Left out: stays as it is. */
  validFrom: instantSchema.nullish(),
  validTo: instantSchema.nullish(),
});

export const legalBasisSchema = z.enum(["consent", "customer", "published-business", "none"]);

const fields = {
  name: safeText(300).trim().min(1, "must not be empty"),
  customerId: z.uuid().nullable(),
  jobTitle: safeText(200).nullable(),
  legalBasis: legalBasisSchema,
  addresses: z.array(contactAddressSchema).max(50),
};

export const createContactSchema = z
  .object({
    name: fields.name,
    customerId: fields.customerId.optional(),
    jobTitle: fields.jobTitle.optional(),
    legalBasis: fields.legalBasis.default("none"),
    addresses: fields.addresses.default([]),
  })
  .meta({
    example: {
      name: "Ľubica Ďurišová",
      customerId: "01937f2e-7c4a-7b1d-9f3e-2a5b8c6d4e10",
      jobTitle: "nákup",
      legalBasis: "customer",
      addresses: [
        { kind: "email", value: "durisova@zitava.example", label: "práca" },
        { kind: "phone", value: "0905 111 222", validTo: "2027-01-01T00:00:00+01:00" },
      ],
    },
  });
export type CreateContact = z.input<typeof createContactSchema>;

export const updateContactSchema = z
  .object(fields)
  .partial()
  .meta({ example: { jobTitle: "vedúca nákupu" } });
export type UpdateContact = z.input<typeof updateContactSchema>;

export const listContactsSchema = z.object({
  customerId: z.uuid().optional(),
  q: safeText(200).optional(),
  limit: z.number().int().min(1).max(200).default(50),
  cursor: z.string().optional(),
});
export type ListContacts = z.input<typeof listContactsSchema>;

/**
 * E-mail as core/addresses.ts compares it; phone as E.164, read with the organisation's country when it has no prefix.
 * @returns null when it is neither
 */
export function normaliseContactAddress(kind: "email" | "phone", value: string, country: string): string | null {
  if (kind === "email") return normaliseAddress(value);
  const phone = parsePhoneNumberFromString(value, country as CountryCode);
  return phone?.isPossible() ? phone.number : null;
}
