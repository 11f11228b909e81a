import { Drawer } from "@mantine/core";
import { useInfiniteQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { behindQuery, type BehindRow, type ReportFilters, type ReportName } from "../../api/reports.ts";
import { ErrorState } from "../../components/error-state.tsx";
import { ShowMore } from "../../components/show-more.tsx";
import { useFormat } from "../../format/context.tsx";
import classes from "./reports.module.css";

interface BehindDrawerProps {
  report: ReportName;
  filters: ReportFilters;
  figure: { id: string; title: string };
  onClose: () => void;
}

/** What a figure was counted from. */
export function BehindDrawer({ report, filters, figure, onClose }: BehindDrawerProps) {
  const { t } = useTranslation();
  const query = useInfiniteQuery(behindQuery(report, filters, figure.id));
  return (
    <Drawer opened onClose={onClose} position="right" title={figure.title} closeButtonProps={{ "aria-label": t("common.close") }}>
      {query.isError && !query.data ? <ErrorState error={query.error} onRetry={() => void query.refetch()} /> : null}
      <ul className={classes.behind}>
        {query.data?.pages
          .flatMap((page) => page.items)
          .map((row) => (
            <li key={row.id}>
              <Line row={row} />
            </li>
          ))}
      </ul>
      <ShowMore query={query} variant="default" label={t("search.more")} />
    </Drawer>
  );
}

function Line({ row }: { row: BehindRow }) {
  const { t } = useTranslation();
  const format = useFormat();
  const title = row.title || (row.kind ? t(`timeline.kind.${row.kind}` as "timeline.kind.email") : t("reports.hidden"));
  return (
    <>
      {row.noun === "interaction" ? (
        <Link to="/interactions/$id" params={{ id: row.id }}>
          {title}
        </Link>
      ) : row.noun === "customer" ? (
        <Link to="/customers/$id" params={{ id: row.id }}>
          {title}
        </Link>
      ) : row.noun === "opportunity" ? (
        <Link to="/opportunities/$id" params={{ id: row.id }}>
          {title}
        </Link>
      ) : (
        <Link to="/reminders" search={{ who: "all" }}>
          {title}
        </Link>
      )}
      <div className={classes.interval}>{[row.customer?.name, format.date(row.at)].filter(Boolean).join(" · ")}</div>
    </>
  );
}
