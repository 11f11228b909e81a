import { ActionIcon, Badge, Button, Tooltip } from "@mantine/core";
import { IconArrowMerge, IconDownload, IconMail, IconPencil, IconPhone, IconPlus, IconUsers } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { lazy, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import { contactsQuery, customerQuery } from "../../api/customers.ts";
import type { Contact, ContactAddress } from "../../api/types.ts";
import { useHidden } from "../../components/deferred.ts";
import { EmptyState } from "../../components/empty-state.tsx";
import { ErrorState } from "../../components/error-state.tsx";
import { Monogram } from "../../components/monogram.tsx";
import { Section } from "../../components/section.tsx";
import { SkeletonRows } from "../../components/skeleton-rows.tsx";
import { useFormat, useNow } from "../../format/context.tsx";
import { useExport } from "../export/use-export.ts";
import { ContactForm } from "./contact-form.tsx";
import classes from "./people-card.module.css";
import { isEnded, validDays } from "./validity.ts";

const MergeDialog = lazy(async () => ({ default: (await import("../merging/merge-dialog.tsx")).MergeDialog }));

/** The people of a customer with all their addresses. */
export function PeopleCard({ customerId }: { customerId: string }) {
  const { t } = useTranslation();
  const query = useQuery(contactsQuery(customerId));
  // A person is exported by who may export the customer.
  const mayExport = useQuery(customerQuery(customerId)).data?.may.export === true;
  const exporting = useExport("contact");
  const [editing, setEditing] = useState<Contact | "new" | null>(null);
  const [merging, setMerging] = useState<Contact | null>(null);
  const hidden = useHidden();
  const people = query.data?.items.filter((person) => !hidden.has(person.id)) ?? [];
  return (
    <Section
      title={t("contacts.title")}
      count={query.isSuccess ? people.length : undefined}
      flush
      action={
        <Tooltip label={t("contacts.add")}>
          <ActionIcon aria-label={t("contacts.add")} onClick={() => setEditing("new")}>
            <IconPlus size={18} aria-hidden="true" />
          </ActionIcon>
        </Tooltip>
      }
    >
      {query.isPending ? (
        <SkeletonRows count={2} height={72} />
      ) : query.isError ? (
        <ErrorState compact error={query.error} onRetry={() => void query.refetch()} />
      ) : people.length === 0 ? (
        <EmptyState
          compact
          icon={IconUsers}
          title={t("contacts.empty.title")}
          action={
            <Button size="xs" variant="light" onClick={() => setEditing("new")}>
              {t("contacts.add")}
            </Button>
          }
        >
          {t("contacts.empty.text")}
        </EmptyState>
      ) : (
        <ul className={classes.list}>
          {people.map((person) => (
            <Person
              key={person.id}
              person={person}
              onEdit={() => setEditing(person)}
              {...(people.length > 1 ? { onMerge: () => setMerging(person) } : {})}
              {...(mayExport ? { onExport: () => exporting.start(person) } : {})}
            />
          ))}
        </ul>
      )}
      <Suspense>
        {merging ? <MergeDialog noun="contact" one={merging} customerId={customerId} onClose={() => setMerging(null)} /> : null}
      </Suspense>
      {editing ? (
        <ContactForm customerId={customerId} {...(editing === "new" ? {} : { contact: editing })} onClose={() => setEditing(null)} />
      ) : null}
    </Section>
  );
}

/** From when until when an address is the person's, if that is bounded. */
function Validity({ address }: { address: ContactAddress }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { from, to } = validDays(address, format.timeZone);
  if (from === null && to === null) return null;
  return (
    <span className={classes.label}>
      {from !== null && to !== null
        ? `${format.day(from)} – ${format.day(to)}`
        : from !== null
          ? t("contacts.validity.since", { date: format.day(from) })
          : t("contacts.validity.until", { date: format.day(to ?? "") })}
    </span>
  );
}

interface PersonProps {
  person: Contact;
  onEdit: () => void;
  onMerge?: () => void;
  onExport?: () => void;
}

function Person({ person, onEdit, onMerge, onExport }: PersonProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const now = useNow();
  return (
    <li className={classes.person}>
      <Monogram name={person.name} size={32} shape="round" />
      <div className={classes.body}>
        <div className={classes.head}>
          <span className={classes.name}>{person.name}</span>
          <span className={classes.tools}>
            <ActionIcon size="sm" aria-label={t("contacts.editNamed", { name: person.name })} onClick={onEdit}>
              <IconPencil size={15} aria-hidden="true" />
            </ActionIcon>
            {onMerge ? (
              <ActionIcon size="sm" aria-label={t("merging.actionNamed", { name: person.name })} onClick={onMerge}>
                <IconArrowMerge size={15} aria-hidden="true" />
              </ActionIcon>
            ) : null}
            {onExport ? (
              <ActionIcon size="sm" aria-label={t("export.actionNamed", { name: person.name })} onClick={onExport}>
                <IconDownload size={15} aria-hidden="true" />
              </ActionIcon>
            ) : null}
          </span>
        </div>
        {person.jobTitle ? <span className={classes.job}>{person.jobTitle}</span> : null}
        <ul className={classes.addresses}>
          {person.addresses.map((address) => (
            <li key={`${address.kind}:${address.value}`} data-ended={isEnded(address, now) || undefined}>
              {address.kind === "email" ? (
                <IconMail size={14} stroke={1.8} aria-hidden="true" />
              ) : (
                <IconPhone size={14} stroke={1.8} aria-hidden="true" />
              )}
              <a
                href={`${address.kind === "email" ? "mailto" : "tel"}:${encodeURIComponent(address.value).replace("%40", "@").replace("%2B", "+")}`}
              >
                {address.value}
              </a>
              {address.label ? <span className={classes.label}>{address.label}</span> : null}
              {address.bouncedAt ? (
                <Badge size="xs" color="red" title={format.dateTime(address.bouncedAt)}>
                  {t("contacts.undeliverable")}
                </Badge>
              ) : null}
              <Validity address={address} />
            </li>
          ))}
        </ul>
        {person.legalBasis && person.legalBasis !== "none" ? (
          <Badge size="sm" color="gray">
            {t(`contacts.legalBasis.${person.legalBasis}`)}
          </Badge>
        ) : null}
      </div>
    </li>
  );
}
