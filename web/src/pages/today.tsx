import { IconMailPlus, IconSunHigh } from "@tabler/icons-react";
import { useQuery, useSuspenseQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { connectionsQuery } from "../api/connections.ts";
import { recentQuery } from "../api/recent.ts";
import { OPEN, remindersQuery } from "../api/reminders.ts";
import { meQuery } from "../api/session.ts";
import { EmptyState } from "../components/empty-state.tsx";
import { ErrorState } from "../components/error-state.tsx";
import { LinkAnchor, LinkButton } from "../components/links.tsx";
import { Page } from "../components/page.tsx";
import { Section } from "../components/section.tsx";
import { SkeletonRows } from "../components/skeleton-rows.tsx";
import { isOpen } from "../features/reminders/group.ts";
import { ReminderRow } from "../features/reminders/reminder-row.tsx";
import { Answers } from "../features/today/answers.tsx";
import { greetingKey } from "../features/today/greeting.ts";
import { Meetings } from "../features/today/meetings.tsx";
import classes from "../features/today/today.module.css";
import { useFormat, useNow } from "../format/context.tsx";
import { compareInstants, startOfDay } from "../format/zone.ts";

export function TodayPage() {
  const { t } = useTranslation();
  const format = useFormat();
  const now = useNow();
  const me = useSuspenseQuery(meQuery).data;
  const yesterday = startOfDay(now, format.timeZone, -1);
  const tomorrow = startOfDay(now, format.timeZone, 1);
  const recent = useQuery(recentQuery({ from: yesterday, to: tomorrow }));
  return (
    <Page
      title={t(`today.greeting.${greetingKey(now, format.timeZone)}`, { name: me.user.name.split(" ")[0] })}
      subtitle={capitalised(format.weekday(now, now))}
    >
      <div className={classes.columns}>
        <div className={classes.main}>
          <DueReminders until={tomorrow} />
          <Answers since={yesterday} recent={recent} />
        </div>
        <div className={classes.side}>
          <Meetings from={startOfDay(now, format.timeZone)} to={tomorrow} recent={recent} />
          <ConnectHint />
        </div>
      </div>
    </Page>
  );
}

const capitalised = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);

function DueReminders({ until }: { until: string }) {
  const { t } = useTranslation();
  const query = useQuery(remindersQuery({ state: OPEN, mine: true }));
  const due = (query.data?.items ?? []).filter((one) => isOpen(one) && compareInstants(one.dueAt, until) < 0);
  return (
    <Section
      title={t("today.due.title")}
      count={query.isSuccess ? due.length : undefined}
      flush
      action={
        <LinkAnchor to="/reminders" size="sm">
          {t("today.due.all")}
        </LinkAnchor>
      }
    >
      {query.isPending ? (
        <SkeletonRows count={3} height={64} />
      ) : query.isError ? (
        <ErrorState compact error={query.error} onRetry={() => void query.refetch()} />
      ) : due.length === 0 ? (
        <EmptyState compact icon={IconSunHigh} title={t("today.due.none.title")}>
          {t("today.due.none.text")}
        </EmptyState>
      ) : (
        due.map((reminder, index) => <ReminderRow key={reminder.id} reminder={reminder} index={index} />)
      )}
    </Section>
  );
}

/** Without a mailbox this page stays empty: the one button that fills it. */
function ConnectHint() {
  const { t } = useTranslation();
  const query = useQuery(connectionsQuery);
  if (!query.isSuccess || query.data.items.length > 0) return null;
  return (
    <Section title={t("today.connect.title")}>
      <p className={classes.hint}>{t("today.connect.text")}</p>
      <LinkButton to="/connections" search={{ add: "mailbox" }} leftSection={<IconMailPlus size={17} aria-hidden="true" />}>
        {t("connections.add.mailbox")}
      </LinkButton>
    </Section>
  );
}
