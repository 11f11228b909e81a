import { Button, Group, NumberInput, Select, SimpleGrid, Textarea } from "@mantine/core";
import { useForm } from "@mantine/form";
import { IconClock } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { RecordInput } from "../../api/interactions.ts";
import { DateTimeField } from "../../components/date-field.tsx";
import { useFormat, useNow } from "../../format/context.tsx";
import { instantOfWall, nowInstant, wallOfInstant } from "../../format/zone.ts";
import { asCallOutcome, useLists } from "../lists/use-lists.ts";
import { CallTimer } from "./call-timer.tsx";
import type { ComposerFormProps } from "./composer-props.ts";
import { dropDraft, loadDraft, saveDraft } from "./draft.ts";
import { FormFrame } from "./form-frame.tsx";
import { defaultWall, NextStepField, nextStepInstant, type NextStep } from "./next-step.tsx";

interface CallValues {
  contactId: string | null;
  direction: "outgoing" | "incoming";
  /** A fixed one, or one of the organisation's own. */
  outcome: string;
  minutes: number | "";
  /** More exact than the minutes, from the stopwatch. */
  seconds: number | null;
  /** Empty: now. */
  wall: string;
  text: string;
  nextStep: NextStep;
  nextStepWall: string;
}

/** A phone call, after it or while it lasts: who, how it ended, how long, main points, next step. */
export function CallForm({ draftKey, people, links, error, onRecord, onCancel }: ComposerFormProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const now = useNow();
  const lists = useLists();
  const form = useForm<CallValues>({
    initialValues: loadDraft<CallValues>(draftKey, {
      contactId: people.length === 1 ? (people[0]?.id ?? null) : null,
      direction: "outgoing",
      outcome: "answered",
      minutes: "",
      seconds: null,
      wall: "",
      text: "",
      nextStep: "none",
      nextStepWall: defaultWall(now, format.timeZone),
    }),
    onValuesChange: (values) => saveDraft(draftKey, values),
  });
  const [earlier, setEarlier] = useState(form.values.wall !== "");
  const person = people.find((one) => one.id === form.values.contactId);
  const send = (values: CallValues) => {
    const at = nextStepInstant(values.nextStep, values.nextStepWall, nowInstant(), format.timeZone);
    const duration = values.seconds ?? (values.minutes === "" ? null : Math.round(values.minutes * 60));
    const { outcome: countsAs, outcomeKey } = lists.outcomeFields("callOutcomes", values.outcome);
    const outcome = asCallOutcome(countsAs);
    const input: RecordInput = {
      clientId: crypto.randomUUID(),
      interaction: {
        kind: "call",
        occurredAt: (values.wall === "" ? null : instantOfWall(values.wall, format.timeZone)) ?? nowInstant(),
        direction: values.direction,
        outcome,
        ...(outcomeKey === undefined ? {} : { outcomeKey }),
        durationSeconds: outcome === "answered" ? duration : null,
        phoneNumber: person?.addresses.find((address) => address.kind === "phone")?.value ?? null,
        subject: "",
        text: values.text.trim() === "" ? null : values.text.trim(),
      },
      links: { ...links, ...(values.contactId ? { contactIds: [values.contactId] } : {}) },
      ...(at ? { remind: { at, title: t("composer.call.nextStepTitle", { name: person?.name ?? t("composer.call.somebody") }) } } : {}),
    };
    dropDraft(draftKey);
    onRecord(input, values);
  };
  return (
    <FormFrame error={error} action={t("composer.call.action")} onCancel={onCancel} onSubmit={form.onSubmit(send)}>
      <SimpleGrid cols={{ base: 1, xs: 3 }} spacing="sm">
        <Select
          label={t("composer.call.person")}
          placeholder={t("composer.call.personPlaceholder")}
          searchable
          clearable
          clearButtonProps={{ "aria-label": t("common.clear") }}
          data={people.map((one) => ({ value: one.id, label: one.name }))}
          {...form.getInputProps("contactId")}
        />
        <Select
          label={t("composer.call.direction")}
          allowDeselect={false}
          data={(["outgoing", "incoming"] as const).map((value) => ({ value, label: t(`composer.call.directions.${value}`) }))}
          {...form.getInputProps("direction")}
        />
        <Select label={t("composer.call.outcome")} allowDeselect={false} data={lists.callOutcomes()} {...form.getInputProps("outcome")} />
      </SimpleGrid>
      <Textarea
        label={t("composer.call.points")}
        placeholder={t("composer.call.pointsPlaceholder")}
        autosize
        minRows={3}
        maxRows={16}
        autoFocus
        {...form.getInputProps("text")}
      />
      {lists.outcomeFields("callOutcomes", form.values.outcome).outcome === "answered" ? (
        <Group align="flex-end" gap="sm">
          <NumberInput
            label={t("composer.call.minutes")}
            min={0}
            max={1440}
            w={150}
            {...form.getInputProps("minutes")}
            onChange={(value) => form.setValues({ minutes: typeof value === "number" ? value : "", seconds: null })}
          />
          <CallTimer onStop={(seconds) => form.setValues({ seconds, minutes: Math.max(1, Math.round(seconds / 60)) })} />
        </Group>
      ) : null}
      {earlier ? (
        <DateTimeField
          label={t("composer.when")}
          value={form.values.wall === "" ? wallOfInstant(now, format.timeZone) : form.values.wall}
          onChange={(wall) => form.setFieldValue("wall", wall)}
        />
      ) : (
        <Button
          variant="subtle"
          color="gray"
          size="compact-sm"
          leftSection={<IconClock size={15} aria-hidden="true" />}
          style={{ justifySelf: "start" }}
          onClick={() => setEarlier(true)}
        >
          {t("composer.call.earlier")}
        </Button>
      )}
      <NextStepField
        label={t("composer.nextStep.label")}
        choice={form.values.nextStep}
        wall={form.values.nextStepWall}
        onChoice={(choice) => form.setFieldValue("nextStep", choice)}
        onWall={(wall) => form.setFieldValue("nextStepWall", wall)}
      />
    </FormFrame>
  );
}
