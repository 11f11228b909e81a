import { Badge } from "@mantine/core";
import { IconBell } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import type { Customer } from "../../api/types.ts";
import { Monogram } from "../../components/monogram.tsx";
import { RelativeTime } from "../../components/time.tsx";
import { useNow } from "../../format/context.tsx";
import { RestrictedMark } from "../rights/badges.tsx";
import classes from "./customer-table.module.css";

interface CustomerRowProps {
  customer: Customer;
  index: number;
}

/** One line of the list. The whole line is the link. */
export function CustomerRow({ customer, index }: CustomerRowProps) {
  const { t } = useTranslation();
  const now = useNow();
  const late = customer.nextReminderAt !== null && customer.nextReminderAt < now;
  return (
    <div role="row" className={classes.row} aria-rowindex={index + 2}>
      <div role="cell" className={classes.who}>
        <Monogram name={customer.name} size={34} />
        <span className={classes.names}>
          <Link to="/customers/$id" params={{ id: customer.id }} className={classes.name} data-row={index}>
            {customer.name}
            {customer.restricted ? <RestrictedMark /> : null}
          </Link>
          <span className={classes.domain}>{customer.domains[0] ?? customer.website ?? customer.ico ?? ""}</span>
        </span>
      </div>
      <div role="cell" className={classes.kinds}>
        {customer.kinds.map((kind) => (
          <Badge key={kind} color={kind === "customer" ? "pine" : "gray"} size="sm">
            {t(`customers.kind.${kind}`)}
          </Badge>
        ))}
      </div>
      <div role="cell" className={classes.owner}>
        <span className="k-clip">{customer.owner?.name ?? t("common.none")}</span>
      </div>
      <div role="cell" className={classes.last}>
        <span className={classes.cellLabel}>{t("customers.columns.last")}</span>
        {customer.lastInteractionAt ? <RelativeTime at={customer.lastInteractionAt} /> : <span>{t("customers.never")}</span>}
      </div>
      <div role="cell" className={classes.next} data-late={late || undefined}>
        {customer.nextReminderAt ? (
          <>
            <IconBell size={15} stroke={1.8} aria-hidden="true" />
            <span className={classes.cellLabel}>{t("customers.columns.next")}</span>
            <RelativeTime at={customer.nextReminderAt} />
          </>
        ) : (
          <span className={classes.nothing}>{t("common.none")}</span>
        )}
      </div>
    </div>
  );
}
