import { infiniteQueryOptions } from "@tanstack/react-query";
import { request } from "./client.ts";
import type { ErasureTarget } from "./erasures.ts";
import type { Page } from "./types.ts";

/** Keeps something from being erased, by a person or by a rule, until it is over. */
export interface LegalHold {
  id: string;
  target: ErasureTarget;
  targetId: string;
  reason: string;
  /** A day, null: until somebody releases it. */
  until: string | null;
  createdAt: string;
  releasedAt: string | null;
}

export const holdKeys = { all: ["legal-holds"] as const };

export const holdsQuery = infiniteQueryOptions({
  queryKey: [...holdKeys.all, "list"],
  queryFn: ({ pageParam, signal }) => request<Page<LegalHold>>("GET", "/legal-holds", { query: { limit: 50, cursor: pageParam }, signal }),
  initialPageParam: null as string | null,
  getNextPageParam: (page) => page.nextCursor,
});

export const placeHold = (hold: Pick<LegalHold, "target" | "targetId" | "reason" | "until">) =>
  request<{ id: string }>("POST", "/legal-holds", { body: hold });
export const releaseHold = (id: string) => request<void>("DELETE", `/legal-holds/${id}`);
