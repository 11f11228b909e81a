import { Badge, Tooltip } from "@mantine/core";
import { IconLock } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";

/** Says that not everybody sees this customer. */
export function RestrictedBadge() {
  const { t } = useTranslation();
  return (
    <Tooltip label={t("rights.restrictedHint")}>
      <Badge color="honey" leftSection={<IconLock size={12} aria-hidden="true" />}>
        {t("rights.restricted")}
      </Badge>
    </Tooltip>
  );
}

/** Says that only its owner sees this interaction. */
export function PrivateBadge() {
  const { t } = useTranslation();
  return (
    <Tooltip label={t("rights.privateHint")}>
      <Badge color="honey" leftSection={<IconLock size={12} aria-hidden="true" />}>
        {t("rights.private")}
      </Badge>
    </Tooltip>
  );
}

/** The same in a list, where a word would be too much: a lock beside the name. */
export function RestrictedMark() {
  const { t } = useTranslation();
  return (
    <IconLock
      size={14}
      stroke={1.9}
      role="img"
      aria-label={t("rights.restricted")}
      style={{ marginInlineStart: 5, verticalAlign: "-2px" }}
    />
  );
}
