import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { request } from "./client.ts";
import type { InteractionKind, Page, Ref } from "./types.ts";

/** What the viewer was told. Names are those that he sees today. */
export interface Notification {
  id: string;
  kind: "comment" | "mention" | "assigned" | "reminder" | "hand-over";
  createdAt: string;
  readAt: string | null;
  /** Who did it; null: the system. */
  actor: Ref | null;
  customer: Ref | null;
  opportunity: Ref | null;
  interaction: { id: string; kind: InteractionKind; subject: string | null } | null;
  comment: { id: string; excerpt: string } | null;
  reminder: { id: string; title: string } | null;
  /** Of a hand-over: whose things are the viewer's now. */
  handOverFrom: string | null;
}

export const notificationKeys = {
  all: ["notifications"] as const,
  list: (unread: boolean) => ["notifications", "list", unread] as const,
  unread: ["notifications", "unread"] as const,
};

export const notificationsQuery = (unread: boolean) =>
  infiniteQueryOptions({
    queryKey: notificationKeys.list(unread),
    queryFn: ({ pageParam, signal }) =>
      request<Page<Notification>>("GET", "/notifications", {
        query: { unread: unread || undefined, limit: 50, cursor: pageParam },
        signal,
      }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
  });

/** The hub counts up to 100. */
export const unreadQuery = queryOptions({
  queryKey: notificationKeys.unread,
  queryFn: ({ signal }) => request<{ count: number }>("GET", "/notifications/unread", { signal }),
});

export const markRead = (which: { ids: string[]; read: boolean } | { until: string }) =>
  request<void>("POST", "/notifications/read", { body: which, keepalive: true });
