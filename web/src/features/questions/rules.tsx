import { Button } from "@mantine/core";
import { IconRoute } from "@tabler/icons-react";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { linkRulesQuery, questionKeys, removeLinkRule } from "../../api/questions.ts";
import { EmptyState } from "../../components/empty-state.tsx";
import { ErrorState } from "../../components/error-state.tsx";
import { notifyDone, notifyProblem } from "../../components/notify.tsx";
import { SkeletonRows } from "../../components/skeleton-rows.tsx";
import { DateTime } from "../../components/time.tsx";
import classes from "./questions.module.css";

/** The rules made from answers; taking one away puts back what it moved. */
export function Rules() {
  const { t } = useTranslation();
  const client = useQueryClient();
  const query = useQuery(linkRulesQuery);
  const remove = useMutation({
    mutationFn: removeLinkRule,
    onSuccess: ({ restored }) => {
      notifyDone(t("questions.rule.undone", { count: restored }));
      for (const queryKey of [questionKeys.all, questionKeys.rules]) void client.invalidateQueries({ queryKey });
    },
    onError: notifyProblem,
  });
  if (query.isPending) return <SkeletonRows count={3} height={64} />;
  if (query.isError) return <ErrorState error={query.error} onRetry={() => void query.refetch()} />;
  if (query.data.items.length === 0)
    return (
      <EmptyState icon={IconRoute} title={t("questions.empty.rules.title")}>
        {t("questions.empty.rules.text")}
      </EmptyState>
    );
  return (
    <ul className={classes.list}>
      {query.data.items.map((rule) => (
        <li key={rule.id} className={`${classes.card} ${classes.row}`}>
          <div>
            <div className={classes.name}>
              {t(`questions.rule.kind.${rule.kind}`)}: {rule.value}
            </div>
            <div className={classes.meta}>
              {rule.opportunity
                ? t("questions.rule.toOpportunity", { name: rule.opportunity.name })
                : rule.noOpportunity
                  ? t("questions.rule.toNone")
                  : t("questions.rule.toCustomer", { name: rule.customer.name })}
            </div>
            <div className={classes.meta}>
              {t("questions.rule.moved", { count: rule.moved })} · {rule.createdBy?.name} <DateTime at={rule.createdAt} />
            </div>
          </div>
          <Button
            size="xs"
            variant="default"
            aria-label={t("questions.rule.removeNamed", { value: rule.value })}
            loading={remove.isPending && remove.variables === rule.id}
            onClick={() => remove.mutate(rule.id)}
          >
            {t("questions.rule.remove")}
          </Button>
        </li>
      ))}
    </ul>
  );
}
