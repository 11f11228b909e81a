import { Button, Group, Modal, Select, Stack, Textarea, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { updateInteraction } from "../../api/interactions.ts";
import { keys } from "../../api/keys.ts";
import type { Interaction } from "../../api/types.ts";
import { useFormProblem } from "../../components/form-problem.ts";
import { notifyDone } from "../../components/notify.tsx";
import { ProblemAlert } from "../../components/problem-alert.tsx";

const CALL_OUTCOMES = ["answered", "missed", "voicemail", "busy"] as const;
const MEETING_OUTCOMES = ["held", "no-show", "cancelled"] as const;

/** Changes a note, call or meeting that was written by hand. */
export function InteractionEditor({ interaction, onClose }: { interaction: Interaction; onClose: () => void }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const form = useForm({
    initialValues: { subject: interaction.subject ?? "", text: interaction.text ?? "", outcome: interaction.details.outcome ?? null },
    validate: { text: (value) => (interaction.kind === "note" && value.trim() === "" ? t("composer.note.required") : null) },
  });
  const problem = useFormProblem(form, ["subject", "text", "outcome"]);
  const save = useMutation({
    mutationFn: (patch: { subject?: string; text?: string; outcome?: string }) => updateInteraction(interaction.id, patch),
    onSuccess: async (saved) => {
      client.setQueryData(keys.interaction(saved.id), saved);
      await client.invalidateQueries({ queryKey: keys.timelines });
      notifyDone(t("common.saved"));
      onClose();
    },
    onError: problem.show,
  });
  return (
    <Modal opened onClose={onClose} size="lg" title={t("interaction.edit")} closeButtonProps={{ "aria-label": t("common.close") }}>
      <form
        noValidate
        onSubmit={form.onSubmit(({ subject, text, outcome }) => {
          problem.clear();
          save.mutate({ subject: subject.trim(), text: text.trim(), ...(outcome ? { outcome } : {}) });
        })}
      >
        <Stack>
          <ProblemAlert error={problem.error} rest={problem.rest} />
          {interaction.kind === "note" ? null : <TextInput label={t("composer.meeting.subject")} {...form.getInputProps("subject")} />}
          {interaction.kind === "call" ? (
            <Select
              label={t("composer.call.outcome")}
              allowDeselect={false}
              data={CALL_OUTCOMES.map((value) => ({ value, label: t(`timeline.callOutcome.${value}`) }))}
              {...form.getInputProps("outcome")}
            />
          ) : null}
          {interaction.kind === "meeting" ? (
            <Select
              label={t("composer.meeting.outcome")}
              allowDeselect={false}
              data={MEETING_OUTCOMES.map((value) => ({ value, label: t(`timeline.meetingOutcome.${value}`) }))}
              {...form.getInputProps("outcome")}
            />
          ) : null}
          <Textarea label={t("composer.note.label")} autosize minRows={4} maxRows={20} data-autofocus {...form.getInputProps("text")} />
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
