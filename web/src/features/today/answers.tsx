import { IconBellCheck, IconMailOpened } from "@tabler/icons-react";
import { useQuery, type UseQueryResult } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { remindersQuery } from "../../api/reminders.ts";
import type { InteractionSummary, Reminder } from "../../api/types.ts";
import { EmptyState } from "../../components/empty-state.tsx";
import { ErrorState } from "../../components/error-state.tsx";
import { KindIcon } from "../../components/kind-icon.tsx";
import { Section } from "../../components/section.tsx";
import { SkeletonRows } from "../../components/skeleton-rows.tsx";
import { RelativeTime } from "../../components/time.tsx";
import { participantName, senders } from "../../format/people.ts";
import { compareInstants } from "../../format/zone.ts";
import { useCodes } from "../../i18n/codes.ts";
import { useEntryText } from "../timeline/entry-text.ts";
import classes from "./today.module.css";

interface AnswersProps {
  since: string;
  recent: UseQueryResult<InteractionSummary[]>;
}

/** What customers have written since yesterday; first the mails that somebody was waiting for. */
export function Answers({ since, recent }: AnswersProps) {
  const { t } = useTranslation();
  const closed = useQuery(remindersQuery({ state: "closed", mine: true }));
  const answered = (closed.data?.items ?? []).filter(
    (one) => one.state === "closed" && one.finishedAt !== null && compareInstants(one.finishedAt, since) >= 0,
  );
  const byReply = new Map(answered.flatMap((one) => (one.outcome?.interactionId ? [[one.outcome.interactionId, one] as const] : [])));
  const mails = (recent.data ?? []).filter(
    (item) => item.kind === "email" && item.direction === "incoming" && isFromPerson(item) && !byReply.has(item.id),
  );
  const pending = recent.isPending || closed.isPending;
  return (
    <Section title={t("today.answers.title")} count={pending ? undefined : answered.length + mails.length} flush>
      {pending ? (
        <SkeletonRows count={3} height={64} />
      ) : recent.isError && answered.length === 0 ? (
        <ErrorState compact error={recent.error} onRetry={() => void recent.refetch()} />
      ) : answered.length + mails.length === 0 ? (
        <EmptyState compact icon={IconMailOpened} title={t("today.answers.none.title")}>
          {t("today.answers.none.text")}
        </EmptyState>
      ) : (
        <ul className={classes.list}>
          {answered.map((reminder) => (
            <AwaitedAnswer key={reminder.id} reminder={reminder} />
          ))}
          {mails.map((item) => (
            <IncomingMail key={item.id} item={item} />
          ))}
        </ul>
      )}
    </Section>
  );
}

/** Automatic and bulk mail is no answer. */
const isFromPerson = (item: InteractionSummary): boolean => item.details.mailKind === undefined || item.details.mailKind === "normal";

function AwaitedAnswer({ reminder }: { reminder: Reminder }) {
  const code = useCodes();
  const reply = reminder.outcome?.interactionId;
  return (
    <li className={classes.row}>
      <span className={classes.awaited} aria-hidden="true">
        <IconBellCheck size={18} stroke={1.8} />
      </span>
      <div className={classes.body}>
        <div className={classes.top}>
          {reply ? (
            <Link to="/interactions/$id" params={{ id: reply }} className={classes.title}>
              {reminder.title}
            </Link>
          ) : (
            <span className={classes.title}>{reminder.title}</span>
          )}
          {reminder.finishedAt ? <RelativeTime at={reminder.finishedAt} /> : null}
        </div>
        <span className={classes.sub}>
          {[code("outcome", reminder.outcome?.code ?? "closed"), reminder.customer?.name].filter(Boolean).join(" · ")}
        </span>
      </div>
    </li>
  );
}

function IncomingMail({ item }: { item: InteractionSummary }) {
  const words = useEntryText();
  const sender = senders(item.participants)[0];
  const customer = item.links.find((link) => link.target === "customer");
  return (
    <li className={classes.row}>
      <KindIcon of={item} size={34} />
      <div className={classes.body}>
        <div className={classes.top}>
          <Link to="/interactions/$id" params={{ id: item.id }} className={classes.title}>
            {words.title(item)}
          </Link>
          <RelativeTime at={item.occurredAt} />
        </div>
        <span className={classes.sub}>{[sender ? participantName(sender) : "", customer?.name].filter(Boolean).join(" · ")}</span>
        {item.preview ? <span className={classes.preview}>{item.preview}</span> : null}
      </div>
    </li>
  );
}
