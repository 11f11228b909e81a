import { z } from "@hono/zod-openapi";
import type { OrganizationLists } from "../db/schema/organizations.ts";
import type { OrganizationRow } from "../services/organizations/get.ts";
import type { VersionedLists } from "../services/organizations/lists.ts";
import { listsOf, settingsOf } from "../services/organizations/settings.ts";

const listEntrySchema = z
  .object({
    key: z.string().openapi({ example: "sms" }),
    sk: z.string().openapi({ example: "SMS" }),
    en: z.string().openapi({ example: "Text message" }),
    retired: z.boolean().optional().openapi({ description: "Offered no more; what bears it keeps its name" }),
    countsAs: z.string().optional().openapi({ description: "Of an outcome: as which of the fixed ones it counts" }),
  })
  .openapi("ListEntry");

export const organizationListsSchema = z
  .object({
    kinds: z.array(listEntrySchema).openapi({ description: "Further kinds of interaction: `otherKind` of the kind `other`" }),
    callOutcomes: z.array(listEntrySchema).openapi({ description: "`outcomeKey` of calls" }),
    meetingOutcomes: z.array(listEntrySchema).openapi({ description: "`outcomeKey` of meetings" }),
    stages: z.array(listEntrySchema).openapi({ description: "Stages of an open opportunity, in order" }),
  })
  .openapi("OrganizationLists");

const facts = {
  id: z.uuid(),
  name: z.string(),
  country: z.string(),
  language: z.enum(["sk", "en"]),
  currency: z.string(),
  timeZone: z.string(),
  ownDomains: z.array(z.string()),
  lists: organizationListsSchema,
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

/** The lists with what a change of one of them names in If-Match. */
export const versionedListsSchema = organizationListsSchema
  .extend({ version: z.string().openapi({ description: "For If-Match, in quotes; the same as the header ETag", example: "1187" }) })
  .openapi("VersionedLists");

/** The lists by which kinds, outcomes and stages are named. */
const presentLists = (lists: OrganizationLists): z.infer<typeof organizationListsSchema> => lists;

export const presentVersionedLists = ({ lists, version }: VersionedLists): z.infer<typeof versionedListsSchema> => ({
  ...presentLists(lists),
  version,
});

/** What everybody needs in every page. */
export function presentOrganizationFacts(row: OrganizationRow): z.infer<typeof organizationFactsSchema> {
  const { id, name, country, currency, timeZone, ownDomains } = row;
  return {
    id,
    name,
    country,
    language: row.language === "en" ? "en" : "sk",
    currency,
    timeZone,
    ownDomains,
    lists: presentLists(listsOf(row.settings)),
  };
}

/** With the settings, the defaults filled in. */
export const presentOrganization = (row: OrganizationRow): z.infer<typeof organizationSchema> => ({
  ...presentOrganizationFacts(row),
  settings: settingsOf(row.settings),
});
