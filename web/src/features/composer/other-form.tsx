import { MultiSelect, Select, SimpleGrid, Textarea, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useTranslation } from "react-i18next";
import type { RecordInput } from "../../api/interactions.ts";
import type { Contact, Direction } from "../../api/types.ts";
import { DateTimeField } from "../../components/date-field.tsx";
import { useFormat, useNow } from "../../format/context.tsx";
import { instantOfWall, nowInstant, wallOfInstant } from "../../format/zone.ts";
import { useLists } from "../lists/use-lists.ts";
import type { ComposerFormProps } from "./composer-props.ts";
import { dropDraft, loadDraft, saveDraft } from "./draft.ts";
import { FormFrame } from "./form-frame.tsx";

interface OtherValues {
  otherKind: string;
  direction: Exclude<Direction, "internal">;
  contactIds: string[];
  /** Empty: now. */
  wall: string;
  subject: string;
  text: string;
}

/** One of the further kinds that the administrator keeps: an SMS, a letter, a visit. */
export function OtherForm({ draftKey, people, links, error, onRecord, onCancel }: ComposerFormProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const now = useNow();
  const kinds = useLists().offered("kinds");
  const form = useForm<OtherValues>({
    initialValues: loadDraft<OtherValues>(draftKey, {
      otherKind: kinds[0]?.value ?? "",
      direction: "outgoing",
      contactIds: people.length === 1 ? people.map(({ id }) => id) : [],
      wall: "",
      subject: "",
      text: "",
    }),
    onValuesChange: (values) => saveDraft(draftKey, values),
    validate: {
      text: (text, { subject }) => (text.trim() === "" && subject.trim() === "" ? t("composer.other.required") : null),
    },
  });
  const send = (values: OtherValues) => {
    const chosen = people.filter((person) => values.contactIds.includes(person.id));
    const input: RecordInput = {
      clientId: crypto.randomUUID(),
      interaction: {
        kind: "other",
        otherKind: values.otherKind,
        occurredAt: (values.wall === "" ? null : instantOfWall(values.wall, format.timeZone)) ?? nowInstant(),
        direction: values.direction,
        participants: chosen.map((person) => participantOf(person, values.direction)),
        subject: values.subject.trim(),
        text: values.text.trim() === "" ? null : values.text.trim(),
      },
      links: { ...links, ...(values.contactIds.length > 0 ? { contactIds: values.contactIds } : {}) },
    };
    dropDraft(draftKey);
    onRecord(input, values);
  };
  return (
    <FormFrame error={error} action={t("composer.other.action")} onCancel={onCancel} onSubmit={form.onSubmit(send)}>
      <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="sm">
        <Select label={t("composer.other.kind")} allowDeselect={false} data={kinds} {...form.getInputProps("otherKind")} />
        <Select
          label={t("composer.initiated.label")}
          allowDeselect={false}
          data={[
            { value: "outgoing", label: t("composer.initiated.us") },
            { value: "incoming", label: t("composer.initiated.them") },
            { value: "none", label: t("composer.initiated.nobody") },
          ]}
          {...form.getInputProps("direction")}
        />
        <MultiSelect
          label={t("composer.call.person")}
          placeholder={form.values.contactIds.length === 0 ? t("composer.meeting.attendeesPlaceholder") : ""}
          searchable
          clearable
          clearButtonProps={{ "aria-label": t("common.clear") }}
          data={people.map((person) => ({ value: person.id, label: person.name }))}
          {...form.getInputProps("contactIds")}
        />
        <DateTimeField
          label={t("composer.when")}
          value={form.values.wall === "" ? wallOfInstant(now, format.timeZone) : form.values.wall}
          onChange={(wall) => form.setFieldValue("wall", wall)}
        />
      </SimpleGrid>
      <TextInput
        label={t("composer.other.subject")}
        placeholder={t("composer.other.subjectPlaceholder")}
        {...form.getInputProps("subject")}
      />
      <Textarea label={t("composer.other.text")} autosize minRows={3} maxRows={16} autoFocus {...form.getInputProps("text")} />
    </FormFrame>
  );
}

/** As what a person of the customer took part, by who began. */
function participantOf(person: Contact, direction: Direction) {
  const value = (kind: "email" | "phone") => person.addresses.find((one) => one.kind === kind && one.validTo == null)?.value;
  const [address, phone] = [value("email"), value("phone")];
  return {
    role: direction === "incoming" ? ("from" as const) : direction === "outgoing" ? ("to" as const) : ("attendee" as const),
    name: person.name,
    ...(address === undefined ? {} : { address }),
    ...(phone === undefined ? {} : { phone }),
  };
}
