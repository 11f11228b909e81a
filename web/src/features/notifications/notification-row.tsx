import { ActionIcon, Tooltip } from "@mantine/core";
import { IconArrowsExchange, IconAt, IconBriefcase, IconMail, IconMailOpened, IconMessage, IconBellPlus } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import type { Notification } from "../../api/notifications.ts";
import { RelativeTime } from "../../components/time.tsx";
import classes from "./notifications.module.css";
import { placeOf } from "./place-of.ts";

const ICONS = {
  comment: IconMessage,
  mention: IconAt,
  assigned: IconBriefcase,
  reminder: IconBellPlus,
  "hand-over": IconArrowsExchange,
} as const;

interface NotificationRowProps {
  notification: Notification;
  onRead: (read: boolean) => void;
}

/** One thing that I was told: who, what, where; it leads there and is read by that. */
export function NotificationRow({ notification, onRead }: NotificationRowProps) {
  const { t } = useTranslation();
  const { kind, actor, readAt, createdAt, comment, customer, opportunity, interaction, reminder, handOverFrom } = notification;
  const IconShape = ICONS[kind];
  const unread = readAt === null;
  const thing =
    kind === "hand-over"
      ? handOverFrom
      : kind === "reminder"
        ? reminder?.title
        : interaction
          ? t("notifications.interaction", {
              kind: t(`timeline.kind.${interaction.kind}`),
              subject: interaction.subject ?? t("timeline.noSubject"),
            })
          : (opportunity ?? customer)?.name;
  const where = kind === "reminder" || opportunity ? customer?.name : undefined;
  return (
    <li className={classes.row} data-unread={unread || undefined}>
      <span className={classes.icon} aria-hidden="true">
        <IconShape size={18} stroke={1.7} />
      </span>
      <Link {...placeOf(notification)} className={classes.link} onClick={() => (unread ? onRead(true) : undefined)}>
        <span>
          {unread ? <span className={classes.hidden}>{t("notifications.unreadMark")}: </span> : null}
          <strong>{actor?.name ?? t("notifications.system")}</strong> {t(`notifications.says.${kind}`, { thing: thing ?? "" })}
        </span>
        {comment ? <span className={classes.excerpt}>{comment.excerpt}</span> : null}
        <span className={classes.when}>
          <RelativeTime at={createdAt} />
          {where ? ` · ${where}` : ""}
        </span>
      </Link>
      <Tooltip label={t(unread ? "notifications.markRead" : "notifications.markUnread")}>
        <ActionIcon aria-label={t(unread ? "notifications.markRead" : "notifications.markUnread")} onClick={() => onRead(unread)}>
          {unread ? <IconMailOpened size={17} aria-hidden="true" /> : <IconMail size={17} aria-hidden="true" />}
        </ActionIcon>
      </Tooltip>
    </li>
  );
}
