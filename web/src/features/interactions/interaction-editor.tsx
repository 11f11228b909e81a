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
import { useLists } from "../lists/use-lists.ts";

/** Changes a note, call or meeting that was written by hand. */
export function InteractionEditor({ interaction, onClose }: { interaction: Interaction; onClose: () => void }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const form = useForm({
    initialValues: {
      subject: interaction.subject ?? "",
      text: interaction.text ?? "",
      outcome: interaction.details.outcomeKey ?? interaction.details.outcome ?? null,
    },
    validate: { text: (value) => (interaction.kind === "note" && value.trim() === "" ? t("composer.note.required") : null) },
  });
  const lists = useLists();
  const problem = useFormProblem(form, ["subject", "text", "outcome"], { outcomeKey: "outcome" });
  const outcomeFields = (value: string) => {
    const { outcome, outcomeKey } = lists.outcomeFields(interaction.kind === "call" ? "callOutcomes" : "meetingOutcomes", value);
    return outcomeKey === undefined ? { outcome } : { outcomeKey };
  };
  const save = useMutation({
    mutationFn: (patch: Parameters<typeof updateInteraction>[1]) => updateInteraction(interaction.id, patch),
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
          save.mutate({ subject: subject.trim(), text: text.trim(), ...(outcome ? outcomeFields(outcome) : {}) });
        })}
      >
        <Stack>
          <ProblemAlert error={problem.error} rest={problem.rest} />
          {interaction.kind === "note" ? null : <TextInput label={t("composer.meeting.subject")} {...form.getInputProps("subject")} />}
          {interaction.kind === "call" ? (
            <Select
              label={t("composer.call.outcome")}
              allowDeselect={false}
              data={lists.callOutcomes(interaction.details.outcomeKey)}
              {...form.getInputProps("outcome")}
            />
          ) : null}
          {interaction.kind === "meeting" ? (
            <Select
              label={t("composer.meeting.outcome")}
              allowDeselect={false}
              data={lists.meetingOutcomes(interaction.details.outcomeKey)}
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
