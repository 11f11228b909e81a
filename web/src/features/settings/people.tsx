import { ActionIcon, Badge, Button, Tooltip } from "@mantine/core";
import { IconArrowsExchange, IconUserPlus } from "@tabler/icons-react";
import { useQuery, useSuspenseQuery } from "@tanstack/react-query";
import { lazy, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import { askedResetsQuery, secondFactorsQuery } from "../../api/accounts.ts";
import { usersQuery } from "../../api/organization.ts";
import { meQuery } from "../../api/session.ts";
import { ErrorState } from "../../components/error-state.tsx";
import { Monogram } from "../../components/monogram.tsx";
import { Section } from "../../components/section.tsx";
import { SkeletonRows } from "../../components/skeleton-rows.tsx";
import type { User } from "../../api/types.ts";
import { HandOversList } from "../hand-over/hand-overs-list.tsx";
import { InviteForm } from "./invite-form.tsx";
import { PendingInvitations } from "./pending-invitations.tsx";
import { PersonMenu } from "./person-menu.tsx";
import classes from "./settings.module.css";

const HandOverDialog = lazy(async () => ({ default: (await import("../hand-over/hand-over-dialog.tsx")).HandOverDialog }));

/** Who works with Kronika; the administrator invites people, and looks after their ways in. */
export function PeopleSettings() {
  const { t } = useTranslation();
  const me = useSuspenseQuery(meQuery).data;
  const administrator = me.user.role === "admin";
  const query = useQuery(usersQuery);
  const factors = useQuery({ ...secondFactorsQuery, enabled: administrator }).data?.items ?? [];
  const asked = useQuery({ ...askedResetsQuery, enabled: administrator }).data?.items ?? [];
  const [inviting, setInviting] = useState(false);
  const [handing, setHanding] = useState<{ from: User; offered: boolean } | null>(null);
  return (
    <>
      <Section
        title={t("settings.tab.people")}
        count={query.data?.items.length}
        flush
        action={
          administrator ? (
            <Button size="xs" leftSection={<IconUserPlus size={16} aria-hidden="true" />} onClick={() => setInviting(true)}>
              {t("accounts.invite.title")}
            </Button>
          ) : undefined
        }
      >
        {query.isPending ? (
          <SkeletonRows count={4} height={58} />
        ) : query.isError ? (
          <ErrorState compact error={query.error} onRetry={() => void query.refetch()} />
        ) : (
          <ul className={classes.list}>
            {query.data.items.map((user) => (
              <li key={user.id} className={classes.row}>
                <Monogram name={user.name} size={34} shape="round" />
                <span className={classes.rowMain}>
                  <span className={classes.rowTitle}>{user.name}</span>
                  <span className={classes.rowSub}>{[user.email, ...user.aliases].join(", ")}</span>
                </span>
                {asked.some((one) => one.userId === user.id) ? <Badge color="pine">{t("accounts.person.asked")}</Badge> : null}
                {factors.some((one) => one.userId === user.id) ? (
                  <Badge color="gray" variant="light">
                    {t("accounts.person.twoSteps")}
                  </Badge>
                ) : null}
                {user.disabledAt ? <Badge color="red">{t("settings.people.disabled")}</Badge> : null}
                <Badge color={user.role === "admin" ? "pine" : "gray"}>{t(`settings.role.${user.role}`)}</Badge>
                {administrator ? (
                  <PersonMenu
                    user={user}
                    hasSecondFactor={factors.some((one) => one.userId === user.id)}
                    self={user.id === me.user.id}
                    onHandOver={(offered) => setHanding({ from: user, offered })}
                  />
                ) : me.user.role === "manager" || user.id === me.user.id ? (
                  <Tooltip label={t("handOver.action")}>
                    <ActionIcon
                      aria-label={t("handOver.actionNamed", { name: user.name })}
                      onClick={() => setHanding({ from: user, offered: false })}
                    >
                      <IconArrowsExchange size={18} aria-hidden="true" />
                    </ActionIcon>
                  </Tooltip>
                ) : null}
              </li>
            ))}
          </ul>
        )}
      </Section>
      {administrator ? <PendingInvitations /> : null}
      <HandOversList viewer={me.user} />
      <Suspense>
        {handing ? <HandOverDialog from={handing.from} offered={handing.offered} onClose={() => setHanding(null)} /> : null}
      </Suspense>
      {inviting ? <InviteForm onClose={() => setInviting(false)} /> : null}
    </>
  );
}
