import { useTranslation } from "react-i18next";
import type { Figure, ReportName } from "../../api/reports.ts";
import { Section } from "../../components/section.tsx";
import { useFormat } from "../../format/context.tsx";
import { figureName, groupOf } from "./figure-name.ts";
import classes from "./reports.module.css";

interface FigureTableProps {
  report: ReportName;
  figures: readonly Figure[];
  onOpen: (figure: Figure) => void;
}

/** Figures by group: a table that can be read aloud, with a bar in each line for the eye. A figure opens the list behind it. */
export function FigureTable({ report, figures, onOpen }: FigureTableProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const groups = [...new Set(figures.map(groupOf))];
  const inDays = report === "neglected" || report === "next-steps";
  const measure = (value: number | null) => {
    if (value === null) return "";
    if (report === "our-response" || report === "their-response") return format.duration(value);
    return inDays ? t("reports.days", { count: Math.round(value) }) : format.number(Math.round(value * 10) / 10);
  };
  return (
    <div className={classes.groups}>
      {groups.map((group) => {
        const rows = figures.filter((figure) => groupOf(figure) === group);
        const most = Math.max(...rows.map(({ count }) => count), 1);
        const has = (pick: (figure: Figure) => unknown) => rows.some((figure) => pick(figure) !== null);
        return (
          <Section key={group} title={t(`reports.group.${group}` as "reports.group.all")} flush>
            <div className={classes.scroll}>
              <table className={classes.table}>
                <thead>
                  <tr>
                    <th scope="col">{t("reports.column.figure")}</th>
                    <th scope="col">{t("reports.column.count")}</th>
                    {has((f) => f.share) ? <th scope="col">{t("reports.column.share")}</th> : null}
                    {has((f) => f.median) ? <th scope="col">{t("reports.column.median")}</th> : null}
                    {has((f) => f.median) ? <th scope="col">{t("reports.column.p90")}</th> : null}
                    {has((f) => f.sums) ? <th scope="col">{t("reports.column.sum")}</th> : null}
                    {has((f) => f.before) ? <th scope="col">{t("reports.column.before")}</th> : null}
                  </tr>
                </thead>
                <tbody>
                  {rows.map((figure) => (
                    <tr key={figure.id}>
                      <th scope="row">
                        <button type="button" className={classes.open} onClick={() => onOpen(figure)}>
                          {figureName(figure, t, format)}
                        </button>
                        <span className={classes.bar} style={{ inlineSize: `${(figure.count / most) * 100}%` }} aria-hidden="true" />
                      </th>
                      <td>{format.number(figure.count)}</td>
                      {has((f) => f.share) ? (
                        <td>
                          {figure.share ? (
                            <>
                              {format.percent(figure.share.value)}{" "}
                              <span className={classes.interval}>
                                {t("reports.interval", { low: format.percent(figure.share.low), high: format.percent(figure.share.high) })}
                              </span>
                            </>
                          ) : null}
                        </td>
                      ) : null}
                      {has((f) => f.median) ? <td>{measure(figure.median)}</td> : null}
                      {has((f) => f.median) ? <td>{measure(figure.p90)}</td> : null}
                      {has((f) => f.sums) ? (
                        <td>
                          {Object.entries(figure.sums ?? {})
                            .map(([currency, sum]) => format.money(sum, currency))
                            .join(" + ")}
                        </td>
                      ) : null}
                      {has((f) => f.before) ? <td>{figure.before ? format.number(figure.before.count) : ""}</td> : null}
                    </tr>
                  ))}
                </tbody>
              </table>
            </div>
          </Section>
        );
      })}
    </div>
  );
}
