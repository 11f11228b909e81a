import { SegmentedControl } from "@mantine/core";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Logo } from "../../components/logo.tsx";
import { usePageTitle } from "../../components/page.tsx";
import { i18n, languages, setLanguage } from "../../i18n/index.ts";
import classes from "./auth-layout.module.css";

interface AuthLayoutProps {
  title: string;
  subtitle?: ReactNode;
  /** Wider, for the set-up form. */
  wide?: boolean;
  children: ReactNode;
}

/** The frame of pages before sign-in: the form at the left, what Kronika is about at the right. */
export function AuthLayout({ title, subtitle, wide = false, children }: AuthLayoutProps) {
  const { t } = useTranslation();
  usePageTitle(title);
  return (
    <div className={classes.root}>
      <main className={classes.side}>
        <div className={classes.top}>
          <Logo size={32} />
          <SegmentedControl
            size="xs"
            aria-label={t("nav.language")}
            value={i18n.language}
            onChange={(value) => void setLanguage(value === "en" ? "en" : "sk")}
            data={languages.map((value) => ({ value, label: t(`auth.languageShort.${value}`) }))}
          />
        </div>
        <div className={classes.form} data-wide={wide || undefined}>
          <h1 className={classes.title}>{title}</h1>
          {subtitle ? <p className={classes.subtitle}>{subtitle}</p> : null}
          {children}
        </div>
      </main>
      <aside className={classes.story} aria-label={t("auth.story.label")}>
        <p className={classes.claim}>{t("auth.story.claim")}</p>
        <ol className={classes.line}>
          {(["mail", "call", "meeting", "reminder"] as const).map((step) => (
            <li key={step} className={classes.step} data-step={step}>
              <strong>{t(`auth.story.${step}.title`)}</strong>
              <span>{t(`auth.story.${step}.text`)}</span>
            </li>
          ))}
        </ol>
      </aside>
    </div>
  );
}
