import { Alert, Button, CopyButton, Group, Stack } from "@mantine/core";
import { IconCopy, IconDownload } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import classes from "./accounts.module.css";

/** Recovery codes, shown once: to be copied, saved or printed. */
export function RecoveryCodes({ codes, onDone }: { codes: string[]; onDone: () => void }) {
  const { t } = useTranslation();
  const text = codes.join("\n");
  return (
    <Stack>
      <Alert color="pine" title={t("accounts.recovery.title")}>
        {t("accounts.recovery.once")}
      </Alert>
      <ul className={classes.codes} aria-label={t("accounts.recovery.title")}>
        {codes.map((code) => (
          <li key={code}>{code}</li>
        ))}
      </ul>
      <Group>
        <CopyButton value={text}>
          {({ copied, copy }) => (
            <Button variant="default" leftSection={<IconCopy size={16} aria-hidden="true" />} onClick={copy}>
              {copied ? t("common.copied") : t("common.copy")}
            </Button>
          )}
        </CopyButton>
        <Button
          component="a"
          variant="default"
          href={`data:text/plain;charset=utf-8,${encodeURIComponent(text)}`}
          download="kronika-recovery-codes.txt"
          leftSection={<IconDownload size={16} aria-hidden="true" />}
        >
          {t("accounts.recovery.save")}
        </Button>
        <Button onClick={onDone}>{t("accounts.recovery.done")}</Button>
      </Group>
    </Stack>
  );
}
