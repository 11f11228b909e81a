import { ActionIcon, Button, Group, Modal, Select, SimpleGrid, Skeleton, Stack, TextInput } from "@mantine/core";
import { isNotEmpty, useForm } from "@mantine/form";
import { IconCalendarTime, IconMail, IconPhone, IconTrash } from "@tabler/icons-react";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { lazy, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import { createContact, deleteContact, updateContact, type ContactInput } from "../../api/customers.ts";
import { keys } from "../../api/keys.ts";
import type { Contact, LegalBasis } from "../../api/types.ts";
import { removeWithUndo } from "../../components/deferred.ts";
import { useFormProblem } from "../../components/form-problem.ts";
import { notifyDone } from "../../components/notify.tsx";
import { ProblemAlert } from "../../components/problem-alert.tsx";
import { useFormat } from "../../format/context.tsx";
import { difference, useOfferRematch } from "../rematch/offer-rematch.tsx";
import classes from "./contact-form.module.css";
import { validDays, validInstants, type ValidDays } from "./validity.ts";

const DayField = lazy(async () => ({ default: (await import("../../components/date-field.tsx")).DayField }));

interface ContactFormProps {
  customerId: string;
  /** Absent: a new one. */
  contact?: Contact;
  onClose: () => void;
}

interface AddressValues extends ValidDays {
  kind: "email" | "phone";
  value: string;
  label: string;
}

const newAddress = (kind: AddressValues["kind"]): AddressValues => ({ kind, value: "", label: "", from: null, to: null });

interface ContactValues {
  name: string;
  jobTitle: string;
  legalBasis: LegalBasis;
  addresses: AddressValues[];
}

const BASES = ["customer", "published-business", "consent", "none"] as const satisfies readonly LegalBasis[];

const emailsOf = (person: Contact | undefined): string[] =>
  (person?.addresses ?? []).flatMap(({ kind, value }) => (kind === "email" ? [value] : []));

/** A person with any number of e-mail addresses and phone numbers. */
export function ContactForm({ customerId, contact, onClose }: ContactFormProps) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const format = useFormat();
  const form = useForm<ContactValues>({
    initialValues: {
      name: contact?.name ?? "",
      jobTitle: contact?.jobTitle ?? "",
      legalBasis: contact?.legalBasis ?? "none",
      addresses: contact?.addresses.map((address) => ({
        kind: address.kind,
        value: address.value,
        label: address.label ?? "",
        ...validDays(address, format.timeZone),
      })) ?? [newAddress("email"), newAddress("phone")],
    },
    validate: { name: isNotEmpty(t("problems.field.required")) },
  });
  const fields = [
    "name",
    "jobTitle",
    "legalBasis",
    ...form.values.addresses.flatMap((_, index) => [`addresses.${index}.value`, `addresses.${index}.label`, `addresses.${index}.to`]),
  ];
  // Rows that were left empty are not sent, so the hub counts differently than the form.
  const sentRows = form.values.addresses.flatMap((address, index) => (address.value.trim() === "" ? [] : [index]));
  /** Rows whose validity was opened; one that has a validity shows it anyway. */
  const [dated, setDated] = useState<ReadonlySet<number>>(new Set());
  const isDated = (address: AddressValues, index: number) => dated.has(index) || address.from !== null || address.to !== null;
  const problem = useFormProblem(
    form,
    fields,
    Object.fromEntries(
      sentRows.flatMap((row, sent) => [
        [`addresses.${sent}.validTo`, `addresses.${row}.to`],
        [`addresses.${sent}`, `addresses.${row}.value`],
      ]),
    ),
  );
  const offerRematch = useOfferRematch();
  const refresh = () =>
    Promise.all([client.invalidateQueries({ queryKey: keys.contacts }), client.invalidateQueries({ queryKey: keys.timelines })]);
  const save = useMutation({
    mutationFn: (input: ContactInput) => (contact ? updateContact(contact.id, input) : createContact(input)),
    onSuccess: async (saved) => {
      await refresh();
      notifyDone(t(contact ? "contacts.saved" : "contacts.created", { name: saved.name }));
      onClose();
      const changed = difference({ before: emailsOf(contact), after: emailsOf(saved) });
      if (changed.length > 0) offerRematch({ contactId: saved.id, addresses: changed });
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
              .map(({ kind, value, label, ...days }) => ({
                kind,
                value: value.trim(),
                label: label.trim() === "" ? null : label.trim(),
                ...validInstants(days, format.timeZone),
              })),
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
                  <ActionIcon
                    size={36}
                    aria-label={t("contacts.validity.action")}
                    aria-expanded={isDated(address, index)}
                    onClick={() => setDated(new Set([...dated, index]))}
                  >
                    <IconCalendarTime size={16} aria-hidden="true" />
                  </ActionIcon>
                  <ActionIcon
                    size={36}
                    aria-label={t("contacts.removeAddress")}
                    onClick={() => {
                      setDated(new Set());
                      form.removeListItem("addresses", index);
                    }}
                  >
                    <IconTrash size={16} aria-hidden="true" />
                  </ActionIcon>
                  {isDated(address, index) ? (
                    <Suspense fallback={<Skeleton height={58} />}>
                      <div className={classes.validity}>
                        <DayField
                          label={t("contacts.validity.from")}
                          clearable
                          value={address.from}
                          onChange={(day) => form.setFieldValue(`addresses.${index}.from`, day)}
                        />
                        <DayField
                          label={t("contacts.validity.to")}
                          clearable
                          value={address.to}
                          error={form.errors[`addresses.${index}.to`]}
                          onChange={(day) => form.setFieldValue(`addresses.${index}.to`, day)}
                        />
                      </div>
                    </Suspense>
                  ) : null}
                </div>
              ))}
              <Group gap="xs">
                {(["email", "phone"] as const).map((kind) => (
                  <Button key={kind} variant="light" size="compact-sm" onClick={() => form.insertListItem("addresses", newAddress(kind))}>
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
