import { Badge, Button } from "@mantine/core";
import { IconFingerprint } from "@tabler/icons-react";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { accountKeys, addPasskey, hasPasskeys, passkeysQuery, removePasskey, type Passkey } from "../../api/accounts.ts";
import { EmptyState } from "../../components/empty-state.tsx";
import { ErrorState } from "../../components/error-state.tsx";
import { notifyDone, notifyProblem } from "../../components/notify.tsx";
import { Section } from "../../components/section.tsx";
import { SkeletonRows } from "../../components/skeleton-rows.tsx";
import { RelativeTime } from "../../components/time.tsx";
import { PasskeyProblem, useConfirmed } from "../accounts/use-confirmed.tsx";
import classes from "./settings.module.css";

/** Passkeys: signing in with a finger, a face or a PIN instead of a password. */
export function Passkeys() {
  const { t } = useTranslation();
  const client = useQueryClient();
  const query = useQuery(passkeysQuery);
  const { guard, dialog } = useConfirmed();
  const refresh = async () => {
    await client.invalidateQueries({ queryKey: accountKeys.passkeys });
    await client.invalidateQueries({ queryKey: accountKeys.confirmation });
  };
  const add = useMutation({
    mutationFn: addPasskey,
    onSuccess: async (passkey) => {
      await refresh();
      notifyDone(t("accounts.passkey.added", { name: passkey.name }));
    },
  });
  const remove = useMutation({
    mutationFn: (passkey: Passkey) => removePasskey(passkey.id),
    onSuccess: async () => {
      await refresh();
      notifyDone(t("accounts.passkey.removed"));
    },
    onError: notifyProblem,
  });
  return (
    <Section
      title={t("accounts.passkey.title")}
      flush
      action={
        hasPasskeys() ? (
          <Button size="xs" variant="default" loading={add.isPending} onClick={() => guard(() => add.mutate())}>
            {t("accounts.passkey.add")}
          </Button>
        ) : undefined
      }
    >
      {add.isError ? (
        <div className={classes.row}>
          <PasskeyProblem error={add.error} />
        </div>
      ) : null}
      {query.isPending ? (
        <SkeletonRows count={1} height={58} />
      ) : query.isError ? (
        <ErrorState compact error={query.error} onRetry={() => void query.refetch()} />
      ) : query.data.items.length === 0 ? (
        <EmptyState compact icon={IconFingerprint} title={t("accounts.passkey.none")}>
          {hasPasskeys() ? t("accounts.passkey.hint") : t("accounts.passkey.notHere")}
        </EmptyState>
      ) : (
        <ul className={classes.list}>
          {query.data.items.map((passkey) => (
            <li key={passkey.id} className={classes.row}>
              <span className={classes.rowIcon} aria-hidden="true">
                <IconFingerprint size={20} stroke={1.6} />
              </span>
              <span className={classes.rowMain}>
                <span className={classes.rowTitle}>{passkey.name}</span>
                <span className={classes.rowSub}>
                  {passkey.lastUsedAt ? (
                    <>
                      {t("settings.signIns.lastUsed")} <RelativeTime at={passkey.lastUsedAt} />
                    </>
                  ) : (
                    t("settings.signIns.neverUsed")
                  )}
                </span>
              </span>
              {passkey.synced ? <Badge color="gray">{t("accounts.passkey.synced")}</Badge> : null}
              <Button
                size="compact-sm"
                variant="default"
                aria-label={t("accounts.passkey.removeNamed", { name: passkey.name })}
                loading={remove.isPending && remove.variables.id === passkey.id}
                onClick={() => guard(() => remove.mutate(passkey))}
              >
                {t("accounts.passkey.remove")}
              </Button>
            </li>
          ))}
        </ul>
      )}
      {dialog}
    </Section>
  );
}
