import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import type { InteractionContentInput } from "@kronika/core/interactions/index.ts";
import { apiUrl, request } from "./client.ts";
import { keys } from "./keys.ts";
import type { Evidence, Explanation, Interaction, InteractionLink, InteractionSummary, Page } from "./types.ts";

/** Whose history: one of the three things an interaction can be linked to. */
export interface TimelineTarget {
  type: "customer" | "opportunity" | "contact";
  id: string;
}

export interface TimelineFilters {
  kind?: string | undefined;
  from?: string | undefined;
  to?: string | undefined;
  q?: string | undefined;
  participant?: string | undefined;
}

const collection = { customer: "customers", opportunity: "opportunities", contact: "contacts" } as const;

/** Newest first; meetings that are still to come are in it. */
export const timelineQuery = (target: TimelineTarget, filters: TimelineFilters) =>
  infiniteQueryOptions({
    queryKey: keys.timeline(target.type, target.id, filters),
    queryFn: ({ pageParam, signal }) =>
      request<Page<InteractionSummary>>("GET", `/${collection[target.type]}/${target.id}/timeline`, {
        query: { ...filters, limit: 50, cursor: pageParam },
        signal,
      }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
  });

export const interactionQuery = (id: string) =>
  queryOptions({ queryKey: keys.interaction(id), queryFn: ({ signal }) => request<Interaction>("GET", `/interactions/${id}`, { signal }) });

/** Where the content of an attachment can be downloaded. */
export const attachmentUrl = (interactionId: string, id: string) => apiUrl(`/interactions/${interactionId}/attachments/${id}`);

export const explanationQuery = (id: string) =>
  queryOptions({
    queryKey: keys.explanation(id),
    queryFn: ({ signal }) => request<Explanation>("GET", `/interactions/${id}/explanation`, { signal }),
  });

export interface RecordInput {
  /** Made by the page: a repeat of the same one makes no second row. */
  clientId: string;
  interaction: InteractionContentInput;
  links?: { customerIds?: string[]; contactIds?: string[]; opportunityIds?: string[] };
  remind?: { noReplyWithinDays: number } | { at: string; title?: string };
}

export interface RecordResult {
  id: string;
  state: "recorded" | "skipped";
  reasons: Evidence[];
  links: (InteractionLink & { evidence: Evidence[]; score: number })[];
  reminder?: { id: string; dueAt: string };
}

export const recordInteraction = (input: RecordInput) =>
  request<RecordResult>("POST", "/interactions", { body: input, idempotencyKey: input.clientId });
export const updateInteraction = (id: string, patch: { subject?: string; text?: string; outcome?: string; outcomeKey?: string }) =>
  request<Interaction>("PATCH", `/interactions/${id}`, { body: patch });
export const deleteInteraction = (id: string, options: { keepalive?: boolean } = {}) =>
  request<void>("DELETE", `/interactions/${id}`, options);
