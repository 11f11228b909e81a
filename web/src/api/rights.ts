import { infiniteQueryOptions, queryOptions, type QueryClient } from "@tanstack/react-query";
import { request } from "./client.ts";
import { keys } from "./keys.ts";
import type { MailLevel, Page, Ref, Role } from "./types.ts";

/** On what a right can be given. `user`: on the mail of that person. */
export type GrantResource = "customer" | "opportunity" | "interaction" | "user";
export type GrantVerb = "view" | "edit" | "delete" | "export";

/** Whom a right is given to: `org`, `role:admin`, `role:manager`, `team:<id>`, `user:<id>`. */
export type Principal = string;

export interface Grant {
  id: string;
  grantee: Principal;
  granteeName: string | null;
  resource: GrantResource;
  resourceId: string;
  /** Null when the viewer does not see the name, e.g. the subject of a mail. */
  resourceName: string | null;
  level: MailLevel;
  verbs: GrantVerb[];
  createdBy: Ref | null;
  createdAt: string;
  mayTake: boolean;
}

/** Why somebody sees something: a rule, or a right that was given on something. */
export interface Because {
  rule: "own" | "everybody" | "colleague-mail" | "restricted-owner" | "administrator" | "grant";
  resource?: GrantResource | undefined;
  id?: string | undefined;
}

export interface AccessShare {
  principal: Principal;
  name: string | null;
  because: Because;
  /** Of what was written into Kronika. */
  entries: MailLevel | null;
  /** Of mail in somebody else's mailbox. */
  mail: MailLevel | null;
}

export interface Access {
  mine: { level: MailLevel; reasons: Because[] } | null;
  owners: Ref[];
  shares: AccessShare[] | null;
}

export interface RightsExplanation {
  person: { id: string; name: string; role: Role; teams: Ref[] };
  customer: { id: string; name: string; restricted: boolean };
  seesCustomer: boolean;
  groups: {
    level: MailLevel | null;
    mail: boolean;
    private: boolean;
    count: number;
    reasons: { principal: Principal; level: MailLevel; because: Because }[];
  }[];
}

export type TableVerb = "edit" | "delete" | "export" | "share";

export interface RightsCell {
  role: Role;
  thing: "customer" | "mail" | "entry";
  /** Whose it is; with `restricted`: whose the customer is. */
  of: "own" | "team" | "other";
  circumstance: "plain" | "restricted" | "private";
  level: MailLevel | null;
  may: { verb: TableVerb; allowed: boolean }[];
}

export interface RightsTable {
  colleagueMailLevel: MailLevel;
  cells: RightsCell[];
}

/** Rights that were given: all of the organisation, of one kind of thing, or of one thing. */
export const grantsQuery = (filters: { resource?: GrantResource | undefined; resourceId?: string }) =>
  infiniteQueryOptions({
    queryKey: keys.grantList(filters),
    queryFn: ({ pageParam, signal }) =>
      request<Page<Grant>>("GET", "/grants", { query: { ...filters, limit: 100, cursor: pageParam }, signal }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
  });

/** Who has a thing now, and why the viewer sees as much of it as he does. */
export const accessQuery = (resource: GrantResource, resourceId: string) =>
  queryOptions({
    queryKey: keys.access(resource, resourceId),
    queryFn: ({ signal }) => request<Access>("GET", "/rights/access", { query: { resource, resourceId }, signal }),
  });

export const rightsTableQuery = queryOptions({
  queryKey: keys.rightsTable,
  queryFn: ({ signal }) => request<RightsTable>("GET", "/rights/table", { signal }),
});

/** What somebody sees of a customer, and why. */
export const rightsExplanationQuery = (userId: string, customerId: string) =>
  queryOptions({
    queryKey: keys.rightsExplanation(userId, customerId),
    queryFn: ({ signal }) => request<RightsExplanation>("GET", "/rights/explanation", { query: { userId, customerId }, signal }),
  });

export type GrantInput = Pick<Grant, "grantee" | "resource" | "resourceId" | "level" | "verbs">;
/** Giving again replaces what the grantee had on the same thing. */
export const giveGrant = (input: GrantInput) => request<{ id: string }>("POST", "/grants", { body: input });
export const takeGrant = (id: string) => request<void>("DELETE", `/grants/${id}`);
export const restrictCustomer = (id: string, restricted: boolean) =>
  request<void>("PUT", `/customers/${id}/restriction`, { body: { restricted } });
export const setPrivate = (id: string, isPrivate: boolean) =>
  request<void>("PUT", `/interactions/${id}/private`, { body: { private: isPrivate } });

/** After a change of rights: whatever the viewer sees may be another now. */
export async function refreshRights(client: QueryClient): Promise<void> {
  await Promise.all(
    [keys.rights, keys.grants, keys.customers, keys.opportunities, keys.interactions, keys.timelines].map((queryKey) =>
      client.invalidateQueries({ queryKey }),
    ),
  );
}
