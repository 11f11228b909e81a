import { Button, Group, Modal, NumberInput, Select, SimpleGrid, Skeleton, Stack, TextInput } from "@mantine/core";
import { isNotEmpty, useForm } from "@mantine/form";
import { useMutation, useQueryClient, useSuspenseQuery } from "@tanstack/react-query";
import { lazy, Suspense } from "react";
import { useTranslation } from "react-i18next";
import { keys } from "../../api/keys.ts";
import { createOpportunity, updateOpportunity, type OpportunityInput } from "../../api/opportunities.ts";
import { meQuery } from "../../api/session.ts";
import type { Opportunity, Stage } from "../../api/types.ts";
import { useFormProblem } from "../../components/form-problem.ts";
import { notifyDone } from "../../components/notify.tsx";
import { OwnerSelect } from "../../components/owner-select.tsx";
import { ProblemAlert } from "../../components/problem-alert.tsx";
import { useFormat } from "../../format/context.tsx";
import { CustomerSelect } from "../customers/customer-select.tsx";
import { useLists } from "../lists/use-lists.ts";

const DayField = lazy(async () => ({ default: (await import("../../components/date-field.tsx")).DayField }));

interface OpportunityFormProps {
  /** Absent: a new one. */
  opportunity?: Opportunity;
  /** Fixed when it is made on a customer's page. */
  customerId?: string;
  onClose: () => void;
  onSaved?: (opportunity: Opportunity) => void;
}

interface OpportunityValues {
  name: string;
  customerId: string | null;
  stage: Stage;
  /** Empty while none is given. */
  value: number | string;
  expectedClose: string | null;
  ownerId: string | null;
}

const FIELDS = ["name", "customerId", "stage", "value", "expectedClose", "ownerId"];

/** Creates or changes an opportunity. */
export function OpportunityForm({ opportunity, customerId, onClose, onSaved }: OpportunityFormProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const client = useQueryClient();
  const me = useSuspenseQuery(meQuery).data;
  const { offered } = useLists();
  const form = useForm<OpportunityValues>({
    initialValues: {
      name: opportunity?.name ?? "",
      customerId: opportunity?.customer.id ?? customerId ?? null,
      stage: opportunity?.stage ?? offered("stages")[0]?.value ?? "",
      value: opportunity?.value ? Number(opportunity.value) : "",
      expectedClose: opportunity?.expectedClose ?? null,
      ownerId: opportunity ? (opportunity.owner?.id ?? null) : me.user.id,
    },
    validate: {
      name: isNotEmpty(t("problems.field.required")),
      customerId: isNotEmpty(t("problems.field.required")),
    },
  });
  const problem = useFormProblem(form, FIELDS);
  const save = useMutation({
    mutationFn: ({ customerId: customer, ...input }: OpportunityInput) =>
      opportunity ? updateOpportunity(opportunity.id, input) : createOpportunity({ ...input, customerId: customer }),
    onSuccess: async (saved) => {
      client.setQueryData(keys.opportunity(saved.id), saved);
      await client.invalidateQueries({ queryKey: ["opportunities", "list"] });
      notifyDone(opportunity ? t("common.saved") : t("opportunities.created", { name: saved.name }));
      onClose();
      onSaved?.(saved);
    },
    onError: problem.show,
  });
  return (
    <Modal
      opened
      onClose={onClose}
      size="lg"
      title={opportunity ? t("opportunities.edit") : t("opportunities.new")}
      closeButtonProps={{ "aria-label": t("common.close") }}
    >
      <form
        noValidate
        onSubmit={form.onSubmit((values) => {
          problem.clear();
          save.mutate({
            name: values.name.trim(),
            customerId: values.customerId ?? "",
            stage: values.stage,
            value: values.value === "" ? null : Number(values.value).toFixed(2),
            expectedClose: values.expectedClose,
            ownerId: values.ownerId,
          });
        })}
      >
        <Stack gap="md">
          <ProblemAlert error={problem.error} rest={problem.rest} />
          <TextInput
            label={t("opportunities.form.name")}
            placeholder={t("opportunities.form.namePlaceholder")}
            data-autofocus
            {...form.getInputProps("name")}
          />
          {customerId || opportunity ? null : (
            <CustomerSelect
              label={t("opportunities.form.customer")}
              value={form.values.customerId}
              error={form.errors["customerId"]}
              onChange={(id) => form.setFieldValue("customerId", id)}
            />
          )}
          <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="sm">
            <NumberInput
              label={t("opportunities.form.value")}
              min={0}
              max={9_999_999_999_999}
              decimalScale={2}
              thousandSeparator={"\u00a0"}
              decimalSeparator={format.language === "sk" ? "," : "."}
              suffix={`\u00a0${opportunity?.currency ?? format.currency}`}
              hideControls
              {...form.getInputProps("value")}
            />
            <Suspense fallback={<Skeleton height={58} />}>
              <DayField
                label={t("opportunities.form.expectedClose")}
                clearable
                value={form.values.expectedClose}
                error={form.errors["expectedClose"]}
                onChange={(day) => form.setFieldValue("expectedClose", day)}
              />
            </Suspense>
            <Select
              label={t("opportunities.form.stage")}
              allowDeselect={false}
              data={offered("stages", opportunity?.stage)}
              {...form.getInputProps("stage")}
            />
            <OwnerSelect {...form.getInputProps("ownerId")} />
          </SimpleGrid>
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              {t("common.cancel")}
            </Button>
            <Button type="submit" loading={save.isPending}>
              {opportunity ? t("common.save") : t("opportunities.form.create")}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
