import { Badge, Button, Progress, Select } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { discardCsvImport, mapCsvColumns, type CsvImport, type ImportField } from "../../api/csv-imports.ts";
import { notifyDone } from "../../components/notify.tsx";
import { ProblemAlert } from "../../components/problem-alert.tsx";
import { Section } from "../../components/section.tsx";
import { ApiProblem } from "../../api/client.ts";
import { RefusedRows } from "./refused-rows.tsx";
import { useRun } from "./use-run.ts";
import classes from "./import.module.css";

/** One file on its way in: its columns, a dry run, the import itself, and taking it back. */
export function Run({ run, onChange, onClose }: { run: CsvImport; onChange: (run: CsvImport) => void; onClose: () => void }) {
  const { t } = useTranslation();
  const { running, error, start } = useRun(onChange);
  const discard = useMutation({
    mutationFn: () => discardCsvImport(run.id),
    onSuccess: () => {
      notifyDone(t("import.discarded"));
      onClose();
    },
  });
  const before = run.state === "ready" || run.state === "checking";
  const canUndo = run.state === "applied" || run.state === "undoing";
  const rest = error instanceof ApiProblem ? (error.errors ?? []).map(({ message }) => message) : [];
  return (
    <>
      <Section title={run.filename} action={<Badge color="gray">{t(`import.state.${run.state}`)}</Badge>}>
        <div className={classes.steps}>
          <p style={{ margin: 0 }}>
            {t("import.recognised", {
              kind: t(`import.kind.${run.kind}`),
              count: run.rows,
              encoding: run.encoding,
              delimiter: run.delimiter === "\t" ? "TAB" : run.delimiter,
            })}
          </p>
          {before ? <Columns run={run} onChange={onChange} disabled={running !== null} /> : null}
          <Counts run={run} />
          {running === null ? null : (
            <Progress.Root size={20} aria-label={t("import.progress")}>
              <Progress.Section value={run.rows === 0 ? 100 : (100 * run.position) / run.rows}>
                <Progress.Label>{`${run.position} / ${run.rows}`}</Progress.Label>
              </Progress.Section>
            </Progress.Root>
          )}
          <ProblemAlert error={error ?? discard.error} rest={rest} />
          <div className={classes.actions}>
            {before ? (
              <>
                <Button
                  variant="default"
                  loading={running === "check"}
                  disabled={running !== null}
                  onClick={() => void start(run.id, "check")}
                >
                  {t("import.check")}
                </Button>
                <Button loading={running === "apply"} disabled={running !== null} onClick={() => void start(run.id, "apply")}>
                  {t("import.apply", { count: run.rows })}
                </Button>
                <Button
                  variant="subtle"
                  color="red"
                  disabled={running !== null}
                  loading={discard.isPending}
                  onClick={() => discard.mutate()}
                >
                  {t("import.discard")}
                </Button>
              </>
            ) : null}
            {run.state === "applying" ? (
              <Button loading={running === "apply"} onClick={() => void start(run.id, "apply")}>
                {t("import.goOn")}
              </Button>
            ) : null}
            {canUndo ? (
              <Button variant="default" loading={running === "undo"} onClick={() => void start(run.id, "undo")}>
                {t("import.undo")}
              </Button>
            ) : null}
            <Button variant="subtle" disabled={running !== null} onClick={onClose}>
              {t("import.back")}
            </Button>
          </div>
        </div>
      </Section>
      {(run.counts.failed ?? 0) > 0 ? <RefusedRows run={run} /> : null}
    </>
  );
}

function Counts({ run }: { run: CsvImport }) {
  const { t } = useTranslation();
  const counts = Object.entries(run.counts) as [keyof CsvImport["counts"], number][];
  if (counts.length === 0) return null;
  return (
    <div className={classes.counts} role="status">
      {counts.map(([outcome, count]) => (
        <Badge key={outcome} color={outcome === "failed" ? "red" : outcome === "created" ? "pine" : "gray"}>
          {t(`import.outcome.${outcome}`, { count })}
        </Badge>
      ))}
    </div>
  );
}

function Columns({ run, onChange, disabled }: { run: CsvImport; onChange: (run: CsvImport) => void; disabled: boolean }) {
  const { t } = useTranslation();
  const map = useMutation({ mutationFn: (mapping: (ImportField | null)[]) => mapCsvColumns(run.id, mapping), onSuccess: onChange });
  const choose = (index: number, field: ImportField | null) => {
    const many = run.fields.find(({ name }) => name === field)?.many ?? false;
    // A field is one column: chosen again, it leaves the other.
    map.mutate(run.columns.map((column, i) => (i === index ? field : !many && column.field === field ? null : column.field)));
  };
  return (
    <>
      <ul className={classes.columns}>
        {run.columns.map(({ header, field }, i) => (
          <li key={`${i}-${header}`} className={classes.column}>
            <span className={classes.header}>{header === "" ? t("import.noHeader", { number: i + 1 }) : header}</span>
            <Select
              aria-label={t("import.columnIs", { header })}
              placeholder={t("import.leftOut")}
              data={run.fields.map(({ name, required }) => ({ value: name, label: `${t(`import.field.${name}`)}${required ? " *" : ""}` }))}
              value={field}
              onChange={(value) => choose(i, value)}
              disabled={disabled || map.isPending}
              clearable
              searchable
            />
          </li>
        ))}
      </ul>
      <ProblemAlert error={map.error} />
    </>
  );
}
