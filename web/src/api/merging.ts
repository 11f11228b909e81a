import { queryOptions } from "@tanstack/react-query";
import { request } from "./client.ts";
import type { Ref } from "./types.ts";

export type MergeNoun = "customer" | "contact";

/** What a merge would do. */
export interface MergePreview {
  from: Ref;
  into: Ref;
  /** Rows that would move, by the hub's table. */
  counts: Record<string, number>;
  /** Fields that the one that stays takes over. */
  takenOver: string[];
  /** Fields in which both differ: the one that stays wins. */
  conflicts: string[];
}

const path = { customer: "customers", contact: "contacts" } as const;

export const mergePreviewQuery = (noun: MergeNoun, fromId: string, intoId: string) =>
  queryOptions({
    queryKey: ["merge-preview", noun, fromId, intoId],
    queryFn: ({ signal }) => request<MergePreview>("GET", `/${path[noun]}/${fromId}/merge-preview`, { query: { intoId }, signal }),
    staleTime: 0,
    retry: false,
  });

export const merge = (noun: MergeNoun, fromId: string, intoId: string) =>
  request<{ id: string }>("POST", `/${path[noun]}/${fromId}/merge`, { body: { intoId } });
export const undoMerge = (id: string) => request<void>("POST", `/merges/${id}/undo`);
