import { infiniteQueryOptions, keepPreviousData, queryOptions } from "@tanstack/react-query";
import { request } from "./client.ts";
import { keys } from "./keys.ts";
import type { CustomerKind, InteractionSummary, OpportunityState, Ref } from "./types.ts";

/** Places in a text, half open, in UTF-16 units. */
export type Marks = [start: number, end: number][];
export interface MarkedText {
  text: string;
  marks: Marks;
}
interface NameMatch {
  name: Marks;
  other: MarkedText | null;
}
export interface InteractionHit extends InteractionSummary {
  match: { subject: Marks; content: MarkedText | null; attachment: MarkedText | null; people: MarkedText | null };
}

export interface SearchAnswer {
  customers: { id: string; name: string; kinds: CustomerKind[]; ico: string | null; owner: Ref | null; match: NameMatch }[];
  contacts: {
    id: string;
    name: string;
    jobTitle: string | null;
    customer: Ref | null;
    addresses: { kind: "email" | "phone"; value: string }[];
    match: NameMatch;
  }[];
  opportunities: { id: string; name: string; stage: string; state: OpportunityState; customer: Ref; match: NameMatch }[];
  documents: {
    id: string;
    name: string;
    kind: "quote" | "order" | "invoice";
    amount: string;
    currency: string;
    issuedOn: string;
    customer: Ref;
    match: NameMatch;
  }[];
  interactions: InteractionHit[];
  nextCursor: string | null;
  /** Nothing holds the words as they were typed. */
  near: boolean;
  ignored: { text: string; reason: "unknown-kind" | "not-a-day" | "empty" | "too-many-words" }[];
}

const isAsked = (q: string): boolean => q.trim().length >= 2;

/** Customers, people, deals, documents and messages; diacritics do not matter. Asks only from two letters on. */
export const searchQuery = (q: string) =>
  queryOptions({
    queryKey: keys.search(q),
    queryFn: ({ signal }) => request<SearchAnswer>("GET", "/search", { query: { q }, signal }),
    enabled: isAsked(q),
    placeholderData: keepPreviousData,
    staleTime: 15_000,
  });

/** The same page after page: the names are on the first one. */
export const searchPagesQuery = (q: string) =>
  infiniteQueryOptions({
    queryKey: [...keys.search(q), "pages"],
    queryFn: ({ signal, pageParam }) => request<SearchAnswer>("GET", "/search", { query: { q, limit: 20, cursor: pageParam }, signal }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
    enabled: isAsked(q),
    placeholderData: keepPreviousData,
  });
