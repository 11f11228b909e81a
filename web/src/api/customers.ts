import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { request } from "./client.ts";
import { keys } from "./keys.ts";
import type { Contact, ContactAddress, Customer, CustomerKind, LegalBasis, Page } from "./types.ts";

export interface CustomerFilters {
  q?: string | undefined;
  kind?: CustomerKind | undefined;
  owner?: string | undefined;
  sort?: "name" | "last" | undefined;
}

const PAGE = 100;

export const customersQuery = (filters: CustomerFilters) =>
  infiniteQueryOptions({
    queryKey: keys.customerList(filters),
    queryFn: ({ pageParam, signal }) =>
      request<Page<Customer>>("GET", "/customers", { query: { ...filters, limit: PAGE, cursor: pageParam }, signal }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
  });

/** A few customers whose name fits, for pickers. */
export const customerChoicesQuery = (q: string) =>
  queryOptions({
    queryKey: keys.customerList({ choices: q }),
    queryFn: ({ signal }) => request<Page<Customer>>("GET", "/customers", { query: { q, limit: 20, sort: "name" }, signal }),
    staleTime: 30_000,
  });

export const customerQuery = (id: string) =>
  queryOptions({ queryKey: keys.customer(id), queryFn: ({ signal }) => request<Customer>("GET", `/customers/${id}`, { signal }) });

export interface CustomerInput {
  name: string;
  kinds?: CustomerKind[];
  ico?: string | null;
  dic?: string | null;
  icDph?: string | null;
  country?: string | null;
  website?: string | null;
  domains?: string[];
  ownerId?: string | null;
}
export const createCustomer = (input: CustomerInput) => request<Customer>("POST", "/customers", { body: input });
export const updateCustomer = (id: string, patch: Partial<CustomerInput>) =>
  request<Customer>("PATCH", `/customers/${id}`, { body: patch });
/** Options of removals: `keepalive` lets the request outlive the page. */
export interface RemovalOptions {
  keepalive?: boolean;
}
export const archiveCustomer = (id: string, options: RemovalOptions = {}) => request<void>("DELETE", `/customers/${id}`, options);

export const contactsQuery = (customerId: string) =>
  queryOptions({
    queryKey: keys.contactList({ customerId }),
    queryFn: ({ signal }) => request<Page<Contact>>("GET", "/contacts", { query: { customerId, limit: 200 }, signal }),
  });

export interface ContactInput {
  name: string;
  customerId?: string | null;
  jobTitle?: string | null;
  legalBasis?: LegalBasis;
  addresses: Omit<ContactAddress, "id">[];
}
export const createContact = (input: ContactInput) => request<Contact>("POST", "/contacts", { body: input });
export const updateContact = (id: string, patch: Partial<ContactInput>) => request<Contact>("PATCH", `/contacts/${id}`, { body: patch });
export const deleteContact = (id: string, options: RemovalOptions = {}) => request<void>("DELETE", `/contacts/${id}`, options);
