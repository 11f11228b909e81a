import { useQuery } from "@tanstack/react-query";
import { IconBell } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { OPEN, remindersQuery } from "../../api/reminders.ts";
import { EmptyState } from "../../components/empty-state.tsx";
import { ErrorState } from "../../components/error-state.tsx";
import { Section } from "../../components/section.tsx";
import { SkeletonRows } from "../../components/skeleton-rows.tsx";
import { isOpen } from "./group.ts";
import { ReminderRow } from "./reminder-row.tsx";

/** The open reminders of a customer or an opportunity. */
export function RemindersCard({ about }: { about: { customerId?: string; opportunityId?: string } }) {
  const { t } = useTranslation();
  const query = useQuery(remindersQuery({ state: OPEN, ...about }));
  const open = query.data?.items.filter(isOpen) ?? [];
  return (
    <Section title={t("reminders.title")} count={query.isSuccess ? open.length : undefined} flush>
      {query.isPending ? (
        <SkeletonRows count={1} height={62} />
      ) : query.isError ? (
        <ErrorState compact error={query.error} onRetry={() => void query.refetch()} />
      ) : open.length === 0 ? (
        <EmptyState compact icon={IconBell} title={t("reminders.none.title")}>
          {t("reminders.none.text")}
        </EmptyState>
      ) : (
        open.map((reminder) => <ReminderRow key={reminder.id} reminder={reminder} hideCustomer compact />)
      )}
    </Section>
  );
}
