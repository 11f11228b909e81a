import { queryOptions } from "@tanstack/react-query";
import { request } from "./client.ts";
import { keys } from "./keys.ts";
import type { Language, ListEntry, ListName, MailLevel, Organization, Role, User, VersionedLists } from "./types.ts";

export const organizationQuery = queryOptions({
  queryKey: keys.organization,
  queryFn: ({ signal }) => request<Organization>("GET", "/organization", { signal }),
});

export interface OrganizationPatch {
  name?: string;
  country?: string;
  language?: Language;
  timeZone?: string;
  currency?: string;
  ownDomains?: string[];
  settings?: { colleagueMailLevel?: MailLevel; backfillDays?: number; secondFactorRoles?: Role[] };
}
export const updateOrganization = (patch: OrganizationPatch) => request<Organization>("PATCH", "/organization", { body: patch });

export const listsQuery = queryOptions({
  queryKey: keys.lists,
  queryFn: ({ signal }) => request<VersionedLists>("GET", "/organization/lists", { signal }),
});

/** Puts a list in the place of the one that was read. An entry that something bears can be retired, not left out. */
export const replaceList = (list: ListName, items: readonly ListEntry[], version: string) =>
  request<VersionedLists>("PUT", `/organization/lists/${list}`, { body: { items }, version });

export const usersQuery = queryOptions({
  queryKey: keys.users,
  queryFn: ({ signal }) => request<{ items: User[] }>("GET", "/users", { signal }),
  staleTime: 60_000,
});
