import { z } from "zod";
import { isFreeMailDomain, normaliseAddress, normaliseDomain } from "@kronika/core/addresses.ts";
import { safeText } from "@kronika/core/interactions/common.ts";

/**
 * "Always so." Mail of this address or domain, with these words in the subject, or with a number that begins so, belongs to the customer;
 * to this deal of his; or to no deal (`noOpportunity`). `subject` and `document-prefix` speak of deals only.
 */
export const linkRuleSchema = z
  .strictObject({
    kind: z.enum(["address", "domain", "subject", "document-prefix"]),
    value: safeText(320).trim().min(2, "must have at least two characters"),
    customerId: z.uuid(),
    opportunityId: z.uuid().nullable().default(null),
    noOpportunity: z.boolean().default(false),
  })
  .refine(({ opportunityId, noOpportunity }) => opportunityId === null || !noOpportunity, {
    path: ["noOpportunity"],
    message: "cannot stand beside a deal",
  })
  .refine(({ kind, opportunityId, noOpportunity }) => kind === "address" || kind === "domain" || opportunityId !== null || noOpportunity, {
    path: ["opportunityId"],
    message: "is needed for this kind of rule",
  })
  .transform((rule, ctx) => {
    const problem = (message: string) => {
      ctx.addIssue({ code: "custom", path: ["value"], message });
      return z.NEVER;
    };
    if (rule.kind === "address") {
      const value = normaliseAddress(rule.value);
      return value === null ? problem("is not an e-mail address") : { ...rule, value };
    }
    if (rule.kind === "domain") {
      const value = normaliseDomain(rule.value);
      if (value === null) return problem("is not a domain name");
      return isFreeMailDomain(value) ? problem("belongs to a mail provider, not to a company") : { ...rule, value };
    }
    return rule.kind === "document-prefix" && !/[\p{L}\p{N}]/u.test(rule.value) ? problem("must hold a letter or a digit") : rule;
  });
export type LinkRuleInput = z.input<typeof linkRuleSchema>;
export type LinkRule = z.output<typeof linkRuleSchema>;
