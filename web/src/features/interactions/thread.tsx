import { UnstyledButton } from "@mantine/core";
import { IconPaperclip } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useId, useState } from "react";
import { useTranslation } from "react-i18next";
import { interactionQuery } from "../../api/interactions.ts";
import type { Interaction, InteractionSummary } from "../../api/types.ts";
import { ErrorState } from "../../components/error-state.tsx";
import { Monogram } from "../../components/monogram.tsx";
import { SkeletonRows } from "../../components/skeleton-rows.tsx";
import { RelativeTime } from "../../components/time.tsx";
import { participantName, senders } from "../../format/people.ts";
import { useEntryText } from "../timeline/entry-text.ts";
import { MessageBody } from "./message-body.tsx";
import { PeopleLines } from "./people-lines.tsx";
import classes from "./thread.module.css";

/** The messages of a thread, oldest first; the one that was asked for is open, the others by a click. */
export function Thread({ interaction }: { interaction: Interaction }) {
  const { t } = useTranslation();
  return (
    <section aria-label={t("interaction.thread", { count: interaction.thread.length })}>
      <ol className={classes.root}>
        {interaction.thread.map((summary) => (
          <li key={summary.id} className={classes.item}>
            <Message summary={summary} current={interaction} />
          </li>
        ))}
      </ol>
    </section>
  );
}

function Message({ summary, current }: { summary: InteractionSummary; current: Interaction }) {
  const { t } = useTranslation();
  const words = useEntryText();
  const bodyId = useId();
  const isCurrent = summary.id === current.id;
  const [open, setOpen] = useState(isCurrent);
  const sender = senders(summary.participants)[0];
  const name = sender ? participantName(sender) : (summary.createdBy?.name ?? words.kind(summary));
  return (
    <article>
      <UnstyledButton className={classes.head} aria-expanded={open} aria-controls={bodyId} onClick={() => setOpen(!open)}>
        <Monogram name={name} size={30} shape="round" />
        <span className={classes.names}>
          <span className={classes.name}>{name}</span>
          <span className={classes.preview}>{open ? words.kind(summary) : (summary.preview ?? words.kind(summary))}</span>
        </span>
        {summary.attachmentCount > 0 ? (
          <span className={classes.clip}>
            <IconPaperclip size={14} aria-hidden="true" />
            <span className={classes.srOnly}>{t("timeline.attachments", { count: summary.attachmentCount })}</span>
          </span>
        ) : null}
        <span className={classes.time}>
          <RelativeTime at={summary.occurredAt} />
        </span>
      </UnstyledButton>
      <div id={bodyId} className={classes.body} hidden={!open}>
        {open ? isCurrent ? <Body interaction={current} /> : <Other id={summary.id} /> : null}
      </div>
    </article>
  );
}

function Other({ id }: { id: string }) {
  const query = useQuery(interactionQuery(id));
  if (query.isPending) return <SkeletonRows count={1} height={90} icon={false} />;
  if (query.isError) return <ErrorState compact error={query.error} onRetry={() => void query.refetch()} />;
  return <Body interaction={query.data} />;
}

function Body({ interaction }: { interaction: Interaction }) {
  return (
    <>
      <PeopleLines interaction={interaction} />
      <MessageBody interaction={interaction} />
    </>
  );
}
