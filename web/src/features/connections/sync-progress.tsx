import { Progress } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { Connection } from "../../api/connections.ts";
import { useFormat } from "../../format/context.tsx";
import { progressShare } from "./progress.ts";
import classes from "./sync-progress.module.css";

/** How far the history is filled in, in figures and as a bar; disappears when all is there. */
export function SyncProgress({ connection }: { connection: Connection }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { progress, backfill } = connection;
  const share = progressShare(connection);
  const running = connection.state === "active" && (!backfill.done || progress.pending > 0);
  return (
    <div className={classes.root}>
      {running ? (
        <>
          <div className={classes.line}>
            <span>
              {share === null ? t("connections.progress.listing") : t("connections.progress.filling", { count: progress.pending })}
            </span>
            {share === null ? null : <strong>{format.percent(share)}</strong>}
          </div>
          <Progress value={(share ?? 0) * 100} size="sm" animated striped={share === null} aria-label={t("connections.progress.label")} />
        </>
      ) : null}
      <p className={classes.counts}>
        <span>{t("connections.progress.captured", { count: progress.captured })}</span>
        <span>{t("connections.progress.skipped", { count: progress.skipped })}</span>
        {progress.failed > 0 ? (
          <span className={classes.failed}>{t("connections.progress.failed", { count: progress.failed })}</span>
        ) : null}
        {backfill.oldest ? <span>{t("connections.progress.since", { date: format.date(backfill.oldest) })}</span> : null}
      </p>
    </div>
  );
}
