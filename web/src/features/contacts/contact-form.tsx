import { ActionIcon, Button, Group, Modal, Select, SimpleGrid, Stack, TextInput } from "@mantine/core";
import { isNotEmpty, useForm } from "@mantine/form";
import { IconMail, IconPhone, IconTrash } from "@tabler/icons-react";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { createContact, deleteContact, updateContact, type ContactInput } from "../../api/customers.ts";
import { keys } from "../../api/keys.ts";
import type { Contact, LegalBasis } from "../../api/types.ts";
import { removeWithUndo } from "../../components/deferred.ts";
import { useFormProblem } from "../../components/form-problem.ts";
import { notifyDone } from "../../components/notify.tsx";
import { ProblemAlert } from "../../components/problem-alert.tsx";
import classes from "./contact-form.module.css";

interface ContactFormProps {
  customerId: string;
  /** Absent: a new one. */
  contact?: Contact;
  onClose: () => void;
}

interface ContactValues {
  name: string;
  jobTitle: string;
  legalBasis: LegalBasis;
  addresses: { kind: "email" | "phone"; value: string; label: string }[];
}

const BASES = ["customer", "published-business", "consent", "none"] as const satisfies readonly LegalBasis[];

/** A person with any number of e-mail addresses and phone numbers. */
export function ContactForm({ customerId, contact, onClose }: ContactFormProps) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const form = useForm<ContactValues>({
    initialValues: {
      name: contact?.name ?? "",
      jobTitle: contact?.jobTitle ?? "",
      legalBasis: contact?.legalBasis ?? "none",
      addresses: contact?.addresses.map(({ kind, value, label }) => ({ kind, value, label: label ?? "" })) ?? [
        { kind: "email", value: "", label: "" },
        { kind: "phone", value: "", label: "" },
      ],
    },
    validate: { name: isNotEmpty(t("problems.field.required")) },
  });
  const fields = [
    "name",
    "jobTitle",
    "legalBasis",
    ...form.values.addresses.flatMap((_, index) => [`addresses.${index}.value`, `addresses.${index}.label`]),
  ];
  // Rows that were left empty are not sent, so the hub counts differently than the form.
  const sentRows = form.values.addresses.flatMap((address, index) => (address.value.trim() === "" ? [] : [index]));
  const problem = useFormProblem(
    form,
    fields,
    Object.fromEntries(sentRows.map((row, sent) => [`addresses.${sent}`, `addresses.${row}.value`])),
  );
  const refresh = () =>
    Promise.all([client.invalidateQueries({ queryKey: keys.contacts }), client.invalidateQueries({ queryKey: keys.timelines })]);
  const save = useMutation({
    mutationFn: (input: ContactInput) => (contact ? updateContact(contact.id, input) : createContact(input)),
    onSuccess: async (saved) => {
      await refresh();
      notifyDone(t(contact ? "contacts.saved" : "contacts.created", { name: saved.name }));
      onClose();
    },
    onError: problem.show,
  });
  const remove = (person: Contact) => {
    onClose();
    removeWithUndo({
      id: person.id,
      message: t("contacts.removed", { name: person.name }),
      send: (options) => deleteContact(person.id, options),
      onSent: refresh,
    });
  };
  return (
    <Modal
      opened
      onClose={onClose}
      size="lg"
      title={contact ? t("contacts.edit") : t("contacts.add")}
      closeButtonProps={{ "aria-label": t("common.close") }}
    >
      <form
        noValidate
        onSubmit={form.onSubmit((values) => {
          problem.clear();
          save.mutate({
            name: values.name.trim(),
            customerId,
            jobTitle: values.jobTitle.trim() === "" ? null : values.jobTitle.trim(),
            legalBasis: values.legalBasis,
            addresses: values.addresses
              .filter((address) => address.value.trim() !== "")
              .map(({ kind, value, label }) => ({ kind, value: value.trim(), label: label.trim() === "" ? null : label.trim() })),
          });
        })}
      >
        <Stack gap="md">
          <ProblemAlert error={problem.error} rest={problem.rest} />
          <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="sm">
            <TextInput label={t("contacts.name")} data-autofocus autoComplete="off" {...form.getInputProps("name")} />
            <TextInput label={t("contacts.jobTitle")} autoComplete="off" {...form.getInputProps("jobTitle")} />
          </SimpleGrid>
          <fieldset className="k-fieldset">
            <legend>{t("contacts.addresses")}</legend>
            <Stack gap="xs">
              {form.values.addresses.map((address, index) => (
                // The rows have no identity of their own until they are saved.
                <div key={index} className={classes.address}>
                  <TextInput
                    aria-label={t(`contacts.${address.kind}`)}
                    placeholder={t(`contacts.${address.kind}`)}
                    type={address.kind === "email" ? "email" : "tel"}
                    autoComplete="off"
                    leftSection={
                      address.kind === "email" ? <IconMail size={16} aria-hidden="true" /> : <IconPhone size={16} aria-hidden="true" />
                    }
                    {...form.getInputProps(`addresses.${index}.value`)}
                  />
                  <TextInput
                    aria-label={t("contacts.label")}
                    placeholder={t("contacts.labelPlaceholder")}
                    autoComplete="off"
                    {...form.getInputProps(`addresses.${index}.label`)}
                  />
                  <ActionIcon size={36} aria-label={t("contacts.removeAddress")} onClick={() => form.removeListItem("addresses", index)}>
                    <IconTrash size={16} aria-hidden="true" />
                  </ActionIcon>
                </div>
              ))}
              <Group gap="xs">
                {(["email", "phone"] as const).map((kind) => (
                  <Button
                    key={kind}
                    variant="light"
                    size="compact-sm"
                    onClick={() => form.insertListItem("addresses", { kind, value: "", label: "" })}
                  >
                    {t(`contacts.addAddress.${kind}`)}
                  </Button>
                ))}
              </Group>
            </Stack>
          </fieldset>
          <Select
            label={t("contacts.legalBasisLabel")}
            description={t("contacts.legalBasisHint")}
            allowDeselect={false}
            data={BASES.map((value) => ({ value, label: t(`contacts.legalBasis.${value}`) }))}
            {...form.getInputProps("legalBasis")}
          />
          <Group justify="space-between">
            {contact ? (
              <Button variant="subtle" color="red" onClick={() => remove(contact)}>
                {t("contacts.remove")}
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
