import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { keys } from "../../api/keys.ts";
import { cancelReminder, finishReminder, reopenReminder, snoozeReminder, updateReminder } from "../../api/reminders.ts";
import type { Interaction, Page, Reminder } from "../../api/types.ts";
import { notifyProblem, notifyUndo } from "../../components/notify.tsx";
import { useFormat } from "../../format/context.tsx";
import { compareInstants, nowInstant } from "../../format/zone.ts";

export type ReminderMove =
  | { kind: "done" }
  | { kind: "cancel" }
  | { kind: "reopen" }
  | { kind: "snooze"; until: string }
  | { kind: "restore"; dueAt: string };

interface Move {
  reminder: Reminder;
  move: ReminderMove;
  /** An undo offers no undo of its own. */
  quiet?: boolean;
}

/** How a reminder will look after a move, before the hub has answered. */
export function afterMove(reminder: Reminder, move: ReminderMove, now: string): Reminder {
  switch (move.kind) {
    case "done":
      return { ...reminder, state: "done", outcome: { code: "done" }, finishedAt: now };
    case "cancel":
      return { ...reminder, state: "cancelled", outcome: { code: "cancelled" }, finishedAt: now };
    case "reopen":
      return { ...reminder, state: compareInstants(reminder.dueAt, now) <= 0 ? "due" : "waiting", outcome: null, finishedAt: null };
    case "snooze":
      return { ...reminder, state: "waiting", dueAt: move.until };
    case "restore":
      break;
  }
  return { ...reminder, state: compareInstants(move.dueAt, now) <= 0 ? "due" : "waiting", dueAt: move.dueAt };
}

const send = ({ reminder: { id }, move }: Move): Promise<Reminder> => {
  switch (move.kind) {
    case "done":
      return finishReminder(id);
    case "cancel":
      return cancelReminder(id);
    case "reopen":
      return reopenReminder(id);
    case "snooze":
      return snoozeReminder(id, move.until);
    case "restore":
      break;
  }
  return updateReminder(id, { at: move.dueAt });
};

/** Done, snooze, cancel: at once on the page, with a way back instead of a question, rolled back when the hub refuses. */
export function useReminderActions() {
  const { t } = useTranslation();
  const format = useFormat();
  const client = useQueryClient();
  const { mutate } = useMutation({
    mutationFn: send,
    onMutate: async ({ reminder, move }) => {
      await client.cancelQueries({ queryKey: keys.reminders });
      const lists = client.getQueriesData<Page<Reminder>>({ queryKey: keys.reminders });
      const moved = afterMove(reminder, move, nowInstant());
      const replace = (one: Reminder) => (one.id === reminder.id ? moved : one);
      client.setQueriesData<Page<Reminder>>({ queryKey: keys.reminders }, (old) => (old ? { ...old, items: old.items.map(replace) } : old));
      if (reminder.interactionId) {
        client.setQueryData<Interaction>(keys.interaction(reminder.interactionId), (old) =>
          old ? { ...old, reminders: old.reminders.map(replace) } : old,
        );
      }
      return lists;
    },
    onError: (error, { reminder }, lists) => {
      for (const [key, data] of lists ?? []) client.setQueryData(key, data);
      if (reminder.interactionId) void client.invalidateQueries({ queryKey: keys.interaction(reminder.interactionId) });
      notifyProblem(error);
    },
    onSuccess: (_, { reminder, move, quiet }) => {
      if (quiet) return;
      if (move.kind === "done") notifyUndo(t("reminders.didDone"), () => mutate({ reminder, move: { kind: "reopen" }, quiet: true }));
      if (move.kind === "cancel") notifyUndo(t("reminders.didCancel"), () => mutate({ reminder, move: { kind: "reopen" }, quiet: true }));
      if (move.kind === "reopen") notifyUndo(t("reminders.didReopen"), () => mutate({ reminder, move: { kind: "done" }, quiet: true }));
      if (move.kind === "snooze") {
        const undo = () => mutate({ reminder, move: { kind: "restore", dueAt: reminder.dueAt }, quiet: true });
        notifyUndo(t("reminders.didSnooze", { when: format.dateTime(move.until) }), undo);
      }
    },
    onSettled: () =>
      Promise.all([client.invalidateQueries({ queryKey: keys.reminders }), client.invalidateQueries({ queryKey: keys.customers })]),
  });
  return (reminder: Reminder, move: ReminderMove) => mutate({ reminder, move });
}
