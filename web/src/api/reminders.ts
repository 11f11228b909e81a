import { queryOptions } from "@tanstack/react-query";
import { request } from "./client.ts";
import { keys } from "./keys.ts";
import type { Page, Reminder } from "./types.ts";

export interface ReminderFilters {
  state?: string | undefined;
  mine?: boolean | undefined;
  customerId?: string | undefined;
  opportunityId?: string | undefined;
  interactionId?: string | undefined;
}

/** Open ones: what still waits and what is due. */
export const OPEN = "due,waiting";
/** Finished ones: done by hand, closed by an answer, cancelled. */
export const FINISHED = "done,closed,cancelled";

export const remindersQuery = (filters: ReminderFilters) =>
  queryOptions({
    queryKey: keys.reminderList(filters),
    queryFn: ({ signal }) => request<Page<Reminder>>("GET", "/reminders", { query: { ...filters, limit: 200 }, signal }),
  });

export type ReminderInput =
  | { interactionId: string; noReplyWithinDays: number }
  | { title: string; at: string; note?: string; customerId?: string; opportunityId?: string; interactionId?: string; userId?: string };

export const createReminder = (input: ReminderInput) => request<Reminder>("POST", "/reminders", { body: input });
export const updateReminder = (id: string, patch: { title?: string; note?: string | null; at?: string }) =>
  request<Reminder>("PATCH", `/reminders/${id}`, { body: patch });
export const finishReminder = (id: string) => request<Reminder>("POST", `/reminders/${id}/done`);
export const snoozeReminder = (id: string, until: string) => request<Reminder>("POST", `/reminders/${id}/snooze`, { body: { until } });
export const cancelReminder = (id: string) => request<Reminder>("POST", `/reminders/${id}/cancel`);
/** The colleague is told; afterwards a rep may not see it any more. */
export const assignReminder = (id: string, userId: string) => request<void>("POST", `/reminders/${id}/assign`, { body: { userId } });
export const reopenReminder = (id: string) => request<Reminder>("POST", `/reminders/${id}/reopen`);
