import { queryOptions } from "@tanstack/react-query";
import { request } from "./client.ts";
import { keys } from "./keys.ts";
import type { Opportunity, OpportunityState, Page, Stage } from "./types.ts";

export interface OpportunityFilters {
  customerId?: string | undefined;
  state?: OpportunityState | undefined;
  q?: string | undefined;
}

export const opportunitiesQuery = (filters: OpportunityFilters) =>
  queryOptions({
    queryKey: keys.opportunityList(filters),
    queryFn: ({ signal }) => request<Page<Opportunity>>("GET", "/opportunities", { query: { ...filters, limit: 200 }, signal }),
  });

export const opportunityQuery = (id: string) =>
  queryOptions({
    queryKey: keys.opportunity(id),
    queryFn: ({ signal }) => request<Opportunity>("GET", `/opportunities/${id}`, { signal }),
  });

export interface OpportunityInput {
  name: string;
  customerId: string;
  stage?: Stage;
  value?: string | null;
  currency?: string;
  expectedClose?: string | null;
  ownerId?: string | null;
}
export type OpportunityPatch = Partial<OpportunityInput> & { state?: OpportunityState };

export const createOpportunity = (input: OpportunityInput) => request<Opportunity>("POST", "/opportunities", { body: input });
export const updateOpportunity = (id: string, patch: OpportunityPatch) =>
  request<Opportunity>("PATCH", `/opportunities/${id}`, { body: patch });
export const archiveOpportunity = (id: string, options: { keepalive?: boolean } = {}) =>
  request<void>("DELETE", `/opportunities/${id}`, options);
