import { Button, Group, Modal, Stack, Textarea } from "@mantine/core";
import { isNotEmpty, useForm } from "@mantine/form";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import type { ErasureTarget } from "../../api/erasures.ts";
import { holdKeys, placeHold } from "../../api/legal-holds.ts";
import type { Ref } from "../../api/types.ts";
import { DayField } from "../../components/date-field.tsx";
import { useFormProblem } from "../../components/form-problem.ts";
import { notifyDone } from "../../components/notify.tsx";
import { ProblemAlert } from "../../components/problem-alert.tsx";

/** Holds a customer or a person: nothing of it is erased until the day is over or somebody releases it. */
export function HoldDialog({ target, one, onClose }: { target: ErasureTarget; one: Ref; onClose: () => void }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const form = useForm({
    initialValues: { reason: "", until: null as string | null },
    validate: { reason: isNotEmpty(t("problems.field.required")) },
  });
  const problem = useFormProblem(form, ["reason", "until"]);
  const place = useMutation({
    mutationFn: ({ reason, until }: { reason: string; until: string | null }) =>
      placeHold({ target, targetId: one.id, reason: reason.trim(), until }),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: holdKeys.all });
      notifyDone(t("holds.placed", { name: one.name }));
      onClose();
    },
    onError: problem.show,
  });
  return (
    <Modal opened onClose={onClose} title={t("holds.title", { name: one.name })} closeButtonProps={{ "aria-label": t("common.close") }}>
      <form
        noValidate
        onSubmit={form.onSubmit((values) => {
          problem.clear();
          place.mutate(values);
        })}
      >
        <Stack>
          <ProblemAlert error={problem.error} rest={problem.rest} />
          <Textarea
            label={t("holds.reason")}
            description={t("holds.hint")}
            autosize
            minRows={2}
            maxLength={500}
            data-autofocus
            {...form.getInputProps("reason")}
          />
          <DayField
            label={t("holds.until")}
            description={t("holds.untilHint")}
            clearable
            value={form.values.until}
            onChange={(day) => form.setFieldValue("until", day)}
            error={form.errors.until}
          />
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              {t("common.cancel")}
            </Button>
            <Button type="submit" loading={place.isPending}>
              {t("holds.do")}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
