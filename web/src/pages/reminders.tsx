import { Button } from "@mantine/core";
import { IconBell, IconPlus } from "@tabler/icons-react";
import { useQuery, useSuspenseQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { lazy, Suspense, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { FINISHED, OPEN, remindersQuery } from "../api/reminders.ts";
import { meQuery } from "../api/session.ts";
import type { Reminder } from "../api/types.ts";
import { ChoiceBar } from "../components/choice-bar.tsx";
import { EmptyState } from "../components/empty-state.tsx";
import { ErrorState } from "../components/error-state.tsx";
import { useListKeys } from "../components/list-keys.ts";
import { Page } from "../components/page.tsx";
import { SkeletonRows } from "../components/skeleton-rows.tsx";
import { groupReminders, isOpen, type ReminderGroup } from "../features/reminders/group.ts";
import { ReminderRow } from "../features/reminders/reminder-row.tsx";
import classes from "../features/reminders/reminders-page.module.css";
import { useFormat, useNow } from "../format/context.tsx";
import { compareInstants } from "../format/zone.ts";

const route = getRouteApi("/app/reminders");
const NewReminder = lazy(async () => ({ default: (await import("../features/reminders/new-reminder.tsx")).NewReminder }));

export function RemindersPage() {
  const { t } = useTranslation();
  const { show = "open", who = "mine" } = route.useSearch();
  const navigate = route.useNavigate();
  const me = useSuspenseQuery(meQuery).data;
  const root = useRef<HTMLDivElement>(null);
  useListKeys(root);
  const [adding, setAdding] = useState(false);
  const query = useQuery(remindersQuery({ state: show === "open" ? OPEN : FINISHED, ...(who === "mine" ? { mine: true } : {}) }));
  const items = query.data?.items ?? [];
  const shown = show === "open" ? items.filter(isOpen) : items.filter((one) => !isOpen(one)).sort(newestFirst);
  return (
    <Page
      title={t("reminders.title")}
      subtitle={t("reminders.subtitle")}
      width="narrow"
      actions={
        <Button leftSection={<IconPlus size={16} aria-hidden="true" />} onClick={() => setAdding(true)}>
          {t("reminders.new")}
        </Button>
      }
    >
      <div className={classes.filters}>
        <ChoiceBar
          label={t("reminders.filter.show")}
          value={show}
          onChange={(value) => void navigate({ search: (old) => ({ ...old, show: value === "open" ? undefined : value }), replace: true })}
          options={[
            { value: "open", label: t("reminders.filter.open") },
            { value: "finished", label: t("reminders.filter.finished") },
          ]}
        />
        {me.user.role === "rep" ? null : (
          <ChoiceBar
            label={t("reminders.filter.who")}
            value={who}
            onChange={(value) => void navigate({ search: (old) => ({ ...old, who: value === "mine" ? undefined : value }), replace: true })}
            options={[
              { value: "mine", label: t("reminders.filter.mine") },
              { value: "all", label: t("reminders.filter.all") },
            ]}
          />
        )}
      </div>
      <div ref={root}>
        {query.isPending ? (
          <div className={classes.card}>
            <SkeletonRows count={5} height={64} />
          </div>
        ) : query.isError ? (
          <ErrorState error={query.error} onRetry={() => void query.refetch()} />
        ) : shown.length === 0 ? (
          <EmptyState
            icon={IconBell}
            title={t(`reminders.empty.${show}.title`)}
            action={show === "open" ? <Button onClick={() => setAdding(true)}>{t("reminders.new")}</Button> : undefined}
          >
            {t(`reminders.empty.${show}.text`)}
          </EmptyState>
        ) : show === "open" ? (
          <OpenReminders items={shown} showOwner={who === "all"} />
        ) : (
          <div className={classes.card}>
            {shown.map((reminder, index) => (
              <ReminderRow key={reminder.id} reminder={reminder} index={index} showOwner={who === "all"} />
            ))}
          </div>
        )}
      </div>
      {adding ? (
        <Suspense>
          <NewReminder onClose={() => setAdding(false)} />
        </Suspense>
      ) : null}
    </Page>
  );
}

const newestFirst = (a: Reminder, b: Reminder) => compareInstants(b.finishedAt ?? b.dueAt, a.finishedAt ?? a.dueAt);

function OpenReminders({ items, showOwner }: { items: readonly Reminder[]; showOwner: boolean }) {
  const { t } = useTranslation();
  const format = useFormat();
  const now = useNow();
  const groups = groupReminders(items, now, format.timeZone);
  const name = (group: ReminderGroup) => (group.label === "day" ? format.weekday(group.at, now) : t(`reminders.group.${group.label}`));
  const order = new Map(groups.flatMap((group) => group.items).map((reminder, index) => [reminder.id, index]));
  return groups.map((group) => (
    <section key={group.key} aria-label={name(group)}>
      <h2 className={classes.heading} data-late={group.label === "overdue" || undefined}>
        {name(group)}
        <span>{group.items.length}</span>
      </h2>
      <div className={classes.card}>
        {group.items.map((reminder) => {
          const index = order.get(reminder.id);
          return <ReminderRow key={reminder.id} reminder={reminder} showOwner={showOwner} {...(index === undefined ? {} : { index })} />;
        })}
      </div>
    </section>
  ));
}
