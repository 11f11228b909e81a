import { Alert, Button, Group, Modal, NumberInput, Select, SimpleGrid, Skeleton, Stack, TextInput } from "@mantine/core";
import { isNotEmpty, useForm } from "@mantine/form";
import { IconLock } from "@tabler/icons-react";
import { useMutation, useQuery, useQueryClient, useSuspenseQuery } from "@tanstack/react-query";
import { lazy, Suspense } from "react";
import { useTranslation } from "react-i18next";
import { keys } from "../../api/keys.ts";
import { opportunitiesQuery } from "../../api/opportunities.ts";
import {
  createSalesDocument,
  deleteSalesDocument,
  updateSalesDocument,
  type SalesDocumentInput,
  type SalesDocument,
  type SalesDocumentKind,
  type SalesDocumentState,
} from "../../api/sales-documents.ts";
import { meQuery } from "../../api/session.ts";
import type { Me } from "../../api/types.ts";
import { removeWithUndo } from "../../components/deferred.ts";
import { useFormProblem } from "../../components/form-problem.ts";
import { notifyDone } from "../../components/notify.tsx";
import { ProblemAlert } from "../../components/problem-alert.tsx";
import { useFormat, useNow } from "../../format/context.tsx";
import { dayOf } from "../../format/zone.ts";

const DayField = lazy(async () => ({ default: (await import("../../components/date-field.tsx")).DayField }));

/** What may become of each kind; the first is where one begins. */
const STATES = {
  quote: ["sent", "draft", "accepted", "rejected", "expired", "cancelled"],
  order: ["confirmed", "draft", "delivered", "cancelled"],
  invoice: ["issued", "draft", "paid", "cancelled"],
} as const satisfies Record<SalesDocumentKind, readonly SalesDocumentState[]>;
const KINDS = ["quote", "order", "invoice"] as const satisfies readonly SalesDocumentKind[];
const FIELDS = ["kind", "number", "state", "amount", "currency", "issuedOn", "dueOn", "paidOn", "opportunityId"];

interface DocumentFormProps {
  customerId: string;
  /** To which a new document belongs. */
  opportunityId?: string;
  /** Absent: a new one. */
  document?: SalesDocument;
  onClose: () => void;
}

interface DocumentValues {
  kind: SalesDocumentKind;
  number: string;
  state: SalesDocumentState;
  /** Digits with a point, as typed; empty while none is given. */
  amount: string;
  currency: string;
  issuedOn: string;
  dueOn: string | null;
  paidOn: string | null;
  opportunityId: string | null;
}

/** What the ERP pushed is changed there: here a rep moves it to another opportunity only. */
const isLocked = (document: SalesDocument | undefined, { user }: Me): boolean => document?.source != null && user.role === "rep";
const isRemovable = (document: SalesDocument, { user }: Me): boolean =>
  user.role !== "rep" || (document.source === null && document.createdById === user.id);

