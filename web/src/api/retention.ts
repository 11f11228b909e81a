import { queryOptions } from "@tanstack/react-query";
import { request } from "./client.ts";
import type { InteractionKind } from "./types.ts";

/** What goes by itself, and after how long. A field that is null does not narrow the rule. */
export interface RetentionInput {
  kind: InteractionKind | null;
  level: "metadata" | "subject" | "content" | null;
  customerState: "active" | "archived" | "none" | null;
  months: number;
  action: "drop-body" | "erase";
  enabled: boolean;
}

export interface RetentionRule extends RetentionInput {
  id: string;
  lastRunAt: string | null;
  lastRunCount: number | null;
}

/** What a rule would take today; `held` stays because of a legal hold. */
export interface RetentionPreview {
  count: number;
  oldest: string | null;
  newest: string | null;
  held: number;
}

export const retentionKeys = { all: ["retention"] as const };

export const retentionQuery = queryOptions({
  queryKey: [...retentionKeys.all, "list"],
  queryFn: ({ signal }) => request<{ items: RetentionRule[] }>("GET", "/retention-rules", { signal }),
});

export const retentionPreviewQuery = (rule: RetentionInput) =>
  queryOptions({
    queryKey: [...retentionKeys.all, "preview", rule],
    queryFn: ({ signal }) => request<RetentionPreview>("POST", "/retention-rules/preview", { body: rule, signal }),
    staleTime: 0,
  });

export const saveRetentionRule = ({ id, ...rule }: RetentionInput & { id: string | null }) =>
  id === null
    ? request<RetentionRule>("POST", "/retention-rules", { body: rule })
    : request<RetentionRule>("PUT", `/retention-rules/${id}`, { body: rule });

export const removeRetentionRule = (id: string) => request<void>("DELETE", `/retention-rules/${id}`);
