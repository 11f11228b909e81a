import { useInfiniteQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { csvImportRowsQuery, type CsvImport } from "../../api/csv-imports.ts";
import { ErrorState } from "../../components/error-state.tsx";
import { ShowMore } from "../../components/show-more.tsx";
import { Section } from "../../components/section.tsx";
import { SkeletonRows } from "../../components/skeleton-rows.tsx";
import classes from "./import.module.css";

/** Rows that were refused: line of the file, column, reason. */
export function RefusedRows({ run }: { run: CsvImport }) {
  const { t } = useTranslation();
  const query = useInfiniteQuery(csvImportRowsQuery(run.id, "failed", `${run.state}:${run.counts.failed}`));
  return (
    <Section title={t("import.refused")} count={run.counts.failed}>
      {query.isPending ? (
        <SkeletonRows count={3} height={40} icon={false} />
      ) : query.isError ? (
        <ErrorState compact error={query.error} onRetry={() => void query.refetch()} />
      ) : (
        <>
          <ul className={classes.problems}>
            {query.data.pages
              .flatMap((page) => page.items)
              .map(({ row, line, problems }) => (
                <li key={row} className={classes.problem}>
                  <span className={classes.line}>{t("import.line", { line })}</span>
                  <span>
                    {problems.map(({ column, message }) => (
                      <span key={`${column}-${message}`} style={{ display: "block" }}>
                        {column === null ? null : <strong>{column}: </strong>}
                        {message}
                      </span>
                    ))}
                  </span>
                </li>
              ))}
          </ul>
          <ShowMore query={query} label={t("import.more")} />
        </>
      )}
    </Section>
  );
}
