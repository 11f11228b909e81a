import { z } from "zod";
import { isFreeMailDomain, normaliseDomain } from "@kronika/core/addresses.ts";
import { safeText } from "@kronika/core/interactions/common.ts";

/** A domain of the organisation itself, normalised. All mail within own domains counts as internal, so a free-mail domain cannot be one. */
const ownDomain = safeText(253).transform((text, ctx) => {
  const domain = normaliseDomain(text.trim().replace(/^@/, ""));
  const message =
    domain === null || !domain.includes(".")
      ? "is not a domain name"
      : isFreeMailDomain(domain)
        ? "is a public mail provider: everybody's mail there would count as internal"
        : null;
  if (domain !== null && message === null) return domain;
  ctx.addIssue({ code: "custom", message: message ?? "is not a domain name" });
  return z.NEVER;
});

const isKnown = (check: () => unknown): boolean => {
  try {
    return check() !== undefined;
  } catch {
    return false;
  }
};

const fields = {
  name: safeText(200).trim().min(1, "must not be empty"),
  country: z
    .string()
    .regex(/^[A-Z]{2}$/, { error: "must be two capital letters (ISO 3166-1)", abort: true })
    .refine(
      (code) => isKnown(() => new Intl.DisplayNames("en", { type: "region", fallback: "none" }).of(code)),
      "is not a country (ISO 3166-1)",
    ),
  language: z.enum(["sk", "en"]),
  timeZone: z
    .string()
    .max(60)
    .refine(
      (zone) => /^[A-Za-z]/.test(zone) && isKnown(() => new Intl.DateTimeFormat("en", { timeZone: zone })),
      "is not a time zone such as Europe/Bratislava",
    ),
  currency: z
    .string()
    .regex(/^[A-Z]{3}$/, { error: "must be three capital letters (ISO 4217)", abort: true })
    .refine((code) => Intl.supportedValuesOf("currency").includes(code), "is not a currency (ISO 4217)"),
  ownDomains: z
    .array(ownDomain)
    .max(50)
    .transform((domains) => [...new Set(domains)]),
};

/** What set-up asks of a new organisation. */
export const newOrganizationSchema = z.object({
  name: fields.name,
  country: fields.country.default("SK"),
  language: fields.language.default("sk"),
  timeZone: fields.timeZone.default("Europe/Bratislava"),
  ownDomains: fields.ownDomains.default([]),
});

export const updateOrganizationSchema = z
  .object({
    ...fields,
    settings: z
      .object({
        colleagueMailLevel: z.enum(["metadata", "subject", "content"]),
        backfillDays: z.number().int().min(0).max(3650),
        secondFactorRoles: z
          .array(z.enum(["admin", "manager", "rep"]))
          .max(3)
          .transform((roles) => [...new Set(roles)]),
      })
      .partial(),
  })
  .partial();
export type UpdateOrganization = z.input<typeof updateOrganizationSchema>;
