import { queryOptions } from "@tanstack/react-query";
import { request } from "./client.ts";
import { keys } from "./keys.ts";
import type { Customer, InteractionSummary, Page } from "./types.ts";

/** How many customers, the last ones in contact, are looked at. */
const CUSTOMERS = 15;

/**
 * What happened between two instants with the customers that were last in contact: their histories put together, newest first, each
 * interaction once.
 */
export const recentQuery = (span: { from: string; to: string }) =>
  queryOptions({
    queryKey: keys.recent(span),
    queryFn: async ({ signal }) => {
      const customers = await request<Page<Customer>>("GET", "/customers", { query: { sort: "last", limit: CUSTOMERS }, signal });
      const active = customers.items.filter((customer) => customer.lastInteractionAt !== null && customer.lastInteractionAt >= span.from);
      const pages = await Promise.all(
        active.map((customer) =>
          request<Page<InteractionSummary>>("GET", `/customers/${customer.id}/timeline`, { query: { ...span, limit: 50 }, signal }),
        ),
      );
      const once = new Map(pages.flatMap((page) => page.items).map((item) => [item.id, item]));
      return [...once.values()].sort((a, b) => (a.occurredAt < b.occurredAt ? 1 : -1));
    },
    staleTime: 30_000,
  });
