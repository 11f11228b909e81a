import { ActionIcon, Badge, Button, Menu, Skeleton } from "@mantine/core";
import {
  IconArchive,
  IconArrowLeft,
  IconArrowMerge,
  IconDots,
  IconDownload,
  IconEraser,
  IconExternalLink,
  IconPencil,
  IconScale,
  IconUsers,
} from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import type { Customer } from "../../api/types.ts";
import { Monogram } from "../../components/monogram.tsx";
import { RelativeTime } from "../../components/time.tsx";
import { useFormat } from "../../format/context.tsx";
import { useExport } from "../export/use-export.ts";
import { RestrictedBadge } from "../rights/badges.tsx";
import type { CustomerDialog } from "./customer-dialogs.tsx";
import classes from "./customer-head.module.css";
import { webAddress } from "./web-address.ts";

interface CustomerHeadProps {
  customer: Customer | undefined;
  /** Only administrators hold and erase. */
  administrator: boolean;
  onOpen: (dialog: CustomerDialog) => void;
  onArchive: () => void;
}

/** Who the customer is, at a glance. */
export function CustomerHead({ customer, administrator, onOpen, onArchive }: CustomerHeadProps) {
  const { t } = useTranslation();
  const exporting = useExport("customer");
  return (
    <header className={classes.root}>
      <Link to="/customers" className={classes.back}>
        <IconArrowLeft size={15} aria-hidden="true" />
        {t("customers.title")}
      </Link>
      <div className={classes.main}>
        {customer ? <Monogram name={customer.name} size={52} /> : <Skeleton width={52} height={52} radius="md" />}
        <div className={classes.names}>
          {customer ? <h1 className={classes.title}>{customer.name}</h1> : <Skeleton width={260} height={26} mb={8} />}
          {customer ? <Facts customer={customer} /> : <Skeleton width={340} height={14} />}
        </div>
        <div className={classes.actions}>
          {customer?.may.share ? (
            <Button variant="default" leftSection={<IconUsers size={16} aria-hidden="true" />} onClick={() => onOpen("share")}>
              {t("rights.share.action")}
            </Button>
          ) : null}
          {customer?.may.edit === false ? null : (
            <Button
              variant="default"
              leftSection={<IconPencil size={16} aria-hidden="true" />}
              onClick={() => onOpen("edit")}
              disabled={!customer}
            >
              {t("common.edit")}
            </Button>
          )}
          {customer && !customer.may.archive && !customer.may.export && !administrator ? null : (
            <Menu position="bottom-end">
              <Menu.Target>
                <ActionIcon variant="default" size={36} aria-label={t("common.moreActions")} disabled={!customer}>
                  <IconDots size={18} aria-hidden="true" />
                </ActionIcon>
              </Menu.Target>
              <Menu.Dropdown>
                {customer?.may.export ? (
                  <Menu.Item
                    leftSection={<IconDownload size={16} aria-hidden="true" />}
                    disabled={exporting.running}
                    onClick={() => exporting.start(customer)}
                  >
                    {t("export.action")}
                  </Menu.Item>
                ) : null}
                {customer?.may.archive ? (
                  <>
                    <Menu.Item leftSection={<IconArrowMerge size={16} aria-hidden="true" />} onClick={() => onOpen("merge")}>
                      {t("merging.action")}
                    </Menu.Item>
                    <Menu.Item leftSection={<IconArchive size={16} aria-hidden="true" />} onClick={onArchive}>
                      {t("customers.archive.action")}
                    </Menu.Item>
                  </>
                ) : null}
                {administrator ? (
                  <>
                    <Menu.Divider />
                    <Menu.Item leftSection={<IconScale size={16} aria-hidden="true" />} onClick={() => onOpen("hold")}>
                      {t("holds.action")}
                    </Menu.Item>
                    <Menu.Item color="red" leftSection={<IconEraser size={16} aria-hidden="true" />} onClick={() => onOpen("erase")}>
                      {t("erasure.action")}
                    </Menu.Item>
                  </>
                ) : null}
              </Menu.Dropdown>
            </Menu>
          )}
        </div>
      </div>
    </header>
  );
}

function Facts({ customer }: { customer: Customer }) {
  const { t } = useTranslation();
  const format = useFormat();
  const website = webAddress(customer.website);
  const numbers = [
    customer.ico ? `${t("customers.ico")} ${customer.ico}` : null,
    customer.dic ? `${t("customers.dic")} ${customer.dic}` : null,
    customer.icDph ? `${t("customers.icDph")} ${customer.icDph}` : null,
    customer.country ? format.country(customer.country) : null,
  ].filter((part) => part !== null);
  return (
    <div className={classes.facts}>
      {customer.restricted ? <RestrictedBadge /> : null}
      {customer.kinds.map((kind) => (
        <Badge key={kind} color={kind === "customer" ? "pine" : "gray"}>
          {t(`customers.kind.${kind}`)}
        </Badge>
      ))}
      {numbers.map((number) => (
        <span key={number}>{number}</span>
      ))}
      {website ? (
        <a href={website} target="_blank" rel="noopener noreferrer" className={classes.website}>
          {new URL(website).host}
          <IconExternalLink size={13} aria-hidden="true" />
        </a>
      ) : null}
      <span>
        {t("common.owner")}: <strong>{customer.owner?.name ?? t("customers.nobody")}</strong>
      </span>
      <span>
        {t("customers.columns.last")}:{" "}
        {customer.lastInteractionAt ? <RelativeTime at={customer.lastInteractionAt} /> : t("customers.never")}
      </span>
    </div>
  );
}
