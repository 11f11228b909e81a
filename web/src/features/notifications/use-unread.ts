import { useQuery } from "@tanstack/react-query";
import { unreadQuery } from "../../api/notifications.ts";

/** How many notifications I have not read; live. Counted up to 100. */
export function useUnread(): number {
  return useQuery(unreadQuery).data?.count ?? 0;
}

/** From 100 on nobody counts any more. */
export const unreadText = (count: number): string => (count >= 100 ? "99+" : String(count));
