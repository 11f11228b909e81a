import { useSuspenseQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { meQuery } from "../../api/session.ts";
import { Section } from "../../components/section.tsx";
import { AccessPanel } from "../rights/access-panel.tsx";
import classes from "./settings.module.css";

/** Who sees the mail of the person who is signed in. */
export function MailVisibilitySettings() {
  const { t } = useTranslation();
  const me = useSuspenseQuery(meQuery).data;
  return (
    <Section title={t("rights.mine.title")}>
      <p className={classes.hint}>{t("rights.mine.hint")}</p>
      <AccessPanel resource="user" id={me.user.id} mail />
    </Section>
  );
}
