import { Badge, Button } from "@mantine/core";
import { IconTableImport } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { csvImportsQuery, type CsvImport } from "../../api/csv-imports.ts";
import { EmptyState } from "../../components/empty-state.tsx";
import { ErrorState } from "../../components/error-state.tsx";
import { Section } from "../../components/section.tsx";
import { SkeletonRows } from "../../components/skeleton-rows.tsx";
import { DateTime } from "../../components/time.tsx";
import settings from "../settings/settings.module.css";
import { Run } from "./run.tsx";
import { Upload } from "./upload.tsx";

/** Customers, people, deals and documents from CSV files. */
export function ImportSettings() {
  const { t } = useTranslation();
  const [run, setRun] = useState<CsvImport | null>(null);
  if (run) return <Run run={run} onChange={setRun} onClose={() => setRun(null)} />;
  return (
    <>
      <Section title={t("import.title")}>
        <p className={settings.hint}>{t("import.hint")}</p>
        <Upload onUploaded={setRun} />
      </Section>
      <Earlier onOpen={setRun} />
    </>
  );
}

function Earlier({ onOpen }: { onOpen: (run: CsvImport) => void }) {
  const { t } = useTranslation();
  const query = useQuery({ ...csvImportsQuery, refetchOnMount: "always" });
  return (
    <Section title={t("import.earlier")} flush>
      {query.isPending ? (
        <SkeletonRows count={3} height={58} />
      ) : query.isError ? (
        <ErrorState compact error={query.error} onRetry={() => void query.refetch()} />
      ) : query.data.items.length === 0 ? (
        <EmptyState compact icon={IconTableImport} title={t("import.none.title")}>
          {t("import.none.text")}
        </EmptyState>
      ) : (
        <ul className={settings.list}>
          {query.data.items.map((run) => (
            <li key={run.id} className={settings.row}>
              <span className={settings.rowMain}>
                <span className={settings.rowTitle}>{run.filename}</span>
                <span className={settings.rowSub}>
                  {t(`import.kind.${run.kind}`)}, {t("import.rows", { count: run.rows })}, <DateTime at={run.createdAt} />
                </span>
              </span>
              <Badge color={run.state === "applied" ? "pine" : "gray"}>{t(`import.state.${run.state}`)}</Badge>
              <Button size="xs" variant="default" onClick={() => onOpen(run)}>
                {t("import.open")}
              </Button>
            </li>
          ))}
        </ul>
      )}
    </Section>
  );
}
