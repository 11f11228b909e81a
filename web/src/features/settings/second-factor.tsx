import { Badge, Button, Group, Modal } from "@mantine/core";
import { IconDeviceMobile, IconListNumbers } from "@tabler/icons-react";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { accountKeys, confirmationQuery, newRecoveryCodes, removeTotp } from "../../api/accounts.ts";
import { ErrorState } from "../../components/error-state.tsx";
import { notifyDone, notifyProblem } from "../../components/notify.tsx";
import { Section } from "../../components/section.tsx";
import { SkeletonRows } from "../../components/skeleton-rows.tsx";
import { RecoveryCodes } from "../accounts/recovery-codes.tsx";
import { TotpSetup } from "../accounts/totp-setup.tsx";
import { useConfirmed } from "../accounts/use-confirmed.tsx";
import classes from "./settings.module.css";

/** The app that shows codes, and the recovery codes for the day it is lost. */
export function SecondFactor() {
  const { t } = useTranslation();
  const client = useQueryClient();
  const query = useQuery(confirmationQuery);
  const { guard, dialog } = useConfirmed();
  const [settingUp, setSettingUp] = useState(false);
  const refresh = () => client.invalidateQueries({ queryKey: accountKeys.confirmation });
  const renew = useMutation({ mutationFn: newRecoveryCodes, onSuccess: refresh, onError: notifyProblem });
  const remove = useMutation({
    mutationFn: removeTotp,
    onSuccess: async () => {
      await refresh();
      notifyDone(t("accounts.totp.removed"));
    },
    onError: notifyProblem,
  });
  const close = () => {
    setSettingUp(false);
    renew.reset();
    void refresh();
  };
  return (
    <Section title={t("accounts.secondFactor.title")} flush>
      {query.isPending ? (
        <SkeletonRows count={2} height={58} />
      ) : query.isError ? (
        <ErrorState compact error={query.error} onRetry={() => void query.refetch()} />
      ) : (
        <ul className={classes.list}>
          <li className={classes.row}>
            <span className={classes.rowIcon} aria-hidden="true">
              <IconDeviceMobile size={20} stroke={1.6} />
            </span>
            <span className={classes.rowMain}>
              <span className={classes.rowTitle}>{t("accounts.totp.title")}</span>
              <span className={classes.rowSub}>{query.data.totp ? t("accounts.totp.on") : t("accounts.totp.hint")}</span>
            </span>
            {query.data.totp ? (
              <Group gap="xs">
                <Badge color="pine">{t("accounts.on")}</Badge>
                <Button size="compact-sm" variant="default" loading={remove.isPending} onClick={() => guard(() => remove.mutate())}>
                  {t("accounts.totp.remove")}
                </Button>
              </Group>
            ) : (
              <Button size="compact-sm" onClick={() => guard(() => setSettingUp(true))}>
                {t("accounts.totp.start")}
              </Button>
            )}
          </li>
          {query.data.totp ? (
            <li className={classes.row}>
              <span className={classes.rowIcon} aria-hidden="true">
                <IconListNumbers size={20} stroke={1.6} />
              </span>
              <span className={classes.rowMain}>
                <span className={classes.rowTitle}>{t("accounts.recovery.title")}</span>
                <span className={classes.rowSub}>{t("accounts.recovery.left", { count: query.data.recoveryCodes })}</span>
              </span>
              <Button size="compact-sm" variant="default" loading={renew.isPending} onClick={() => guard(() => renew.mutate())}>
                {t("accounts.recovery.renew")}
              </Button>
            </li>
          ) : null}
        </ul>
      )}
      {dialog}
      {settingUp || renew.isSuccess ? (
        <Modal
          opened
          onClose={close}
          size="lg"
          title={settingUp ? t("accounts.totp.title") : t("accounts.recovery.title")}
          closeButtonProps={{ "aria-label": t("common.close") }}
        >
          {renew.isSuccess ? <RecoveryCodes codes={renew.data.recoveryCodes} onDone={close} /> : <TotpSetup onDone={close} />}
        </Modal>
      ) : null}
    </Section>
  );
}
