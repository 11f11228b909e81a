import { Alert, Button, CopyButton, Stack } from "@mantine/core";
import { IconCopy } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import classes from "../settings/settings.module.css";

/** A link to be passed on; it is shown once. */
export function LinkBox({ title, link, text }: { title: string; link: string; text: string }) {
  const { t } = useTranslation();
  return (
    <Alert color="pine" title={title} role="status">
      <Stack gap="xs">
        <span>{text}</span>
        <code className={classes.token}>{link}</code>
        <CopyButton value={link}>
          {({ copied, copy }) => (
            <Button
              size="xs"
              variant="default"
              leftSection={<IconCopy size={15} aria-hidden="true" />}
              onClick={copy}
              style={{ alignSelf: "flex-start" }}
            >
              {copied ? t("common.copied") : t("accounts.link.copy")}
            </Button>
          )}
        </CopyButton>
      </Stack>
    </Alert>
  );
}
