import { Button, Group, Modal, Stack, Textarea, TextInput } from "@mantine/core";
import { isNotEmpty, useForm } from "@mantine/form";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { lazy, Suspense } from "react";
import { useTranslation } from "react-i18next";
import { keys } from "../../api/keys.ts";
import { updateReminder } from "../../api/reminders.ts";
import type { Reminder } from "../../api/types.ts";
import { useFormProblem } from "../../components/form-problem.ts";
import { notifyDone } from "../../components/notify.tsx";
import { ProblemAlert } from "../../components/problem-alert.tsx";
import { useFormat } from "../../format/context.tsx";
import { instantOfWall, wallOfInstant } from "../../format/zone.ts";

const DateTimeField = lazy(async () => ({ default: (await import("../../components/date-field.tsx")).DateTimeField }));

/** Changes the words and the date of a reminder. */
export function ReminderEditor({ reminder, onClose }: { reminder: Reminder; onClose: () => void }) {
  const { t } = useTranslation();
  const format = useFormat();
  const client = useQueryClient();
  const form = useForm({
    initialValues: { title: reminder.title, note: reminder.note ?? "", wall: wallOfInstant(reminder.dueAt, format.timeZone) },
    validate: { title: isNotEmpty(t("composer.reminder.titleRequired")) },
  });
  const problem = useFormProblem(form, ["title", "note"], { at: "wall" });
  const save = useMutation({
    mutationFn: (patch: { title: string; note: string | null; at?: string }) => updateReminder(reminder.id, patch),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: keys.reminders });
      notifyDone(t("common.saved"));
      onClose();
    },
    onError: problem.show,
  });
  return (
    <Modal opened onClose={onClose} title={t("reminders.edit")} closeButtonProps={{ "aria-label": t("common.close") }}>
      <form
        noValidate
        onSubmit={form.onSubmit(({ title, note, wall }) => {
          problem.clear();
          const at = form.isDirty("wall") ? instantOfWall(wall, format.timeZone) : null;
          save.mutate({ title: title.trim(), note: note.trim() === "" ? null : note.trim(), ...(at ? { at } : {}) });
        })}
      >
        <Stack>
          <ProblemAlert error={problem.error} rest={problem.rest} />
          <TextInput label={t("composer.reminder.title")} data-autofocus {...form.getInputProps("title")} />
          <Suspense>
            <DateTimeField label={t("composer.when")} value={form.values.wall} onChange={(wall) => form.setFieldValue("wall", wall)} />
          </Suspense>
          <Textarea label={t("composer.reminder.note")} autosize minRows={2} maxRows={8} {...form.getInputProps("note")} />
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              {t("common.cancel")}
            </Button>
            <Button type="submit" loading={save.isPending}>
              {t("common.save")}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
