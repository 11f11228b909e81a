import { Button, Group, Modal, NumberInput, Select, Skeleton, Stack, Switch } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import {
  retentionKeys,
  retentionPreviewQuery,
  saveRetentionRule,
  type RetentionInput,
  type RetentionPreview,
  type RetentionRule,
} from "../../api/retention.ts";
import { FactBox } from "../../components/fact-box.tsx";
import { useFormProblem } from "../../components/form-problem.ts";
import { notifyDone } from "../../components/notify.tsx";
import { ProblemAlert } from "../../components/problem-alert.tsx";
import { DateTime } from "../../components/time.tsx";
import { ACTIONS, KINDS, MOST_MONTHS, STATES } from "./retention-values.ts";

/** A rule with what it would take today: shown before anything is saved, and again with each change. */
export function RetentionForm({ rule, onClose }: { rule: RetentionRule | null; onClose: () => void }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const form = useForm<RetentionInput>({
    initialValues: {
      kind: rule?.kind ?? null,
      level: rule?.level ?? null,
      customerState: rule?.customerState ?? null,
      months: rule?.months ?? 36,
      action: rule?.action ?? "drop-body",
      enabled: rule?.enabled ?? false,
    },
    validate: { months: (months) => (isMonths(months) ? null : t("retention.monthsHint", { most: MOST_MONTHS })) },
  });
  const problem = useFormProblem(form, ["kind", "customerState", "months", "action", "enabled"]);
  const preview = useQuery({
    ...retentionPreviewQuery({ ...form.values, enabled: true }),
    enabled: isMonths(form.values.months),
    placeholderData: (before) => before,
  });
  const save = useMutation({
    mutationFn: (values: RetentionInput) => saveRetentionRule({ ...values, id: rule?.id ?? null }),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: retentionKeys.all });
      notifyDone(t("common.saved"));
      onClose();
    },
    onError: problem.show,
  });
  return (
    <Modal
      opened
      onClose={onClose}
      size="lg"
      title={t(rule ? "retention.edit" : "retention.new")}
      closeButtonProps={{ "aria-label": t("common.close") }}
    >
      <form
        noValidate
        onSubmit={form.onSubmit((values) => {
          problem.clear();
          save.mutate(values);
        })}
      >
        <Stack>
          <ProblemAlert error={problem.error ?? preview.error} rest={problem.rest} />
          <Group grow align="flex-start">
            <Select
              label={t("retention.kind.label")}
              placeholder={t("retention.kind.any")}
              clearable
              clearButtonProps={{ "aria-label": t("common.clear") }}
              data={KINDS.map((value) => ({ value, label: t(`timeline.kinds.${value}`) }))}
              {...form.getInputProps("kind")}
            />
            <Select
              label={t("retention.state.label")}
              placeholder={t("retention.state.any")}
              clearable
              clearButtonProps={{ "aria-label": t("common.clear") }}
              data={STATES.map((value) => ({ value, label: t(`retention.state.${value}`) }))}
              {...form.getInputProps("customerState")}
            />
          </Group>
          <NumberInput label={t("retention.months")} min={1} max={MOST_MONTHS} allowDecimal={false} {...form.getInputProps("months")} />
          <Select
            label={t("retention.action.label")}
            allowDeselect={false}
            data={ACTIONS.map((value) => ({ value, label: t(`retention.action.${value}`) }))}
            {...form.getInputProps("action")}
          />
          {preview.data ? <Today preview={preview.data} /> : preview.isError ? null : <Skeleton height={56} />}
          <Switch
            label={t("retention.enabled")}
            description={t("retention.enabledHint")}
            {...form.getInputProps("enabled", { type: "checkbox" })}
          />
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

/** An emptied number field holds an empty text. */
const isMonths = (months: unknown): boolean => Number.isInteger(months) && Number(months) >= 1 && Number(months) <= MOST_MONTHS;

function Today({ preview: { count, oldest, newest, held } }: { preview: RetentionPreview }) {
  const { t } = useTranslation();
  return (
    <FactBox title={t("retention.today", { count })}>
      {oldest && newest ? (
        <p>
          <DateTime at={oldest} /> – <DateTime at={newest} />
        </p>
      ) : null}
      {held > 0 ? <p>{t("retention.held", { count: held })}</p> : null}
    </FactBox>
  );
}
