import { IconCalendarEvent, IconMapPin } from "@tabler/icons-react";
import type { UseQueryResult } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import type { InteractionSummary } from "../../api/types.ts";
import { EmptyState } from "../../components/empty-state.tsx";
import { ErrorState } from "../../components/error-state.tsx";
import { Section } from "../../components/section.tsx";
import { SkeletonRows } from "../../components/skeleton-rows.tsx";
import { useFormat, useNow } from "../../format/context.tsx";
import { compareInstants } from "../../format/zone.ts";
import { useEntryText } from "../timeline/entry-text.ts";
import classes from "./today.module.css";

interface MeetingsProps {
  from: string;
  to: string;
  recent: UseQueryResult<InteractionSummary[]>;
}

/** Today's meetings in their order; what is over is quieter. */
export function Meetings({ from, to, recent }: MeetingsProps) {
  const { t } = useTranslation();
  const words = useEntryText();
  const format = useFormat();
  const now = useNow();
  const meetings = (recent.data ?? [])
    .filter((item) => item.kind === "meeting" && compareInstants(item.occurredAt, from) >= 0 && compareInstants(item.occurredAt, to) < 0)
    .sort((a, b) => compareInstants(a.occurredAt, b.occurredAt));
  return (
    <Section title={t("today.meetings.title")} count={recent.isSuccess ? meetings.length : undefined} flush>
      {recent.isPending ? (
        <SkeletonRows count={2} height={64} icon={false} />
      ) : recent.isError ? (
        <ErrorState compact error={recent.error} onRetry={() => void recent.refetch()} />
      ) : meetings.length === 0 ? (
        <EmptyState compact icon={IconCalendarEvent} title={t("today.meetings.none.title")}>
          {t("today.meetings.none.text")}
        </EmptyState>
      ) : (
        <ul className={classes.list}>
          {meetings.map((item) => {
            const customer = item.links.find((link) => link.target === "customer");
            const over = compareInstants(item.endsAt ?? item.occurredAt, now) < 0;
            return (
              <li key={item.id} className={classes.row} data-over={over || undefined}>
                <span className={classes.clock}>
                  <strong>{item.details.allDay ? t("timeline.allDay") : format.time(item.occurredAt)}</strong>
                  {item.endsAt && !item.details.allDay ? <span>{format.time(item.endsAt)}</span> : null}
                </span>
                <div className={classes.body}>
                  <Link
                    to="/interactions/$id"
                    params={{ id: item.id }}
                    className={classes.title}
                    data-cancelled={item.state === "cancelled" || undefined}
                  >
                    {words.title(item)}
                  </Link>
                  <span className={classes.sub}>{customer?.name ?? words.people(item)}</span>
                  {item.details.location ? (
                    <span className={classes.place}>
                      <IconMapPin size={14} stroke={1.8} aria-hidden="true" />
                      <span className="k-wrap">{item.details.location}</span>
                    </span>
                  ) : null}
                </div>
              </li>
            );
          })}
        </ul>
      )}
    </Section>
  );
}
