import { Badge, Button, Group } from "@mantine/core";
import { IconMail } from "@tabler/icons-react";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { accountKeys, invitationsQuery, renewInvitation, revokeInvitation, type Invitation } from "../../api/accounts.ts";
import { ErrorState } from "../../components/error-state.tsx";
import { notifyDone, notifyProblem } from "../../components/notify.tsx";
import { Section } from "../../components/section.tsx";
import { SkeletonRows } from "../../components/skeleton-rows.tsx";
import { DateTime } from "../../components/time.tsx";
import { useNow } from "../../format/context.tsx";
import { LinkBox } from "../accounts/link-box.tsx";
import classes from "./settings.module.css";

/** Who is invited and has not come yet: a new link, or take it back. Nothing is shown when there is nobody. */
export function PendingInvitations() {
  const { t } = useTranslation();
  const client = useQueryClient();
  const query = useQuery(invitationsQuery);
  const now = useNow();
  const refresh = () => client.invalidateQueries({ queryKey: accountKeys.invitations });
  const renew = useMutation({ mutationFn: (one: Invitation) => renewInvitation(one.id), onSuccess: refresh, onError: notifyProblem });
  const revoke = useMutation({
    mutationFn: (one: Invitation) => revokeInvitation(one.id),
    onSuccess: async (_, one) => {
      if (renew.data?.invitation.id === one.id) renew.reset();
      await refresh();
      notifyDone(t("accounts.invite.revoked", { email: one.email }));
    },
    onError: notifyProblem,
  });
  if (query.isPending) return <SkeletonRows count={1} height={58} />;
  if (query.isError) return <ErrorState compact error={query.error} onRetry={() => void query.refetch()} />;
  if (query.data.items.length === 0) return null;
  return (
    <Section title={t("accounts.invite.pending")} count={query.data.items.length} flush>
      <ul className={classes.list}>
        {query.data.items.map((one) => (
          <li key={one.id} className={classes.row}>
            <span className={classes.rowIcon} aria-hidden="true">
              <IconMail size={20} stroke={1.6} />
            </span>
            <span className={classes.rowMain}>
              <span className={classes.rowTitle}>{one.email}</span>
              <span className={classes.rowSub}>
                {t(`settings.role.${one.role}`)}
                {" · "}
                {Date.parse(one.expiresAt) <= Date.parse(now) ? (
                  t("accounts.invite.over")
                ) : (
                  <>
                    {t("accounts.invite.until")} <DateTime at={one.expiresAt} />
                  </>
                )}
              </span>
            </span>
            {Date.parse(one.expiresAt) <= Date.parse(now) ? <Badge color="red">{t("accounts.invite.overShort")}</Badge> : null}
            <Group gap="xs">
              <Button
                size="compact-sm"
                variant="default"
                aria-label={t("accounts.invite.renewNamed", { email: one.email })}
                loading={renew.isPending && renew.variables.id === one.id}
                onClick={() => renew.mutate(one)}
              >
                {t("accounts.invite.renew")}
              </Button>
              <Button
                size="compact-sm"
                variant="subtle"
                color="red"
                aria-label={t("accounts.invite.revokeNamed", { email: one.email })}
                loading={revoke.isPending && revoke.variables.id === one.id}
                onClick={() => revoke.mutate(one)}
              >
                {t("accounts.invite.revoke")}
              </Button>
            </Group>
          </li>
        ))}
      </ul>
      {renew.isSuccess ? (
        <div className={classes.row}>
          <LinkBox
            title={t("accounts.invite.made", { email: renew.data.invitation.email })}
            link={renew.data.link}
            text={t("accounts.invite.pass")}
          />
        </div>
      ) : null}
    </Section>
  );
}
