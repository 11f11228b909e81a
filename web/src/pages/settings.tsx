import { useSuspenseQuery } from "@tanstack/react-query";
import { Link, Outlet } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { meQuery } from "../api/session.ts";
import { Page } from "../components/page.tsx";
import classes from "../features/settings/settings.module.css";

const MINE = [
  { to: "/settings/profile", label: "profile" },
  { to: "/settings/security", label: "security" },
  { to: "/settings/exclusions", label: "exclusions" },
  { to: "/settings/mail", label: "mail" },
] as const;
const COMPANY = [
  { to: "/settings/organization", label: "organization" },
  { to: "/settings/people", label: "people" },
  { to: "/settings/sign-in", label: "signIn" },
  { to: "/settings/teams", label: "teams" },
  { to: "/settings/rights", label: "rights" },
  { to: "/settings/lists", label: "lists" },
] as const;
/** For managers and administrators: they bring in many rows at once. */
const LEADING = [{ to: "/settings/import", label: "import" }] as const;
/** For administrators: what goes by itself, what is erased, and who did what. */
const GUARDING = [
  { to: "/settings/retention", label: "retention" },
  { to: "/settings/erasure", label: "erasure" },
  { to: "/settings/audit", label: "audit" },
] as const;

export function SettingsPage() {
  const { t } = useTranslation();
  const me = useSuspenseQuery(meQuery).data;
  return (
    <Page title={t("settings.title")} subtitle={me.organization.name}>
      <div className={classes.layout}>
        <nav className={classes.nav} aria-label={t("settings.title")}>
          {(
            [
              ["mine", MINE],
              ["company", [...COMPANY, ...(me.user.role === "rep" ? [] : LEADING), ...(me.user.role === "admin" ? GUARDING : [])]],
            ] as const
          ).map(([group, items]) => (
            <div key={group} className={classes.group}>
              <h2 className={classes.groupTitle}>{t(`settings.group.${group}`)}</h2>
              {items.map(({ to, label }) => (
                <Link key={to} to={to} className={classes.link}>
                  {t(`settings.tab.${label}`)}
                </Link>
              ))}
            </div>
          ))}
        </nav>
        <div className={classes.content}>
          <Outlet />
        </div>
      </div>
    </Page>
  );
}
