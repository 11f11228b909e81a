import { queryOptions, type QueryClient } from "@tanstack/react-query";
import { request } from "./client.ts";
import { keys } from "./keys.ts";
import type { Page, Ref } from "./types.ts";

/** How many of each. */
export interface HandOverCounts {
  customers: number;
  opportunities: number;
  reminders: number;
}

export interface HandOverPreview {
  counts: HandOverCounts;
  /** What stays, because the new person does not see what it is about. */
  left: HandOverCounts;
  /** Whether the new person will read the old one's mail. */
  mail: boolean;
  /** Whether that is the viewer's to decide. */
  mayGiveMail: boolean;
}

export interface HandOver {
  id: string;
  from: Ref;
  to: Ref;
  counts: HandOverCounts;
  mail: boolean;
  createdAt: string;
  undoneAt: string | null;
}

export interface HandOverInput {
  fromId: string;
  toId: string;
  mail?: boolean | undefined;
}

export const handOverKeys = { all: ["hand-overs"] as const };

/** What it would do. The hub counts by doing it and taking it back: asked only when both people are chosen. */
export const handOverPreviewQuery = ({ fromId, toId, mail }: HandOverInput) =>
  queryOptions({
    queryKey: [...handOverKeys.all, "preview", fromId, toId, mail ?? null],
    queryFn: ({ signal }) => request<HandOverPreview>("GET", "/hand-overs/preview", { query: { fromId, toId, mail }, signal }),
    staleTime: 0,
  });

export const handOversQuery = queryOptions({
  queryKey: [...handOverKeys.all, "list"],
  queryFn: ({ signal }) => request<Page<HandOver>>("GET", "/hand-overs", { query: { limit: 20 }, signal }),
});

export const handOver = (input: HandOverInput) => request<{ id: string; counts: HandOverCounts }>("POST", "/hand-overs", { body: input });
export const undoHandOver = (id: string) => request<HandOverCounts>("POST", `/hand-overs/${id}/undo`);

/** After a hand-over almost everything may be somebody else's. */
export const refreshAfterHandOver = (client: QueryClient) =>
  Promise.all(
    [handOverKeys.all, keys.customers, keys.opportunities, keys.reminders, keys.grants, keys.rights].map((queryKey) =>
      client.invalidateQueries({ queryKey }),
    ),
  );
