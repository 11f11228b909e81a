import type { OrganizationSettings } from "../../db/schema/organizations.ts";

/** What holds until an administrator decides otherwise. */
const DEFAULTS: Required<OrganizationSettings> = { colleagueMailLevel: "subject", backfillDays: 90, secondFactorRoles: [] };

/** The organisation's settings with the defaults filled in. */
export const settingsOf = (stored: OrganizationSettings): Required<OrganizationSettings> => ({ ...DEFAULTS, ...stored });
