import { Button, Checkbox, Collapse, Group, Modal, Select, SimpleGrid, Stack, TagsInput, TextInput, UnstyledButton } from "@mantine/core";
import { isNotEmpty, useForm } from "@mantine/form";
import { IconChevronDown } from "@tabler/icons-react";
import { useMutation, useQueryClient, useSuspenseQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { domainOf, isFreeMailDomain, normaliseAddress } from "@kronika/core/addresses.ts";
import { createContact, createCustomer, updateCustomer, type CustomerInput } from "../../api/customers.ts";
import { keys } from "../../api/keys.ts";
import { meQuery } from "../../api/session.ts";
import type { Customer, CustomerKind } from "../../api/types.ts";
import { useFormProblem } from "../../components/form-problem.ts";
import { notifyDone } from "../../components/notify.tsx";
import { OwnerSelect } from "../../components/owner-select.tsx";
import { ProblemAlert } from "../../components/problem-alert.tsx";
import { useFormat } from "../../format/context.tsx";
import { countryChoices } from "../auth/countries.ts";
import { difference, useOfferRematch } from "../rematch/offer-rematch.tsx";
import classes from "./customer-form.module.css";

interface CustomerFormProps {
  /** Absent: a new one. */
  customer?: Customer;
  /** Of a new one: becomes its first contact. */
  person?: { address: string; name: string | undefined };
  onClose: () => void;
  onSaved?: (customer: Customer) => void;
}

const FIELDS = ["name", "kinds", "ico", "dic", "icDph", "country", "website", "domains", "ownerId"];
const orNull = (text: string) => (text.trim() === "" ? null : text.trim());

/** The company behind a person's address; a free-mail domain stands for nobody. */
function companyDomains(address: string | undefined): string[] {
  const normalised = normaliseAddress(address ?? "");
  if (normalised === null) return [];
  const domain = domainOf(normalised);
  return isFreeMailDomain(domain) ? [] : [domain];
}

/** Creates or changes a customer. Only the name is asked for; the rest waits behind one button. */
export function CustomerForm({ customer, person, onClose, onSaved }: CustomerFormProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const client = useQueryClient();
  const me = useSuspenseQuery(meQuery).data;
  const [more, setMore] = useState(customer !== undefined);
  const form = useForm({
    initialValues: {
      name: customer?.name ?? "",
      kinds: customer?.kinds ?? (["customer"] as CustomerKind[]),
      ico: customer?.ico ?? "",
      dic: customer?.dic ?? "",
      icDph: customer?.icDph ?? "",
      country: customer?.country ?? me.organization.country,
      website: customer?.website ?? "",
      domains: customer?.domains ?? companyDomains(person?.address),
      ownerId: customer ? (customer.owner?.id ?? null) : me.user.id,
    },
    validate: {
      name: isNotEmpty(t("problems.field.required")),
      kinds: (value) => (value.length === 0 ? t("customers.form.kindsRequired") : null),
    },
  });
  const problem = useFormProblem(form, FIELDS);
  const offerRematch = useOfferRematch();
  const save = useMutation({
    mutationFn: async (input: CustomerInput) => {
      if (customer) return updateCustomer(customer.id, input);
      const created = await createCustomer(input);
      if (person) {
        await createContact({
          name: person.name ?? person.address,
          customerId: created.id,
          addresses: [{ kind: "email", value: person.address, label: null }],
        });
      }
      return created;
    },
    onSuccess: async (saved) => {
      client.setQueryData(keys.customer(saved.id), saved);
      await client.invalidateQueries({ queryKey: ["customers", "list"] });
      notifyDone(customer ? t("common.saved") : t("customers.created", { name: saved.name }));
      onClose();
      onSaved?.(saved);
      const changed = difference({ before: customer?.domains ?? [], after: saved.domains });
      if (changed.length > 0) offerRematch({ customerId: saved.id, domains: changed });
    },
    onError: (error) => {
      setMore(true);
      problem.show(error);
    },
  });
  return (
    <Modal
      opened
      onClose={onClose}
      title={customer ? t("customers.edit") : t("customers.new")}
      size="lg"
      closeButtonProps={{ "aria-label": t("common.close") }}
    >
      <form
        noValidate
        onSubmit={form.onSubmit((values) => {
          problem.clear();
          save.mutate({
            ...values,
            ico: orNull(values.ico),
            dic: orNull(values.dic),
            icDph: orNull(values.icDph),
            website: orNull(values.website),
          });
        })}
      >
        <Stack gap="md">
          <ProblemAlert error={problem.error} rest={problem.rest} />
          <TextInput
            label={t("customers.form.name")}
            data-autofocus
            placeholder={t("customers.form.namePlaceholder")}
            {...form.getInputProps("name")}
          />
          <Checkbox.Group label={t("customers.columns.kinds")} {...form.getInputProps("kinds")}>
            <Group mt={6} gap="lg">
              {(["customer", "partner", "supplier"] as const).map((kind) => (
                <Checkbox key={kind} value={kind} label={t(`customers.kind.${kind}`)} />
              ))}
            </Group>
          </Checkbox.Group>
          <TagsInput
            label={t("customers.form.domains")}
            description={t("customers.form.domainsHint")}
            splitChars={[",", " ", ";"]}
            {...form.getInputProps("domains")}
          />
          <UnstyledButton className={classes.more} aria-expanded={more} onClick={() => setMore(!more)}>
            <IconChevronDown size={16} aria-hidden="true" data-open={more || undefined} />
            {t("customers.form.more")}
          </UnstyledButton>
          <Collapse expanded={more}>
            <SimpleGrid cols={{ base: 1, xs: 3 }} spacing="sm">
              <TextInput label={t("customers.ico")} inputMode="numeric" {...form.getInputProps("ico")} />
              <TextInput label={t("customers.dic")} inputMode="numeric" {...form.getInputProps("dic")} />
              <TextInput label={t("customers.icDph")} {...form.getInputProps("icDph")} />
            </SimpleGrid>
            <SimpleGrid cols={{ base: 1, xs: 3 }} spacing="sm" mt="sm">
              <Select
                label={t("customers.country")}
                searchable
                allowDeselect={false}
                data={countryChoices(format.country, format.locale)}
                {...form.getInputProps("country")}
              />
              <TextInput label={t("customers.website")} type="url" {...form.getInputProps("website")} />
              <OwnerSelect {...form.getInputProps("ownerId")} />
            </SimpleGrid>
          </Collapse>
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              {t("common.cancel")}
            </Button>
            <Button type="submit" loading={save.isPending}>
              {customer ? t("common.save") : t("customers.form.create")}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
