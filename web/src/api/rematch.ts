import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { request } from "./client.ts";
import type { InteractionLink, InteractionSummary, Page } from "./types.ts";

export type RematchState = "comparing" | "ready" | "applying" | "applied" | "undoing" | "undone" | "discarded";

/** History compared anew with today's addresses and domains: a preview, until it is applied. */
export interface Rematch {
  id: string;
  state: RematchState;
  everything: boolean;
  addresses: string[];
  domains: string[];
  /** Interactions that the present step looks at, and how many it has. */
  total: number;
  done: number;
  /** Interactions that move. */
  moves: number;
  /** Left alone: somebody changed them since the preview. */
  stale: number;
  createdAt: string;
  finishedAt: string | null;
}

export interface RematchMove {
  interaction: InteractionSummary;
  state: string;
  leaves: InteractionLink[];
  comesTo: InteractionLink[];
}

export const rematchKeys = { all: ["rematches"] as const, one: (id: string) => ["rematches", id] as const };

/** The engine is at work: the figures change by themselves. */
export const isWorking = (state: RematchState): boolean => state === "comparing" || state === "applying" || state === "undoing";

export const rematchQuery = (id: string) =>
  queryOptions({
    queryKey: [...rematchKeys.one(id), "state"],
    queryFn: ({ signal }) => request<Rematch>("GET", `/rematches/${id}`, { signal }),
    // Changes are announced; this is for a stream that is broken just now.
    refetchInterval: (query) => (query.state.data && isWorking(query.state.data.state) ? 3000 : false),
  });

export const movesQuery = (id: string) =>
  infiniteQueryOptions({
    queryKey: [...rematchKeys.one(id), "moves"],
    queryFn: ({ pageParam, signal }) =>
      request<Page<RematchMove>>("GET", `/rematches/${id}/moves`, { query: { limit: 50, cursor: pageParam }, signal }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
  });

export const startRematch = (scope: { contactId?: string; customerId?: string; addresses?: string[]; domains?: string[] }) =>
  request<Rematch>("POST", "/rematches", { body: scope });
export const decideRematch = (id: string, decision: "apply" | "discard" | "undo") =>
  request<Rematch>("POST", `/rematches/${id}/${decision}`);
