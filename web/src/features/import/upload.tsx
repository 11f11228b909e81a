import { Button, FileInput, Select, TextInput } from "@mantine/core";
import { IconFileTypeCsv, IconUpload } from "@tabler/icons-react";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { importKinds, uploadCsv, type CsvImport, type ImportKind } from "../../api/csv-imports.ts";
import { ApiProblem } from "../../api/client.ts";
import { ProblemAlert } from "../../components/problem-alert.tsx";
import classes from "./import.module.css";

/** Which file it is, and what is in it. */
export function Upload({ onUploaded }: { onUploaded: (run: CsvImport) => void }) {
  const { t } = useTranslation();
  const [kind, setKind] = useState<ImportKind>("customers");
  const [source, setSource] = useState("csv");
  const [file, setFile] = useState<File | null>(null);
  const upload = useMutation({ mutationFn: (chosen: File) => uploadCsv(kind, chosen, source), onSuccess: onUploaded });
  const rest = upload.error instanceof ApiProblem ? (upload.error.errors ?? []).map(({ message }) => message) : [];
  return (
    <form
      className={classes.steps}
      onSubmit={(event) => {
        event.preventDefault();
        if (file) upload.mutate(file);
      }}
    >
      <div className={classes.form}>
        <Select
          label={t("import.kindLabel")}
          data={importKinds.map((value) => ({ value, label: t(`import.kind.${value}`) }))}
          value={kind}
          onChange={(value) => setKind(value ?? "customers")}
          allowDeselect={false}
        />
        <FileInput
          label={t("import.file")}
          description={t("import.fileHint")}
          placeholder={t("import.filePlaceholder")}
          accept=".csv,.txt,text/csv"
          leftSection={<IconFileTypeCsv size={18} aria-hidden="true" />}
          value={file}
          onChange={setFile}
          clearable
        />
        <TextInput
          label={t("import.source")}
          description={t("import.sourceHint")}
          value={source}
          onChange={(event) => setSource(event.currentTarget.value.trim().toLowerCase())}
        />
      </div>
      <ProblemAlert error={upload.error} rest={rest} />
      <div>
        <Button type="submit" disabled={!file} loading={upload.isPending} leftSection={<IconUpload size={16} aria-hidden="true" />}>
          {t("import.upload")}
        </Button>
      </div>
    </form>
  );
}
