import { Button, Group, Modal, Select, Skeleton, Stack } from "@mantine/core";
import { IconArrowsExchange } from "@tabler/icons-react";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { contactsQuery, customerQuery } from "../../api/customers.ts";
import { commentKeys } from "../../api/comments.ts";
import { keys } from "../../api/keys.ts";
import { merge, mergePreviewQuery, undoMerge, type MergeNoun, type MergePreview } from "../../api/merging.ts";
import type { Ref } from "../../api/types.ts";
import { notifyDone, notifyProblem, notifyUndo } from "../../components/notify.tsx";
import { ProblemAlert } from "../../components/problem-alert.tsx";
import { useFormat } from "../../format/context.tsx";
import { CustomerSelect } from "../customers/customer-select.tsx";
import { mergeWords } from "./merge-words.ts";
import classes from "./merging.module.css";

interface MergeDialogProps {
  noun: MergeNoun;
  /** From where the dialog was opened. It stays, unless the two are swapped. */
  one: Ref;
  /** Of a person: the other one is looked for among this customer's people. */
  customerId?: string;
  onClose: () => void;
  /** Both are one now. */
  onMerged?: (into: Ref) => void;
}

/** Makes two customers, or two people, one: which stays, what moves, where they differ; and it can be taken back. */
export function MergeDialog({ noun, one, customerId, onClose, onMerged }: MergeDialogProps) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const [otherId, setOtherId] = useState<string | null>(null);
  const [swapped, setSwapped] = useState(false);
  const [fromId, intoId] = swapped ? [one.id, otherId ?? ""] : [otherId ?? "", one.id];
  const sameTwice = otherId === one.id;
  const preview = useQuery({
    ...mergePreviewQuery(noun, fromId, intoId),
    enabled: otherId !== null && !sameTwice,
  });
  const refresh = () =>
    Promise.all(
      [
        keys.customers,
        keys.contacts,
        keys.opportunities,
        keys.timelines,
        keys.interactions,
        keys.reminders,
        keys.salesDocuments,
        commentKeys.all,
      ].map((queryKey) => client.invalidateQueries({ queryKey })),
    );
  const undo = useMutation({
    mutationFn: undoMerge,
    onSuccess: async () => {
      await refresh();
      notifyDone(t("merging.undone"));
    },
    onError: notifyProblem,
  });
  const join = useMutation({
    mutationFn: ({ from, into }: MergePreview) => merge(noun, from.id, into.id),
    onSuccess: async ({ id }, { from, into }) => {
      onClose();
      onMerged?.(into);
      await refresh();
      notifyUndo(t("merging.done", { from: from.name, into: into.name }), () => undo.mutate(id));
    },
  });
  return (
    <Modal opened onClose={onClose} size="lg" title={t(`merging.title.${noun}`)} closeButtonProps={{ "aria-label": t("common.close") }}>
      <Stack>
        <p className={classes.hint}>{t(`merging.hint.${noun}`)}</p>
        <ProblemAlert error={join.error ?? preview.error} />
        {noun === "customer" ? (
          <CustomerSelect
            label={t("merging.other.customer")}
            data-autofocus
            openOnFocus={false}
            value={otherId}
            error={sameTwice ? t("problems.field.taken") : undefined}
            onChange={setOtherId}
          />
        ) : (
          <PersonSelect customerId={customerId ?? ""} without={one.id} value={otherId} onChange={setOtherId} />
        )}
        {otherId === null || sameTwice ? null : preview.data ? (
          <Preview preview={preview.data} onSwap={() => setSwapped(!swapped)} />
        ) : preview.isError ? (
          <Button variant="default" leftSection={<IconArrowsExchange size={16} aria-hidden="true" />} onClick={() => setSwapped(!swapped)}>
            {t("merging.swap")}
          </Button>
        ) : (
          <Skeleton height={160} />
        )}
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {t("common.cancel")}
          </Button>
          <Button disabled={!preview.data} loading={join.isPending} onClick={() => preview.data && join.mutate(preview.data)}>
            {t("merging.do")}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}

interface PersonSelectProps {
  customerId: string;
  without: string;
  value: string | null;
  onChange: (id: string | null) => void;
}

function PersonSelect({ customerId, without, value, onChange }: PersonSelectProps) {
  const { t } = useTranslation();
  const people = useQuery(contactsQuery(customerId)).data?.items ?? [];
  const customer = useQuery(customerQuery(customerId)).data;
  return (
    <Select
      label={t("merging.other.contact")}
      description={customer?.name}
      placeholder={t("merging.otherPlaceholder")}
      searchable
      data-autofocus
      openOnFocus={false}
      nothingFoundMessage={t("customers.select.nothing")}
      value={value}
      onChange={onChange}
      data={people
        .filter(({ id }) => id !== without)
        .map(({ id, name, jobTitle }) => ({ value: id, label: jobTitle ? `${name} · ${jobTitle}` : name }))}
    />
  );
}

/** Which stays, what moves, and where both say something else. */
function Preview({ preview, onSwap }: { preview: MergePreview; onSwap: () => void }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { from, into } = preview;
  const { moves, takenOver, conflicts } = mergeWords(t, preview);
  const list = (words: string[]) => new Intl.ListFormat(format.locale, { type: "conjunction" }).format(words);
  return (
    <section aria-live="polite" className={classes.preview}>
      <div className={classes.pair}>
        <dl className={classes.sides}>
          <div>
            <dt>{t("merging.stays")}</dt>
            <dd>
              <strong>{into.name}</strong>
            </dd>
          </div>
          <div>
            <dt>{t("merging.goes")}</dt>
            <dd>{from.name}</dd>
          </div>
        </dl>
        <Button size="xs" variant="default" leftSection={<IconArrowsExchange size={15} aria-hidden="true" />} onClick={onSwap}>
          {t("merging.swap")}
        </Button>
      </div>
      <h3 className={classes.heading}>{t("merging.moves")}</h3>
      {moves.length === 0 ? (
        <p className={classes.hint}>{t("merging.nothingMoves", { name: from.name })}</p>
      ) : (
        <ul className={classes.list}>
          {moves.map((line) => (
            <li key={line}>{line}</li>
          ))}
        </ul>
      )}
      {takenOver.length > 0 ? <p className={classes.fact}>{t("merging.takenOver", { into: into.name, fields: list(takenOver) })}</p> : null}
      {conflicts.length > 0 ? (
        <p className={classes.conflict}>{t("merging.conflicts", { into: into.name, fields: list(conflicts) })}</p>
      ) : null}
    </section>
  );
}
