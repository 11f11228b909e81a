import type { Reminder } from "../../api/types.ts";
import { compareInstants, dayOf, daysBetween } from "../../format/zone.ts";

export interface ReminderGroup {
  key: string;
  label: "overdue" | "today" | "tomorrow" | "day" | "later";
  /** An instant of the group's day. */
  at: string;
  items: Reminder[];
}

/** Days that have a group of their own; what comes after is "later". */
const DAYS_APART = 14;

/** Open reminders by day: overdue (before today) first, then today, tomorrow, each day, later. */
export function groupReminders(reminders: readonly Reminder[], now: string, timeZone: string): ReminderGroup[] {
  const groups = new Map<string, ReminderGroup>();
  for (const reminder of [...reminders].sort((a, b) => compareInstants(a.dueAt, b.dueAt))) {
    const days = daysBetween(now, reminder.dueAt, timeZone);
    const label = days < 0 ? "overdue" : days === 0 ? "today" : days === 1 ? "tomorrow" : days < DAYS_APART ? "day" : "later";
    const key = label === "day" ? dayOf(reminder.dueAt, timeZone) : label;
    const group = groups.get(key);
    if (group) group.items.push(reminder);
    else groups.set(key, { key, label, at: reminder.dueAt, items: [reminder] });
  }
  return [...groups.values()];
}

export const isOpen = (reminder: Reminder): boolean => reminder.state === "due" || reminder.state === "waiting";
