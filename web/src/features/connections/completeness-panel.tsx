import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { completenessQuery, type Completeness } from "../../api/connections.ts";
import { ErrorState } from "../../components/error-state.tsx";
import { Section } from "../../components/section.tsx";
import { SkeletonRows } from "../../components/skeleton-rows.tsx";
import { useFormat } from "../../format/context.tsx";
import { useCodes } from "../../i18n/codes.ts";
import classes from "./completeness-panel.module.css";

/** What the provider lists against what Kronika has: per folder and per day. The difference is empty, or named. */
export function CompletenessPanel({ id }: { id: string }) {
  const { t } = useTranslation();
  const query = useQuery(completenessQuery(id));
  return (
    <Section title={t("connections.completeness.title")}>
      {query.isPending ? (
        <SkeletonRows count={3} height={40} icon={false} />
      ) : query.isError ? (
        <ErrorState compact error={query.error} onRetry={() => void query.refetch()} />
      ) : (
        <Balance data={query.data} />
      )}
    </Section>
  );
}

function Balance({ data }: { data: Completeness }) {
  const { t } = useTranslation();
  const format = useFormat();
  const code = useCodes();
  const skipped = Object.entries(data.skipped).sort(([, a], [, b]) => b - a);
  const skippedTotal = skipped.reduce((sum, [, count]) => sum + count, 0);
  return (
    <div className={classes.root}>
      <dl className={classes.figures}>
        {(
          [
            ["listed", data.listed],
            ["stored", data.stored],
            ["skipped", skippedTotal],
            ["missing", data.missing],
          ] as const
        ).map(([name, count]) => (
          <div
            key={name}
            className={classes.figure}
            data-state={name === "missing" && count > 0 ? (data.failed > 0 && data.pending === 0 ? "failed" : "pending") : undefined}
          >
            <dt>{t(`connections.completeness.${name}`)}</dt>
            <dd>{format.number(count)}</dd>
          </div>
        ))}
      </dl>
      <p className={classes.verdict} data-good={data.missing === 0 || undefined}>
        {data.missing === 0
          ? t("connections.completeness.complete")
          : data.pending > 0
            ? t("connections.completeness.healing", { count: data.missing })
            : t("connections.completeness.gap", { count: data.missing })}
      </p>
      {data.days.length > 0 ? <Days days={data.days} /> : null}
      {data.folders.length > 0 ? (
        // A wide table scrolls by itself on a small screen, also by keyboard.
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
        <div className={classes.scroll} role="region" aria-label={t("connections.completeness.folders")} tabIndex={0}>
          <table className={classes.table}>
            <caption>{t("connections.completeness.folders")}</caption>
            <thead>
              <tr>
                <th scope="col">{t("connections.completeness.folder")}</th>
                {(["listed", "stored", "skipped", "missing"] as const).map((name) => (
                  <th key={name} scope="col">
                    {t(`connections.completeness.${name}`)}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {data.folders.map((folder) => (
                <tr key={folder.folder}>
                  <th scope="row">{folder.folder}</th>
                  <td>{format.number(folder.listed)}</td>
                  <td>{format.number(folder.stored)}</td>
                  <td>{format.number(folder.skipped)}</td>
                  <td data-state={folder.failed > 0 ? "failed" : folder.missing > 0 ? "pending" : undefined}>
                    {format.number(folder.missing)}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      ) : null}
      {skipped.length > 0 ? (
        <div>
          <h3 className={classes.subhead}>{t("connections.completeness.why")}</h3>
          <ul className={classes.reasons}>
            {skipped.map(([reason, count]) => (
              <li key={reason}>
                <span>{code("captureReason", reason)}</span>
                <span className={classes.count}>{format.number(count)}</span>
              </li>
            ))}
          </ul>
        </div>
      ) : null}
    </div>
  );
}

/** A cell per day, oldest first: how much was listed, and whether something is missing. */
function Days({ days }: { days: Completeness["days"] }) {
  const { t } = useTranslation();
  const format = useFormat();
  const most = Math.max(1, ...days.map((day) => day.listed));
  const shown = [...days].sort((a, b) => a.day.localeCompare(b.day)).slice(-91);
  const first = shown[0];
  const last = shown[shown.length - 1];
  return (
    <figure className={classes.days}>
      <figcaption className={classes.subhead}>{t("connections.completeness.days")}</figcaption>
      <div className={classes.strip} role="list">
        {shown.map((day) => {
          const text = t("connections.completeness.day", {
            day: format.day(day.day),
            listed: format.number(day.listed),
            stored: format.number(day.stored),
            skipped: format.number(day.skipped),
            missing: format.number(day.missing),
          });
          return (
            <span
              key={day.day}
              role="listitem"
              aria-label={text}
              title={text}
              data-state={day.failed > 0 ? "failed" : day.missing > 0 ? "pending" : undefined}
              style={{ "--share": Math.sqrt(day.listed / most) } as React.CSSProperties}
            />
          );
        })}
      </div>
      <div className={classes.range}>
        <span>{first ? format.day(first.day) : ""}</span>
        <span>{last ? format.day(last.day) : ""}</span>
      </div>
    </figure>
  );
}
