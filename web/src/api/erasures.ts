import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { request, requestFile } from "./client.ts";
import type { Page, Ref } from "./types.ts";

export const erasureReasons = ["request", "expired", "mistake", "other"] as const;
export type ErasureReason = (typeof erasureReasons)[number];
export type ErasureTarget = "customer" | "contact" | "interaction";

/** What would go, by kind; `shared` stays with the person made unknown. */
export interface ErasurePreview {
  interactions: number;
  shared: number;
  contacts: number;
  opportunities: number;
  documents: number;
  attachments: number;
  comments: number;
  reminders: number;
}

/** The certificate of an erasure: no name of who was erased is in it. */
export interface Erasure {
  id: string;
  target: ErasureTarget | "retention-rule";
  targetId: string;
  reason: ErasureReason;
  counts: Record<string, number>;
  erasedBy: Ref | null;
  erasedAt: string;
  auditHash: string;
}

export const erasureKeys = { all: ["erasures"] as const };

export const erasurePreviewQuery = (target: ErasureTarget, targetId: string) =>
  queryOptions({
    queryKey: [...erasureKeys.all, "preview", target, targetId],
    queryFn: ({ signal }) => request<ErasurePreview>("GET", "/erasures/preview", { query: { target, targetId }, signal }),
    staleTime: 0,
  });

export const erasuresQuery = infiniteQueryOptions({
  queryKey: [...erasureKeys.all, "list"],
  queryFn: ({ pageParam, signal }) => request<Page<Erasure>>("GET", "/erasures", { query: { limit: 50, cursor: pageParam }, signal }),
  initialPageParam: null as string | null,
  getNextPageParam: (page) => page.nextCursor,
});

/** Nothing brings it back. @throws ApiProblem `conflict` under a legal hold */
export const erase = (target: ErasureTarget, targetId: string, reason: ErasureReason) =>
  request<Erasure>("POST", "/erasures", { body: { target, targetId, reason } });

/** The certificate as a text in the viewer's language. */
export const fetchCertificate = (id: string) => requestFile(`/erasures/${id}/certificate`);
