import { queryOptions } from "@tanstack/react-query";
import { request } from "./client.ts";
import { keys } from "./keys.ts";

export type EngagementBand = "cold" | "cool" | "warm" | "hot";

/** How warm a customer is, with what the figure is made of. */
export interface Engagement {
  version: number;
  at: string;
  score: number;
  band: EngagementBand;
  contributions: { kind: string; interactionId: string; occurredAt: string; weight: number; value: number }[];
  others: { count: number; value: number };
}

export interface Suggestion {
  rule: string;
  reasons: { code: string; count?: number | undefined; interactionId?: string | undefined; document?: string | undefined }[];
  action: { kind: "call" | "mail" | "reminder" | "outcome"; interactionId?: string | undefined };
}

// Below the customer's key: what happens to the customer changes both.
const engagementKey = (customerId: string) => [...keys.customer(customerId), "engagement"] as const;
export const suggestionsKey = (customerId: string) => [...keys.customer(customerId), "suggestions"] as const;

export const engagementQuery = (customerId: string) =>
  queryOptions({
    queryKey: engagementKey(customerId),
    queryFn: ({ signal }) => request<Engagement>("GET", `/customers/${customerId}/engagement`, { signal }),
  });

/** What could be done next, the most important first. */
export const suggestionsQuery = (customerId: string) =>
  queryOptions({
    queryKey: suggestionsKey(customerId),
    queryFn: async ({ signal }) =>
      (await request<{ items: Suggestion[] }>("GET", `/customers/${customerId}/suggestions`, { signal })).items,
  });

const dismissal = (customerId: string, rule: string) => `/customers/${customerId}/suggestions/${rule}/dismissal`;
export const dismissSuggestion = (customerId: string, rule: string) => request<void>("PUT", dismissal(customerId, rule));
export const recallSuggestion = (customerId: string, rule: string) => request<void>("DELETE", dismissal(customerId, rule));