/** Adds or changes a quote, order or invoice. */
export function DocumentForm({ customerId, opportunityId, document, onClose }: DocumentFormProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const today = dayOf(useNow(), format.timeZone);
  const client = useQueryClient();
  const me = useSuspenseQuery(meQuery).data;
  const opportunities = useQuery(opportunitiesQuery({ customerId })).data?.items ?? [];
  const locked = isLocked(document, me);
  const form = useForm<DocumentValues>({
    initialValues: {
      kind: document?.kind ?? "quote",
      number: document?.number ?? "",
      state: document?.state ?? "sent",
      amount: document?.amount ?? "",
      currency: document?.currency ?? format.currency,
      issuedOn: document?.issuedOn ?? today,
      dueOn: document?.dueOn ?? null,
      paidOn: document?.paidOn ?? null,
      opportunityId: document ? (document.opportunity?.id ?? null) : (opportunityId ?? null),
    },
    validate: { number: isNotEmpty(t("problems.field.required")), amount: isNotEmpty(t("problems.field.required")) },
  });
  const problem = useFormProblem(form, FIELDS);
  const refresh = () => client.invalidateQueries({ queryKey: keys.salesDocuments });
  const save = useMutation({
    mutationFn: ({ kind, customerId: customer, opportunityId: deal, ...fields }: SalesDocumentInput) =>
      document
        ? updateSalesDocument(document, locked ? { opportunityId: deal } : { ...fields, opportunityId: deal })
        : createSalesDocument({ kind, customerId: customer, opportunityId: deal, ...fields }),
    onSuccess: async (saved) => {
      await refresh();
      notifyDone(document ? t("common.saved") : t("documents.added", { number: saved.number }));
      onClose();
    },
    onError: async (error) => {
      problem.show(error);
      await refresh();
    },
  });
  const remove = (one: SalesDocument) => {
    onClose();
    removeWithUndo({
      id: one.id,
      message: t("documents.removed", { number: one.number }),
      send: (options) => deleteSalesDocument(one.id, options),
      onSent: refresh,
    });
  };
  const { kind, state } = form.values;
  const setState = (next: SalesDocumentState) =>
    form.setValues({ state: next, paidOn: next === "paid" ? (form.values.paidOn ?? today) : null });
  return (
    <Modal
      opened
      onClose={onClose}
      size="lg"
      title={document ? `${t(`documents.kind.${document.kind}`)} ${document.number}` : t("documents.add")}
      closeButtonProps={{ "aria-label": t("common.close") }}
    >
      <form
        noValidate
        onSubmit={form.onSubmit((values) => {
          problem.clear();
          save.mutate({ ...values, customerId, number: values.number.trim(), amount: Number(values.amount).toFixed(2) });
        })}
      >
        <Stack gap="md">
          <ProblemAlert error={problem.error} rest={problem.rest} />
          {document?.source ? (
            <Alert color="gray" icon={<IconLock size={18} aria-hidden="true" />}>
              {t(locked ? "documents.pushed.locked" : "documents.pushed.open", { source: document.source })}
            </Alert>
          ) : null}
          <SimpleGrid cols={{ base: 1, xs: document ? 3 : 2 }} spacing="sm">
            {document ? null : (
              <Select
                label={t("documents.form.kind")}
                allowDeselect={false}
                data={KINDS.map((value) => ({ value, label: t(`documents.kind.${value}`) }))}
                value={kind}
                onChange={(next) => {
                  const chosen = KINDS.find((one) => one === next) ?? "quote";
                  form.setValues({ kind: chosen, state: STATES[chosen][0], paidOn: null });
                }}
                error={form.errors["kind"]}
              />
            )}
            <TextInput
              label={t("documents.form.number")}
              data-autofocus
              autoComplete="off"
              readOnly={locked}
              {...form.getInputProps("number")}
            />
            <NumberInput
              label={t("documents.form.amount")}
              description={t("documents.form.amountHint")}
              inputWrapperOrder={["label", "input", "description", "error"]}
              max={9_999_999_999_999}
              decimalScale={2}
              valueIsNumericString
              thousandSeparator={"\u00a0"}
              decimalSeparator={format.language === "sk" ? "," : "."}
              suffix={`\u00a0${form.values.currency}`}
              hideControls
              readOnly={locked}
              {...form.getInputProps("amount")}
              onChange={(value) => form.setFieldValue("amount", String(value))}
            />
            <Select
              label={t("documents.form.state")}
              allowDeselect={false}
              readOnly={locked}
              data={STATES[kind].map((value) => ({ value, label: t(`documents.state.${value}`) }))}
              value={state}
              onChange={(next) => setState(STATES[kind].find((one) => one === next) ?? state)}
              error={form.errors["state"]}
            />
          </SimpleGrid>
          <Suspense fallback={<Skeleton height={58} />}>
            <SimpleGrid cols={{ base: 1, xs: state === "paid" ? 3 : 2 }} spacing="sm">
              <DayField
                label={t("documents.form.issuedOn")}
                readOnly={locked}
                value={form.values.issuedOn}
                error={form.errors["issuedOn"]}
                onChange={(day) => day !== null && form.setFieldValue("issuedOn", day)}
              />
              <DayField
                label={t(`documents.form.dueOn.${kind}`)}
                clearable={!locked}
                readOnly={locked}
                value={form.values.dueOn}
                error={form.errors["dueOn"]}
                onChange={(day) => form.setFieldValue("dueOn", day)}
              />
              {state === "paid" ? (
                <DayField
                  label={t("documents.form.paidOn")}
                  readOnly={locked}
                  value={form.values.paidOn}
                  error={form.errors["paidOn"]}
                  onChange={(day) => day !== null && form.setFieldValue("paidOn", day)}
                />
              ) : null}
            </SimpleGrid>
          </Suspense>
          <Select
            label={t("documents.form.opportunity")}
            placeholder={t("documents.form.noOpportunity")}
            clearable
            searchable
            clearButtonProps={{ "aria-label": t("common.clear") }}
            data={opportunities.map((one) => ({ value: one.id, label: one.name }))}
            {...form.getInputProps("opportunityId")}
          />
          <Group justify="space-between">
            {document && isRemovable(document, me) ? (
              <Button variant="subtle" color="red" onClick={() => remove(document)}>
                {t("common.delete")}
              </Button>
            ) : (
              <span />
            )}
            <Group gap="xs">
              <Button variant="default" onClick={onClose}>
                {t("common.cancel")}
              </Button>
              <Button type="submit" loading={save.isPending}>
                {t("common.save")}
              </Button>
            </Group>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
