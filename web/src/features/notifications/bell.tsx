import { IconBell } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import classes from "./notifications.module.css";
import { unreadText, useUnread } from "./use-unread.ts";

/** The way to what I was told, with how much of it is unread. */
export function Bell() {
  const { t } = useTranslation();
  const unread = useUnread();
  return (
    <Link to="/notifications" className={classes.bell}>
      <span className={classes.hidden}>{t("notifications.title")}</span>
      <IconBell size={20} stroke={1.7} aria-hidden="true" />
      {unread > 0 ? (
        <span className={classes.count}>
          <span aria-hidden="true">{unreadText(unread)}</span>
          <span className={classes.hidden}>{t("notifications.unreadCount", { count: unread })}</span>
        </span>
      ) : null}
    </Link>
  );
}
