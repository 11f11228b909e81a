import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { request } from "./client.ts";
import type { Evidence, InteractionSummary, Page, Ref } from "./types.ts";

/** Something that the rules were not sure of. */
export interface Question {
  id: string;
  kind: "opportunity" | "customer";
  interaction: InteractionSummary;
  candidates: { id: string; name: string; customer: Ref; score: number; evidence: Evidence[] }[];
}
export interface QuestionCounts {
  opportunity: number;
  customer: number;
  sender: number;
}
/** A frequent sender whom nobody knows; nothing of what he wrote is kept. */
export interface UnknownSender {
  address: string;
  count: number;
  lastSeen: string | null;
}
export type RuleKind = "address" | "domain" | "subject" | "document-prefix";
/** "Always so." Neither deal nor `noOpportunity`: always this customer. */
export interface LinkRuleInput {
  kind: RuleKind;
  value: string;
  customerId: string;
  opportunityId?: string | null;
  noOpportunity?: boolean;
}
export interface LinkRule {
  id: string;
  kind: RuleKind;
  value: string;
  customer: Ref;
  opportunity: Ref | null;
  noOpportunity: boolean;
  createdBy: Ref | null;
  createdAt: string;
  moved: number;
}
export interface LinkRulePreview {
  count: number;
  items: { interaction: InteractionSummary; leaves: string[] }[];
}

/** From general to particular, as in keys.ts. */
export const questionKeys = { all: ["questions"] as const, rules: ["link-rules"] as const };

export const questionsQuery = infiniteQueryOptions({
  queryKey: [...questionKeys.all, "list"],
  queryFn: ({ pageParam, signal }) => request<Page<Question>>("GET", "/questions", { query: { limit: 25, cursor: pageParam }, signal }),
  initialPageParam: null as string | null,
  getNextPageParam: (page) => page.nextCursor,
});

export const questionCountsQuery = queryOptions({
  queryKey: [...questionKeys.all, "counts"],
  queryFn: ({ signal }) => request<QuestionCounts>("GET", "/questions/counts", { signal }),
  staleTime: 60_000,
});

export const unknownSendersQuery = queryOptions({
  queryKey: [...questionKeys.all, "senders"],
  queryFn: ({ signal }) => request<{ items: UnknownSender[] }>("GET", "/questions/senders", { signal }),
});

export const linkRulesQuery = queryOptions({
  queryKey: questionKeys.rules,
  queryFn: ({ signal }) => request<{ items: LinkRule[] }>("GET", "/link-rules", { signal }),
});

export const linkRulePreviewQuery = (input: LinkRuleInput) =>
  queryOptions({
    queryKey: [...questionKeys.rules, "preview", input],
    queryFn: ({ signal }) => request<LinkRulePreview>("POST", "/link-rules/preview", { body: input, signal }),
  });

export const answerQuestion = (id: string, answer: string | null) =>
  request<{ interactionId: string; followed: number }>("POST", `/questions/${id}/answer`, { body: { answer } });
export const dismissSender = (address: string) => request<void>("POST", "/questions/senders/dismiss", { body: { address } });
export const createLinkRule = (input: LinkRuleInput) => request<{ id: string; moved: number }>("POST", "/link-rules", { body: input });
export const removeLinkRule = (id: string) => request<{ restored: number }>("DELETE", `/link-rules/${id}`);
