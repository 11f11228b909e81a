import { z } from "@hono/zod-openapi";
import type { OrganizationRow } from "../services/organizations/get.ts";
import { settingsOf } from "../services/organizations/settings.ts";

const facts = {
  id: z.uuid(),
  name: z.string(),
  country: z.string(),
  language: z.enum(["sk", "en"]),
  currency: z.string(),
  timeZone: z.string(),
  ownDomains: z.array(z.string()),
};

export const organizationFactsSchema = z.object(facts).openapi("OrganizationFacts");

export const organizationSchema = z
  .object({
    ...facts,
    settings: z.object({
      colleagueMailLevel: z.enum(["metadata", "subject", "content"]),
      backfillDays: z.number().int(),
      secondFactorRoles: z.array(z.enum(["admin", "manager", "rep"])),
    }),
  })
  .openapi("Organization");

/** What everybody needs in every page. */
export function presentOrganizationFacts(row: OrganizationRow): z.infer<typeof organizationFactsSchema> {
  const { id, name, country, currency, timeZone, ownDomains } = row;
  return { id, name, country, language: row.language === "en" ? "en" : "sk", currency, timeZone, ownDomains };
}

/** With the settings, the defaults filled in. */
export const presentOrganization = (row: OrganizationRow): z.infer<typeof organizationSchema> => ({
  ...presentOrganizationFacts(row),
  settings: settingsOf(row.settings),
});
