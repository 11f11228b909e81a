import type { OrganizationLists, OrganizationSettings } from "../../db/schema/organizations.ts";

/** What holds until an administrator decides otherwise. */
const DEFAULTS: Required<Omit<OrganizationSettings, "lists">> = { colleagueMailLevel: "subject", backfillDays: 90, secondFactorRoles: [] };

/** The organisation's settings with the defaults filled in. */
export const settingsOf = ({ lists: _lists, ...stored }: OrganizationSettings): typeof DEFAULTS => ({ ...DEFAULTS, ...stored });

const DEFAULT_LISTS: OrganizationLists = {
  kinds: [
    { key: "sms", sk: "SMS", en: "SMS" },
    { key: "chat", sk: "Chat", en: "Chat" },
    { key: "letter", sk: "List", en: "Letter" },
    { key: "visit", sk: "Návšteva", en: "Visit" },
  ],
  callOutcomes: [],
  meetingOutcomes: [],
  stages: [
    { key: "new", sk: "Nová", en: "New" },
    { key: "contacted", sk: "Oslovená", en: "Contacted" },
    { key: "meeting", sk: "Stretnutie", en: "Meeting" },
    { key: "quote", sk: "Cenová ponuka", en: "Quote" },
    { key: "negotiation", sk: "Rokovanie", en: "Negotiation" },
  ],
};

/** The organisation's lists; one that nobody has touched is ours. */
export const listsOf = (stored: OrganizationSettings): OrganizationLists => ({ ...DEFAULT_LISTS, ...stored.lists });
