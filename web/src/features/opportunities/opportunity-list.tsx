import { Badge } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { useRef } from "react";
import { useTranslation } from "react-i18next";
import type { Opportunity } from "../../api/types.ts";
import { useListKeys } from "../../components/list-keys.ts";
import { useFormat } from "../../format/context.tsx";
import { useLists } from "../lists/use-lists.ts";
import classes from "./opportunity-list.module.css";

/** Opportunities as a table. */
export function OpportunityList({ items }: { items: readonly Opportunity[] }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { name } = useLists();
  const root = useRef<HTMLDivElement>(null);
  useListKeys(root);
  return (
    <div ref={root} className={classes.wrap}>
      <table className={classes.table}>
        <caption className={classes.srOnly}>{t("opportunities.title")}</caption>
        <thead>
          <tr>
            <th scope="col">{t("opportunities.form.name")}</th>
            <th scope="col">{t("opportunities.form.stage")}</th>
            <th scope="col" className={classes.number}>
              {t("opportunities.form.value")}
            </th>
            <th scope="col">{t("opportunities.form.expectedClose")}</th>
            <th scope="col">{t("common.owner")}</th>
          </tr>
        </thead>
        <tbody>
          {items.map((one, index) => (
            <tr key={one.id}>
              <td>
                <Link to="/opportunities/$id" params={{ id: one.id }} className={classes.name} data-row={index}>
                  {one.name}
                </Link>
                <span className={classes.customer}>{one.customer.name}</span>
              </td>
              <td>
                <Badge color={one.state === "won" ? "pine" : one.state === "lost" ? "red" : "gray"}>
                  {one.state === "open" ? name("stages", one.stage) : t(`opportunities.state.${one.state}`)}
                </Badge>
              </td>
              <td className={classes.number}>{one.value === null ? t("common.none") : format.money(one.value, one.currency)}</td>
              <td className={classes.extra}>{one.expectedClose ? format.day(one.expectedClose) : t("common.none")}</td>
              <td className={classes.extra}>{one.owner?.name ?? t("common.none")}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
