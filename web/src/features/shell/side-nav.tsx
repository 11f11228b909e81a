import { Kbd, UnstyledButton } from "@mantine/core";
import { IconKeyboard, IconSearch } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { Logo } from "../../components/logo.tsx";
import { Bell } from "../notifications/bell.tsx";
import { navItems } from "./nav-items.ts";
import classes from "./side-nav.module.css";
import { useDueCount } from "./use-due-count.ts";
import { useQuestionCount } from "./use-question-count.ts";
import { UserMenu } from "./user-menu.tsx";

interface SideNavProps {
  /** False while live updates are interrupted. */
  connected: boolean;
  onSearch: () => void;
  onHelp: () => void;
}

/** The navigation at the left of wide screens. */
export function SideNav({ connected, onSearch, onHelp }: SideNavProps) {
  const { t } = useTranslation();
  const due = useDueCount();
  const asked = useQuestionCount();
  return (
    <nav className={classes.nav} aria-label={t("nav.label")}>
      <div className={classes.top}>
        <Link to="/" className={classes.brand} aria-label={t("nav.home")}>
          <Logo size={28} />
        </Link>
        <Bell />
      </div>
      <UnstyledButton className={classes.search} onClick={onSearch}>
        <IconSearch size={16} stroke={1.8} aria-hidden="true" />
        <span>{t("nav.search")}</span>
        <Kbd size="xs" aria-hidden="true">
          {t("nav.searchKey")}
        </Kbd>
      </UnstyledButton>
      <ul className={classes.list}>
        {navItems.map(({ to, label, icon: IconShape }) => (
          <li key={to}>
            <Link to={to} className={classes.item} activeOptions={{ exact: to === "/", includeSearch: false }}>
              <IconShape size={19} stroke={1.7} aria-hidden="true" />
              <span>{t(`nav.${label}`)}</span>
              {label === "reminders" && due > 0 ? (
                <span className={classes.badge}>
                  <span aria-hidden="true">{due}</span>
                  <span className={classes.hidden}>{t("nav.dueCount", { count: due })}</span>
                </span>
              ) : null}
              {label === "questions" && asked > 0 ? (
                <span className={classes.badge}>
                  <span aria-hidden="true">{asked}</span>
                  <span className={classes.hidden}>{t("nav.questionCount", { count: asked })}</span>
                </span>
              ) : null}
            </Link>
          </li>
        ))}
      </ul>
      <div className={classes.foot}>
        <div role="status">
          {connected ? null : (
            <p className={classes.offline}>
              <span className={classes.pulse} aria-hidden="true" />
              {t("nav.reconnecting")}
            </p>
          )}
        </div>
        <UnstyledButton className={classes.help} onClick={onHelp}>
          <IconKeyboard size={17} stroke={1.7} aria-hidden="true" />
          <span>{t("nav.shortcuts")}</span>
        </UnstyledButton>
        <UserMenu />
      </div>
    </nav>
  );
}
