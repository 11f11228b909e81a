import { Alert, Button, Group, Modal, Select, Skeleton, Stack, TextInput } from "@mantine/core";
import { IconFileCertificate } from "@tabler/icons-react";
import { useMutation, useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { ApiProblem } from "../../api/client.ts";
import {
  erase,
  erasurePreviewQuery,
  erasureReasons,
  type ErasurePreview,
  type ErasureReason,
  type ErasureTarget,
} from "../../api/erasures.ts";
import type { Ref } from "../../api/types.ts";
import { FactBox } from "../../components/fact-box.tsx";
import { ProblemAlert } from "../../components/problem-alert.tsx";
import { useCertificate } from "./use-certificate.ts";

interface EraseDialogProps {
  target: ErasureTarget;
  one: Ref;
  /** `erased`: what was shown is gone, and almost everything may have held something of it. */
  onClose: (erased: boolean) => void;
}

/**
 * Erases a customer or a person for good: what goes and what stays is shown before, the name is written out so that nobody does it by
 * mistake, and the certificate is offered after. A legal hold refuses it, in words.
 */
export function EraseDialog({ target, one, onClose }: EraseDialogProps) {
  const { t } = useTranslation();
  const certificate = useCertificate();
  const [reason, setReason] = useState<ErasureReason>("request");
  const [written, setWritten] = useState("");
  const preview = useQuery(erasurePreviewQuery(target, one.id));
  const erasing = useMutation({ mutationFn: () => erase(target, one.id, reason) });
  const problem = erasing.error ?? preview.error;
  const done = erasing.data;
  const close = () => onClose(done !== undefined);
  return (
    <Modal
      opened
      onClose={close}
      size="lg"
      title={t("erasure.title", { name: one.name })}
      closeButtonProps={{ "aria-label": t("common.close") }}
    >
      {done ? (
        <Stack>
          <Alert color="pine" role="status" title={t("erasure.done")}>
            {t("erasure.doneText")}
          </Alert>
          <Group justify="flex-end">
            <Button
              variant="default"
              leftSection={<IconFileCertificate size={16} aria-hidden="true" />}
              loading={certificate.isPending}
              onClick={() => certificate.mutate(done.id)}
            >
              {t("erasure.certificate")}
            </Button>
            <Button onClick={close}>{t("common.close")}</Button>
          </Group>
        </Stack>
      ) : (
        <form
          noValidate
          onSubmit={(event) => {
            event.preventDefault();
            if (matches(written, one.name)) erasing.mutate();
          }}
        >
          <Stack>
            {isHeld(problem) ? (
              <Alert color="red" variant="light" role="alert">
                {t("erasure.held")} <Link to="/settings/erasure">{t("erasure.heldWhere")}</Link>
              </Alert>
            ) : (
              <ProblemAlert error={problem} />
            )}
            {preview.data ? <Going preview={preview.data} /> : preview.isError ? null : <Skeleton height={110} />}
            <Select
              label={t("erasure.reason.label")}
              allowDeselect={false}
              value={reason}
              onChange={(value) => setReason(value ?? "request")}
              data={erasureReasons.map((value) => ({ value, label: t(`erasure.reason.${value}`) }))}
            />
            <TextInput
              label={t("erasure.write", { name: one.name })}
              description={t("erasure.writeHint")}
              autoComplete="off"
              value={written}
              onChange={(event) => setWritten(event.currentTarget.value)}
            />
            <Group justify="flex-end">
              <Button variant="default" onClick={close}>
                {t("common.cancel")}
              </Button>
              <Button type="submit" color="red" disabled={!matches(written, one.name) || !preview.data} loading={erasing.isPending}>
                {t("erasure.do")}
              </Button>
            </Group>
          </Stack>
        </form>
      )}
    </Modal>
  );
}

/** What is there can be erased; only a legal hold stands against it. */
const isHeld = (problem: unknown) => problem instanceof ApiProblem && problem.code === "conflict";

/** Case and blanks at the ends are no reason to refuse. */
const matches = (written: string, name: string) => written.trim().toLocaleLowerCase() === name.trim().toLocaleLowerCase();

function Going({ preview }: { preview: ErasurePreview }) {
  const { t } = useTranslation();
  const goes = [
    preview.interactions > 0 ? t("erasure.goes.interactions", { count: preview.interactions }) : null,
    preview.contacts > 0 ? t("erasure.goes.contacts", { count: preview.contacts }) : null,
    preview.opportunities > 0 ? t("erasure.goes.opportunities", { count: preview.opportunities }) : null,
    preview.documents > 0 ? t("erasure.goes.documents", { count: preview.documents }) : null,
    preview.attachments > 0 ? t("erasure.goes.attachments", { count: preview.attachments }) : null,
    preview.comments > 0 ? t("erasure.goes.comments", { count: preview.comments }) : null,
    preview.reminders > 0 ? t("erasure.goes.reminders", { count: preview.reminders }) : null,
  ].filter((line) => line !== null);
  return (
    <FactBox title={t("erasure.goes.title")} lines={goes} nothing={t("erasure.goes.nothing")}>
      {preview.shared > 0 ? <p>{t("erasure.shared", { count: preview.shared })}</p> : null}
      <p>{t("erasure.never")}</p>
    </FactBox>
  );
}
