import { Button, Select } from "@mantine/core";
import { IconChartBar, IconDownload } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { reportCsvUrl, reportNames, reportQuery, type ReportName } from "../api/reports.ts";
import { DayField } from "../components/date-field.tsx";
import { EmptyState } from "../components/empty-state.tsx";
import { ErrorState } from "../components/error-state.tsx";
import { OwnerSelect } from "../components/owner-select.tsx";
import { Page } from "../components/page.tsx";
import { SkeletonRows } from "../components/skeleton-rows.tsx";
import { CustomerSelect } from "../features/customers/customer-select.tsx";
import { BehindDrawer } from "../features/reports/behind-drawer.tsx";
import { figureName } from "../features/reports/figure-name.ts";
import { FigureTable } from "../features/reports/figure-table.tsx";
import classes from "../features/reports/reports.module.css";
import { useFormat, useNow } from "../format/context.tsx";
import { dayOf } from "../format/zone.ts";

const route = getRouteApi("/app/reports");
const KINDS = ["email", "call", "meeting", "note", "other"] as const;

/** One report at a time, with its definition in words. The address holds the question. */
export function ReportsPage() {
  const { t } = useTranslation();
  const format = useFormat();
  const now = useNow();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const [opened, setOpened] = useState<{ id: string; title: string } | null>(null);
  const report: ReportName = search.report ?? "interactions";
  const today = dayOf(now, format.timeZone);
  const filters = {
    from: search.from ?? `${today.slice(0, 8)}01`,
    to: search.to ?? today,
    repId: search.rep,
    kind: search.kind,
    customerId: search.customer,
  };
  const query = useQuery(reportQuery(report, filters));
  const set = (change: Partial<typeof search>) => void navigate({ search: (old) => ({ ...old, ...change }), replace: true });
  return (
    <Page
      title={t("reports.title")}
      subtitle={t("reports.subtitle")}
      actions={
        <Button
          component="a"
          href={reportCsvUrl(report, filters)}
          variant="default"
          leftSection={<IconDownload size={16} aria-hidden="true" />}
        >
          {t("reports.csv")}
        </Button>
      }
    >
      <div className={classes.filters}>
        <Select
          label={t("reports.report")}
          allowDeselect={false}
          value={report}
          data={reportNames.map((name) => ({ value: name, label: t(`reports.name.${name}`) }))}
          onChange={(name) => set({ report: name as ReportName })}
        />
        <DayField label={t("reports.from")} value={filters.from} onChange={(day) => set({ from: day ?? undefined })} />
        <DayField label={t("reports.to")} value={filters.to} onChange={(day) => set({ to: day ?? undefined })} />
        <OwnerSelect
          label={t("reports.rep")}
          placeholder={t("reports.everything")}
          value={search.rep ?? null}
          onChange={(id) => set({ rep: id ?? undefined })}
        />
        <Select
          label={t("reports.kind")}
          placeholder={t("reports.everything")}
          clearable
          clearButtonProps={{ "aria-label": t("common.clear") }}
          value={search.kind ?? null}
          data={KINDS.map((kind) => ({ value: kind, label: t(`timeline.kind.${kind}`) }))}
          onChange={(kind) => set({ kind: kind ?? undefined })}
        />
        <CustomerSelect
          label={t("reports.customer")}
          clearable
          value={search.customer ?? null}
          onChange={(id) => set({ customer: id ?? undefined })}
        />
      </div>
      <p className={classes.definition}>
        {t(`reports.definition.${report}`)} {t("reports.yours")}
      </p>
      {query.isError && !query.data ? (
        <ErrorState error={query.error} onRetry={() => void query.refetch()} />
      ) : !query.data ? (
        <SkeletonRows />
      ) : query.data.figures.length === 0 ? (
        <EmptyState icon={IconChartBar} title={t("reports.empty.title")}>
          {t("reports.empty.text")}
        </EmptyState>
      ) : (
        <FigureTable
          report={report}
          figures={query.data.figures}
          onOpen={(figure) => setOpened({ id: figure.id, title: figureName(figure, t, format) })}
        />
      )}
      {opened ? <BehindDrawer report={report} filters={filters} figure={opened} onClose={() => setOpened(null)} /> : null}
    </Page>
  );
}
