import { MultiSelect, Select, SimpleGrid, Textarea, TextInput } from "@mantine/core";
import { isNotEmpty, useForm } from "@mantine/form";
import { useTranslation } from "react-i18next";
import type { RecordInput } from "../../api/interactions.ts";
import { DateTimeField } from "../../components/date-field.tsx";
import { useFormat, useNow } from "../../format/context.tsx";
import { compareInstants, instantOfWall, plusMinutes, wallOfInstant } from "../../format/zone.ts";
import { asMeetingOutcome, useLists } from "../lists/use-lists.ts";
import type { ComposerFormProps } from "./composer-props.ts";
import { dropDraft, loadDraft, saveDraft } from "./draft.ts";
import { FormFrame } from "./form-frame.tsx";

const LENGTHS = ["15", "30", "45", "60", "90", "120", "180", "240", "480"] as const;

interface MeetingValues {
  subject: string;
  wall: string;
  minutes: string;
  location: string;
  contactIds: string[];
  initiatedBy: "us" | "them" | null;
  /** A fixed one, or one of the organisation's own. */
  outcome: string | null;
  text: string;
}

/** A meeting that was or will be. The outcome is asked for only when it has begun. */
export function MeetingForm({ draftKey, people, links, error, onRecord, onCancel }: ComposerFormProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const now = useNow();
  const lists = useLists();
  const form = useForm<MeetingValues>({
    initialValues: loadDraft<MeetingValues>(draftKey, {
      subject: "",
      wall: fullHour(now, format.timeZone),
      minutes: "60",
      location: "",
      contactIds: [],
      initiatedBy: "us",
      outcome: null,
      text: "",
    }),
    onValuesChange: (values) => saveDraft(draftKey, values),
    validate: { subject: isNotEmpty(t("composer.meeting.subjectRequired")) },
  });
  const start = instantOfWall(form.values.wall, format.timeZone) ?? now;
  const begun = compareInstants(start, now) <= 0;
  const send = (values: MeetingValues) => {
    const chosen = people.filter((person) => values.contactIds.includes(person.id));
    const attendees = chosen.flatMap((person) => {
      const address = person.addresses.find((one) => one.kind === "email")?.value;
      return address ? [{ name: person.name, address }] : [];
    });
    const outcome = begun && values.outcome !== null ? lists.outcomeFields("meetingOutcomes", values.outcome) : null;
    const input: RecordInput = {
      clientId: crypto.randomUUID(),
      interaction: {
        kind: "meeting",
        occurredAt: start,
        endsAt: plusMinutes(start, Number(values.minutes)),
        subject: values.subject.trim(),
        location: values.location.trim() === "" ? null : values.location.trim(),
        text: values.text.trim() === "" ? null : values.text.trim(),
        attendees,
        initiatedBy: values.initiatedBy,
        ...(outcome ? { outcome: asMeetingOutcome(outcome.outcome), outcomeKey: outcome.outcomeKey ?? null } : {}),
      },
      links: { ...links, ...(values.contactIds.length > 0 ? { contactIds: values.contactIds } : {}) },
    };
    dropDraft(draftKey);
    onRecord(input, values);
  };
  return (
    <FormFrame error={error} action={t("composer.meeting.action")} onCancel={onCancel} onSubmit={form.onSubmit(send)}>
      <TextInput
        label={t("composer.meeting.subject")}
        placeholder={t("composer.meeting.subjectPlaceholder")}
        autoFocus
        {...form.getInputProps("subject")}
      />
      <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="sm">
        <DateTimeField label={t("composer.when")} value={form.values.wall} onChange={(wall) => form.setFieldValue("wall", wall)} />
        <Select
          label={t("composer.meeting.length")}
          allowDeselect={false}
          data={LENGTHS.map((value) => ({ value, label: format.duration(Number(value) * 60) }))}
          {...form.getInputProps("minutes")}
        />
        <TextInput
          label={t("composer.meeting.place")}
          placeholder={t("composer.meeting.placePlaceholder")}
          {...form.getInputProps("location")}
        />
        <MultiSelect
          label={t("composer.meeting.attendees")}
          placeholder={form.values.contactIds.length === 0 ? t("composer.meeting.attendeesPlaceholder") : ""}
          searchable
          clearable
          clearButtonProps={{ "aria-label": t("common.clear") }}
          data={people.map((person) => ({ value: person.id, label: person.name }))}
          {...form.getInputProps("contactIds")}
        />
        <Select
          label={t("composer.initiated.label")}
          placeholder={t("composer.initiated.unknown")}
          clearable
          clearButtonProps={{ "aria-label": t("common.clear") }}
          data={(["us", "them"] as const).map((value) => ({ value, label: t(`composer.initiated.${value}`) }))}
          {...form.getInputProps("initiatedBy")}
        />
        {begun ? (
          <Select
            label={t("composer.meeting.outcome")}
            placeholder={t("composer.meeting.outcomePlaceholder")}
            clearable
            clearButtonProps={{ "aria-label": t("common.clear") }}
            data={lists.meetingOutcomes()}
            {...form.getInputProps("outcome")}
          />
        ) : null}
      </SimpleGrid>
      <Textarea
        label={begun ? t("composer.meeting.result") : t("composer.meeting.agenda")}
        autosize
        minRows={2}
        maxRows={16}
        {...form.getInputProps("text")}
      />
    </FormFrame>
  );
}

/** The full hour that has just begun, as the date field wants it. */
function fullHour(now: string, timeZone: string): string {
  return wallOfInstant(now, timeZone).replace(/:\d\d:\d\d$/, ":00:00");
}
