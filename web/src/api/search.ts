import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import { request } from "./client.ts";
import { keys } from "./keys.ts";
import type { SearchResult } from "./types.ts";

/** Customers, people, opportunities and messages; diacritics do not matter. Asks only from two letters on. */
export const searchQuery = (q: string) =>
  queryOptions({
    queryKey: keys.search(q),
    queryFn: ({ signal }) => request<SearchResult>("GET", "/search", { query: { q }, signal }),
    enabled: q.trim().length >= 2,
    placeholderData: keepPreviousData,
    staleTime: 15_000,
  });
