import { Badge, Button } from "@mantine/core";
import { IconUserPlus } from "@tabler/icons-react";
import { useQuery, useSuspenseQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { usersQuery } from "../../api/organization.ts";
import { meQuery } from "../../api/session.ts";
import { ErrorState } from "../../components/error-state.tsx";
import { Monogram } from "../../components/monogram.tsx";
import { Section } from "../../components/section.tsx";
import { SkeletonRows } from "../../components/skeleton-rows.tsx";
import { PersonForm } from "./person-form.tsx";
import classes from "./settings.module.css";

/** Who works with Kronika; the administrator adds people. */
export function PeopleSettings() {
  const { t } = useTranslation();
  const me = useSuspenseQuery(meQuery).data;
  const query = useQuery(usersQuery);
  const [adding, setAdding] = useState(false);
  return (
    <Section
      title={t("settings.tab.people")}
      count={query.data?.items.length}
      flush
      action={
        me.user.role === "admin" ? (
          <Button size="xs" leftSection={<IconUserPlus size={16} aria-hidden="true" />} onClick={() => setAdding(true)}>
            {t("settings.people.add")}
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
              {user.disabledAt ? <Badge color="red">{t("settings.people.disabled")}</Badge> : null}
              <Badge color={user.role === "admin" ? "pine" : "gray"}>{t(`settings.role.${user.role}`)}</Badge>
            </li>
          ))}
        </ul>
      )}
      {adding ? <PersonForm onClose={() => setAdding(false)} /> : null}
    </Section>
  );
}
