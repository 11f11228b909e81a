import { z } from "zod";
import { normaliseDomain } from "@kronika/core/addresses.ts";
import { addressSchema, safeText } from "@kronika/core/interactions/common.ts";

const domain = safeText(253).transform((text, ctx) => {
  const normalised = normaliseDomain(text.trim().replace(/^@/, ""));
  if (normalised?.includes(".")) return normalised;
  ctx.addIssue({ code: "custom", message: "is not a domain name" });
  return z.NEVER;
});

/** What is left out from now on: one address, or a domain with its subdomains (a free-mail domain too: nobody has to share private mail). */
export const addExclusionSchema = z
  .strictObject({ address: addressSchema.optional(), domain: domain.optional() })
  .refine(({ address, domain }) => (address === undefined) !== (domain === undefined), "must hold either an address or a domain");
export type AddExclusion = z.input<typeof addExclusionSchema>;
