import { Button, Checkbox, Group, Modal, Select, Skeleton, Stack } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { handOver, handOverPreviewQuery, refreshAfterHandOver, undoHandOver, type HandOverPreview } from "../../api/hand-over.ts";
import { usersQuery } from "../../api/organization.ts";
import type { User } from "../../api/types.ts";
import { FactBox } from "../../components/fact-box.tsx";
import { notifyDone, notifyProblem, notifyUndo } from "../../components/notify.tsx";
import { ProblemAlert } from "../../components/problem-alert.tsx";
import classes from "./hand-over.module.css";

interface HandOverDialogProps {
  from: User;
  /** The person has just been disabled: says why this is asked. */
  offered?: boolean;
  onClose: () => void;
}

/** Gives everything of one person to a colleague: what it would be is shown before, and it can be taken back. */
export function HandOverDialog({ from, offered = false, onClose }: HandOverDialogProps) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const users = useQuery(usersQuery).data?.items ?? [];
  const [toId, setToId] = useState<string | null>(null);
  const [mail, setMail] = useState<boolean | undefined>(undefined);
  const to = users.find(({ id }) => id === toId);
  const input = { fromId: from.id, toId: toId ?? "", ...(mail === undefined ? {} : { mail }) };
  const preview = useQuery({ ...handOverPreviewQuery(input), enabled: toId !== null, placeholderData: (before) => before });
  const undo = useMutation({
    mutationFn: undoHandOver,
    onSuccess: async () => {
      await refreshAfterHandOver(client);
      notifyDone(t("handOver.undone"));
    },
    onError: notifyProblem,
  });
  const give = useMutation({
    mutationFn: () => handOver(input),
    onSuccess: async ({ id }) => {
      await refreshAfterHandOver(client);
      onClose();
      notifyUndo(t("handOver.done", { name: to?.name ?? "" }), () => undo.mutate(id));
    },
  });
  return (
    <Modal
      opened
      onClose={onClose}
      size="lg"
      title={t("handOver.title", { name: from.name })}
      closeButtonProps={{ "aria-label": t("common.close") }}
    >
      <Stack>
        {offered ? <p className={classes.text}>{t("handOver.offer", { name: from.name })}</p> : null}
        <ProblemAlert error={give.error ?? preview.error} />
        <Select
          label={t("handOver.to")}
          placeholder={t("handOver.toPlaceholder")}
          searchable
          data-autofocus
          openOnFocus={false}
          value={toId}
          onChange={setToId}
          data={users.filter((one) => one.id !== from.id && !one.disabledAt).map((one) => ({ value: one.id, label: one.name }))}
        />
        {toId === null ? null : preview.data ? (
          <Preview preview={preview.data} name={from.name} mail={mail ?? preview.data.mail} onMail={setMail} />
        ) : preview.isError ? null : (
          <Skeleton height={120} />
        )}
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {t("common.cancel")}
          </Button>
          <Button disabled={toId === null || !preview.data} loading={give.isPending} onClick={() => give.mutate()}>
            {t("handOver.do")}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}

interface PreviewProps {
  preview: HandOverPreview;
  name: string;
  mail: boolean;
  onMail: (mail: boolean) => void;
}

/** What goes and what stays, in words. */
function Preview({ preview: { counts, left, mayGiveMail }, name, mail, onMail }: PreviewProps) {
  const { t } = useTranslation();
  const goes = [
    counts.customers > 0 ? t("handOver.customers", { count: counts.customers }) : null,
    counts.opportunities > 0 ? t("handOver.opportunities", { count: counts.opportunities }) : null,
    counts.reminders > 0 ? t("handOver.reminders", { count: counts.reminders }) : null,
  ].filter((line) => line !== null);
  const stays = [
    left.opportunities > 0 ? t("handOver.leftOpportunities", { count: left.opportunities }) : null,
    left.reminders > 0 ? t("handOver.leftReminders", { count: left.reminders }) : null,
  ].filter((line) => line !== null);
  return (
    <>
      <FactBox title={t("handOver.what")} lines={goes} nothing={t("handOver.nothing")}>
        {stays.length > 0 ? <p>{t("handOver.left", { what: stays.join(", ") })}</p> : null}
        <p>
          {t("handOver.past")} {t("handOver.seen")}
        </p>
      </FactBox>
      {mayGiveMail ? (
        <Checkbox
          label={t("handOver.mail", { name })}
          description={t("handOver.mailHint")}
          checked={mail}
          onChange={(event) => onMail(event.currentTarget.checked)}
        />
      ) : (
        <p className={classes.quiet}>{t("handOver.mailNotYours", { name })}</p>
      )}
    </>
  );
}
