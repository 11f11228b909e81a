import { ActionIcon, Badge, Button, Tooltip } from "@mantine/core";
import { IconPlus, IconTargetArrow } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { opportunitiesQuery } from "../../api/opportunities.ts";
import { useHidden } from "../../components/deferred.ts";
import { EmptyState } from "../../components/empty-state.tsx";
import { ErrorState } from "../../components/error-state.tsx";
import { Section } from "../../components/section.tsx";
import { SkeletonRows } from "../../components/skeleton-rows.tsx";
import { useFormat } from "../../format/context.tsx";
import { useLists } from "../lists/use-lists.ts";
import classes from "./opportunities-card.module.css";
import { OpportunityForm } from "./opportunity-form.tsx";

/** The opportunities of a customer, open ones first. */
export function OpportunitiesCard({ customerId }: { customerId: string }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { name } = useLists();
  const hidden = useHidden();
  const query = useQuery(opportunitiesQuery({ customerId }));
  const [adding, setAdding] = useState(false);
  const items = (query.data?.items ?? [])
    .filter((one) => !hidden.has(one.id))
    .sort((a, b) => Number(b.state === "open") - Number(a.state === "open"));
  return (
    <Section
      title={t("opportunities.title")}
      count={query.isSuccess ? items.length : undefined}
      flush
      action={
        <Tooltip label={t("opportunities.new")}>
          <ActionIcon aria-label={t("opportunities.new")} onClick={() => setAdding(true)}>
            <IconPlus size={18} aria-hidden="true" />
          </ActionIcon>
        </Tooltip>
      }
    >
      {query.isPending ? (
        <SkeletonRows count={1} height={62} icon={false} />
      ) : query.isError ? (
        <ErrorState compact error={query.error} onRetry={() => void query.refetch()} />
      ) : items.length === 0 ? (
        <EmptyState
          compact
          icon={IconTargetArrow}
          title={t("opportunities.none.title")}
          action={
            <Button size="xs" variant="light" onClick={() => setAdding(true)}>
              {t("opportunities.new")}
            </Button>
          }
        >
          {t("opportunities.none.text")}
        </EmptyState>
      ) : (
        <ul className={classes.list}>
          {items.map((one) => (
            <li key={one.id} className={classes.item}>
              <Link to="/opportunities/$id" params={{ id: one.id }} className={classes.name}>
                {one.name}
              </Link>
              <span className={classes.value}>{one.value === null ? "" : format.money(one.value, one.currency)}</span>
              <span className={classes.stage}>
                <Badge size="sm" color={one.state === "won" ? "pine" : one.state === "lost" ? "red" : "gray"}>
                  {one.state === "open" ? name("stages", one.stage) : t(`opportunities.state.${one.state}`)}
                </Badge>
                {one.state === "open" && one.expectedClose ? (
                  <span>{t("opportunities.closes", { date: format.day(one.expectedClose) })}</span>
                ) : null}
              </span>
            </li>
          ))}
        </ul>
      )}
      {adding ? <OpportunityForm customerId={customerId} onClose={() => setAdding(false)} /> : null}
    </Section>
  );
}
