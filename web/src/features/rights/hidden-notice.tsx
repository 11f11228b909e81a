import { Alert } from "@mantine/core";
import { IconLock } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { accessQuery } from "../../api/rights.ts";
import { useFormat } from "../../format/context.tsx";
import classes from "./rights.module.css";

/** Stands where something is hidden: how much is seen, by which rule, and whom to ask for more. */
export function HiddenNotice({ id, level }: { id: string; level: "metadata" | "subject" }) {
  const { t } = useTranslation();
  const format = useFormat();
  const access = useQuery(accessQuery("interaction", id)).data;
  const rules = [...new Set((access?.mine?.reasons ?? []).map(({ rule }) => rule))];
  const names = access?.owners.map(({ name }) => name) ?? [];
  return (
    <Alert color="gray" icon={<IconLock size={18} aria-hidden="true" />}>
      <div className={classes.notice}>
        <p>{t(`rights.hidden.${level}`)}</p>
        {rules.map((rule) => (rule === "own" || rule === "everybody" ? null : <p key={rule}>{t(`rights.hidden.${rule}`)}</p>))}
        {names.length > 0 ? <p>{t("rights.hidden.ask", { names: format.list(names) })}</p> : null}
      </div>
    </Alert>
  );
}
