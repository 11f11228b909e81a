import { Textarea } from "@mantine/core";
import { isNotEmpty, useForm } from "@mantine/form";
import { useTranslation } from "react-i18next";
import { nowInstant } from "../../format/zone.ts";
import { dropDraft, loadDraft, saveDraft } from "./draft.ts";
import { FormFrame } from "./form-frame.tsx";
import type { ComposerFormProps } from "./composer-props.ts";

/** A note: what is worth keeping that nobody sent. */
export function NoteForm({ draftKey, error, onRecord, onCancel, links }: ComposerFormProps) {
  const { t } = useTranslation();
  const form = useForm({
    initialValues: loadDraft(draftKey, { text: "" }),
    onValuesChange: (values) => saveDraft(draftKey, values),
    validate: { text: isNotEmpty(t("composer.note.required")) },
  });
  return (
    <FormFrame
      error={error}
      action={t("composer.note.action")}
      onCancel={onCancel}
      onSubmit={form.onSubmit((values) => {
        dropDraft(draftKey);
        onRecord(
          { clientId: crypto.randomUUID(), interaction: { kind: "note", occurredAt: nowInstant(), text: values.text.trim() }, links },
          values,
        );
      })}
    >
      <Textarea
        aria-label={t("composer.note.label")}
        placeholder={t("composer.note.placeholder")}
        autosize
        minRows={3}
        maxRows={16}
        data-autofocus
        autoFocus
        {...form.getInputProps("text")}
      />
    </FormFrame>
  );
}
