import { Drawer, UnstyledButton } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconBell, IconMenu2, IconSearch } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { unreadText, useUnread } from "../notifications/use-unread.ts";
import classes from "./bottom-nav.module.css";
import { navItems } from "./nav-items.ts";
import { useDueCount } from "./use-due-count.ts";
import { UserMenu } from "./user-menu.tsx";

interface BottomNavProps {
  onSearch: () => void;
}

const IN_BAR = new Set(["today", "customers", "reminders"]);

/** The navigation at the thumb on small screens: three pages, search, and the rest behind one button. */
export function BottomNav({ onSearch }: BottomNavProps) {
  const { t } = useTranslation();
  const due = useDueCount();
  const unread = useUnread();
  const [more, { open, close }] = useDisclosure(false);
  return (
    <nav className={classes.bar} aria-label={t("nav.mobileLabel")}>
      {navItems
        .filter((item) => IN_BAR.has(item.label))
        .map(({ to, label, icon: IconShape }) => (
          <Link key={to} to={to} className={classes.item} activeOptions={{ exact: to === "/", includeSearch: false }}>
            <span className={classes.icon}>
              <IconShape size={22} stroke={1.7} aria-hidden="true" />
              {label === "reminders" && due > 0 ? <span className={classes.dot} aria-hidden="true" /> : null}
            </span>
            <span>{t(`nav.${label}`)}</span>
          </Link>
        ))}
      <UnstyledButton className={classes.item} onClick={onSearch}>
        <IconSearch size={22} stroke={1.7} aria-hidden="true" />
        <span>{t("nav.search")}</span>
      </UnstyledButton>
      <UnstyledButton className={classes.item} onClick={open} aria-haspopup="dialog">
        <span className={classes.icon}>
          <IconMenu2 size={22} stroke={1.7} aria-hidden="true" />
          {unread > 0 ? <span className={classes.dot} aria-hidden="true" /> : null}
        </span>
        <span>{t("nav.more")}</span>
      </UnstyledButton>
      <Drawer
        opened={more}
        onClose={close}
        position="bottom"
        size="auto"
        title={t("nav.more")}
        closeButtonProps={{ "aria-label": t("common.close") }}
      >
        <ul className={classes.more}>
          <li>
            <Link to="/notifications" className={classes.moreItem} onClick={close}>
              <IconBell size={20} stroke={1.7} aria-hidden="true" />
              <span>{t("notifications.title")}</span>
              {unread > 0 ? (
                <span className={classes.unread}>
                  <span aria-hidden="true">{unreadText(unread)}</span>
                  <span className={classes.hidden}>{t("notifications.unreadCount", { count: unread })}</span>
                </span>
              ) : null}
            </Link>
          </li>
          {navItems
            .filter((item) => !IN_BAR.has(item.label))
            .map(({ to, label, icon: IconShape }) => (
              <li key={to}>
                <Link to={to} className={classes.moreItem} onClick={close}>
                  <IconShape size={20} stroke={1.7} aria-hidden="true" />
                  <span>{t(`nav.${label}`)}</span>
                </Link>
              </li>
            ))}
        </ul>
        <UserMenu />
      </Drawer>
    </nav>
  );
}
