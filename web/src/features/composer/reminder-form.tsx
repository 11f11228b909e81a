import { Textarea, TextInput } from "@mantine/core";
import { isNotEmpty, useForm } from "@mantine/form";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { keys } from "../../api/keys.ts";
import { cancelReminder, createReminder, type ReminderInput } from "../../api/reminders.ts";
import { useFormProblem } from "../../components/form-problem.ts";
import { notifyProblem, notifyUndo } from "../../components/notify.tsx";
import { useFormat, useNow } from "../../format/context.tsx";
import { nowInstant } from "../../format/zone.ts";
import { dropDraft, loadDraft, saveDraft } from "./draft.ts";
import { FormFrame } from "./form-frame.tsx";
import { defaultWall, NextStepField, nextStepInstant, type NextStep } from "./next-step.tsx";

interface ReminderFormProps {
  draftKey: string;
  /** What the reminder is about. */
  about: { customerId?: string; opportunityId?: string; interactionId?: string };
  onDone: () => void;
  onCancel: () => void;
}

/** A next step with its time. */
export function ReminderForm({ draftKey, about, onDone, onCancel }: ReminderFormProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const now = useNow();
  const client = useQueryClient();
  const form = useForm<{ title: string; note: string; choice: NextStep; wall: string }>({
    initialValues: loadDraft<{ title: string; note: string; choice: NextStep; wall: string }>(draftKey, {
      title: "",
      note: "",
      choice: "tomorrow",
      wall: defaultWall(now, format.timeZone),
    }),
    onValuesChange: (values) => saveDraft(draftKey, values),
    validate: { title: isNotEmpty(t("composer.reminder.titleRequired")) },
  });
  const problem = useFormProblem(form, ["title", "note"], { at: "wall" });
  const refresh = () =>
    Promise.all([client.invalidateQueries({ queryKey: keys.reminders }), client.invalidateQueries({ queryKey: keys.customers })]);
  const create = useMutation({
    mutationFn: (input: ReminderInput) => createReminder(input),
    onSuccess: async (reminder) => {
      dropDraft(draftKey);
      onDone();
      await refresh();
      notifyUndo(t("composer.recorded.reminder"), () => {
        cancelReminder(reminder.id).then(refresh, notifyProblem);
      });
    },
    onError: problem.show,
  });
  return (
    <FormFrame
      error={problem.error}
      busy={create.isPending}
      action={t("composer.reminder.action")}
      onCancel={onCancel}
      onSubmit={form.onSubmit(({ title, note, choice, wall }) => {
        problem.clear();
        const at = nextStepInstant(choice, wall, nowInstant(), format.timeZone);
        if (at) create.mutate({ title: title.trim(), at, ...about, ...(note.trim() === "" ? {} : { note: note.trim() }) });
      })}
    >
      <TextInput
        label={t("composer.reminder.title")}
        placeholder={t("composer.reminder.titlePlaceholder")}
        autoFocus
        {...form.getInputProps("title")}
      />
      <NextStepField
        label={t("composer.reminder.when")}
        required
        choice={form.values.choice}
        wall={form.values.wall}
        onChoice={(choice) => form.setFieldValue("choice", choice)}
        onWall={(wall) => form.setFieldValue("wall", wall)}
      />
      <Textarea label={t("composer.reminder.note")} autosize minRows={1} maxRows={6} {...form.getInputProps("note")} />
    </FormFrame>
  );
}
