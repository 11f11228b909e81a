import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { request } from "./client.ts";
import type { Page, Ref } from "./types.ts";

/** What is talked about: exactly one of the three. */
export type Thing = { customerId: string } | { opportunityId: string } | { interactionId: string };

export interface Comment {
  id: string;
  text: string;
  author: Ref;
  /** Whom the text names, each as `@` and the name. */
  mentions: Ref[];
  createdAt: string;
  editedAt: string | null;
  may: { edit: boolean; delete: boolean };
}

export interface Following {
  following: boolean;
  followers: Ref[];
}

const idOf = (thing: Thing): string => Object.values(thing)[0] as string;

export const commentKeys = {
  all: ["comments"] as const,
  of: (id: string) => ["comments", id] as const,
};

/** Newest first. */
export const commentsQuery = (thing: Thing) =>
  infiniteQueryOptions({
    queryKey: [...commentKeys.of(idOf(thing)), "list"],
    queryFn: ({ pageParam, signal }) =>
      request<Page<Comment> & { mayComment: boolean }>("GET", "/comments", { query: { ...thing, limit: 20, cursor: pageParam }, signal }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
  });

/** Who can be named: colleagues who see the thing. */
export const mentionableQuery = (thing: Thing) =>
  queryOptions({
    queryKey: [...commentKeys.of(idOf(thing)), "mentionable"],
    queryFn: ({ signal }) => request<{ items: Ref[] }>("GET", "/comments/mentionable", { query: { ...thing }, signal }),
    staleTime: 60_000,
  });

export const followingQuery = (thing: Thing) =>
  queryOptions({
    queryKey: [...commentKeys.of(idOf(thing)), "following"],
    queryFn: ({ signal }) => request<Following>("GET", "/follows", { query: { ...thing }, signal }),
  });

export const createComment = (thing: Thing, text: string, idempotencyKey: string) =>
  request<Comment>("POST", "/comments", { body: { ...thing, text }, idempotencyKey });
export const updateComment = (id: string, text: string) => request<Comment>("PATCH", `/comments/${id}`, { body: { text } });
export const deleteComment = (id: string, options: { keepalive?: boolean } = {}) => request<void>("DELETE", `/comments/${id}`, options);
export const setFollowing = (thing: Thing, following: boolean) => request<Following>("PUT", "/follows", { body: { ...thing, following } });
export { idOf as thingId };
