import { Button } from "@mantine/core";
import { IconArrowMoveRight, IconPencil, IconTrash, IconUsers } from "@tabler/icons-react";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { lazy, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import { deleteInteraction, interactionQuery } from "../../api/interactions.ts";
import { keys } from "../../api/keys.ts";
import type { Interaction } from "../../api/types.ts";
import { removeWithUndo } from "../../components/deferred.ts";
import { ErrorState } from "../../components/error-state.tsx";
import { KindIcon } from "../../components/kind-icon.tsx";
import { SkeletonRows } from "../../components/skeleton-rows.tsx";
import { DateTime } from "../../components/time.tsx";
import { useFormat } from "../../format/context.tsx";
import { CommentsCard } from "../comments/comments-card.tsx";
import { PrivateBadge } from "../rights/badges.tsx";
import { ReminderRow } from "../reminders/reminder-row.tsx";
import { useEntryText } from "../timeline/entry-text.ts";
import { ExplanationButton } from "./explanation.tsx";
import { InteractionEditor } from "./interaction-editor.tsx";
import classes from "./interaction-view.module.css";
import { MessageBody } from "./message-body.tsx";
import { PeopleLines } from "./people-lines.tsx";
import { Reactions } from "./reactions.tsx";
import { RemindIfNoReply } from "./remind-if-no-reply.tsx";
import { Thread } from "./thread.tsx";

const ShareInteraction = lazy(async () => ({ default: (await import("../rights/share-dialog.tsx")).ShareInteraction }));
const RelinkDialog = lazy(async () => ({ default: (await import("../relink/relink-dialog.tsx")).RelinkDialog }));

interface InteractionViewProps {
  id: string;
  /** The heading's level: 1 on a page of its own, 2 in the drawer. */
  level: 1 | 2;
  /** Called when it has been deleted. */
  onGone: () => void;
}

/** One interaction whole: what, who, the thread, reminders, reactions, and why it is here. */
export function InteractionView({ id, level, onGone }: InteractionViewProps) {
  const query = useQuery(interactionQuery(id));
  if (query.isPending) return <SkeletonRows count={4} height={72} />;
  if (query.isError && !query.data) return <ErrorState error={query.error} onRetry={() => void query.refetch()} />;
  return query.data ? <Loaded interaction={query.data} level={level} onGone={onGone} /> : null;
}

function Loaded({ interaction, level, onGone }: { interaction: Interaction } & Pick<InteractionViewProps, "level" | "onGone">) {
  const { t } = useTranslation();
  const words = useEntryText();
  const format = useFormat();
  const client = useQueryClient();
  const [editing, setEditing] = useState(false);
  const [sharing, setSharing] = useState(false);
  const [relinking, setRelinking] = useState(false);
  const Heading = level === 1 ? "h1" : "h2";
  const { may } = interaction;
  const facts = words.facts(interaction);
  const remove = () => {
    onGone();
    removeWithUndo({
      id: interaction.id,
      message: t("interaction.removed"),
      send: (options) => deleteInteraction(interaction.id, options),
      onSent: () => client.invalidateQueries({ queryKey: keys.timelines }),
    });
  };
  return (
    <article className={classes.root}>
      <header className={classes.head}>
        <KindIcon of={interaction} size={36} />
        <div className={classes.titles}>
          <Heading className={classes.title} data-cancelled={interaction.state === "cancelled" || undefined}>
            {words.title(interaction)}
          </Heading>
          <p className={classes.when}>
            {words.kind(interaction)}
            {" · "}
            <DateTime at={interaction.occurredAt} />
            {interaction.endsAt ? ` – ${format.time(interaction.endsAt)}` : ""}
            {facts.length > 0 ? ` · ${facts.join(" · ")}` : ""}
          </p>
          <p className={classes.links}>
            {interaction.private ? <PrivateBadge /> : null}
            {interaction.links.map((link) =>
              link.target === "customer" ? (
                <Link key={link.id} to="/customers/$id" params={{ id: link.id }}>
                  {link.name}
                </Link>
              ) : link.target === "opportunity" ? (
                <Link key={link.id} to="/opportunities/$id" params={{ id: link.id }}>
                  {link.name}
                </Link>
              ) : null,
            )}
          </p>
        </div>
      </header>
      <div className={classes.actions}>
        {interaction.kind === "email" ? <RemindIfNoReply interaction={interaction} /> : null}
        <ExplanationButton id={interaction.id} />
        {interaction.level === "metadata" ? null : (
          <Button
            size="xs"
            variant="default"
            leftSection={<IconArrowMoveRight size={15} aria-hidden="true" />}
            onClick={() => setRelinking(true)}
          >
            {t("relink.action")}
          </Button>
        )}
        {may.share || may.hide ? (
          <Button size="xs" variant="default" leftSection={<IconUsers size={15} aria-hidden="true" />} onClick={() => setSharing(true)}>
            {t("rights.share.action")}
          </Button>
        ) : null}
        {may.edit ? (
          <Button size="xs" variant="default" leftSection={<IconPencil size={15} aria-hidden="true" />} onClick={() => setEditing(true)}>
            {t("common.edit")}
          </Button>
        ) : null}
        {may.delete ? (
          <Button size="xs" variant="default" leftSection={<IconTrash size={15} aria-hidden="true" />} onClick={remove}>
            {t("common.delete")}
          </Button>
        ) : null}
      </div>
      {interaction.reminders.length > 0 ? (
        <section className={classes.reminders} aria-label={t("reminders.title")}>
          {interaction.reminders.map((reminder) => (
            <ReminderRow key={reminder.id} reminder={reminder} hideCustomer compact />
          ))}
        </section>
      ) : null}
      <Reactions interaction={interaction} />
      {interaction.kind === "email" && interaction.thread.length > 1 ? (
        <Thread interaction={interaction} />
      ) : (
        <>
          <PeopleLines interaction={interaction} />
          <MessageBody interaction={interaction} />
        </>
      )}
      {interaction.level === "content" ? <CommentsCard key={interaction.id} thing={{ interactionId: interaction.id }} /> : null}
      <Suspense>{relinking ? <RelinkDialog interaction={interaction} onClose={() => setRelinking(false)} /> : null}</Suspense>
      <Suspense>{sharing ? <ShareInteraction interaction={interaction} onClose={() => setSharing(false)} /> : null}</Suspense>
      {editing ? <InteractionEditor interaction={interaction} onClose={() => setEditing(false)} /> : null}
    </article>
  );
}
