import { useQuery } from "@tanstack/react-query";
import { remindersQuery } from "../../api/reminders.ts";

/** How many of my reminders are due now. */
export function useDueCount(): number {
  const due = useQuery({ ...remindersQuery({ state: "due", mine: true }), staleTime: 60_000 });
  return due.data?.items.length ?? 0;
}
