import { ActionIcon, Badge, Button } from "@mantine/core";
import { IconHourglass, IconPencil, IconPlus, IconTrash } from "@tabler/icons-react";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { removeRetentionRule, retentionKeys, retentionQuery, saveRetentionRule, type RetentionRule } from "../../api/retention.ts";
import { EmptyState } from "../../components/empty-state.tsx";
import { ErrorState } from "../../components/error-state.tsx";
import { notifyDone, notifyProblem, notifyUndo } from "../../components/notify.tsx";
import { Section } from "../../components/section.tsx";
import { SkeletonRows } from "../../components/skeleton-rows.tsx";
import { RelativeTime } from "../../components/time.tsx";
import classes from "../settings/settings.module.css";
import { RetentionForm } from "./retention-form.tsx";

/** After how long what goes by itself. Nothing goes without a rule that is switched on; a legal hold keeps what it holds. */
export function RetentionSettings() {
  const { t } = useTranslation();
  const query = useQuery(retentionQuery);
  const [form, setForm] = useState<{ rule: RetentionRule | null } | null>(null);
  const rules = query.data?.items ?? [];
  const create = (
    <Button size="xs" leftSection={<IconPlus size={16} aria-hidden="true" />} onClick={() => setForm({ rule: null })}>
      {t("retention.new")}
    </Button>
  );
  return (
    <>
      <Section title={t("retention.title")} flush action={rules.length > 0 ? create : undefined}>
        {query.isPending ? (
          <SkeletonRows count={3} height={58} />
        ) : query.isError ? (
          <ErrorState compact error={query.error} onRetry={() => void query.refetch()} />
        ) : rules.length === 0 ? (
          <EmptyState compact icon={IconHourglass} title={t("retention.none")} action={create}>
            {t("retention.hint")}
          </EmptyState>
        ) : (
          <>
            <p className={classes.lead}>{t("retention.hint")}</p>
            <ul className={classes.list}>
              {rules.map((rule) => (
                <RuleLine key={rule.id} rule={rule} onEdit={() => setForm({ rule })} />
              ))}
            </ul>
          </>
        )}
      </Section>
      {form ? <RetentionForm rule={form.rule} onClose={() => setForm(null)} /> : null}
    </>
  );
}

function RuleLine({ rule, onEdit }: { rule: RetentionRule; onEdit: () => void }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const refresh = () => client.invalidateQueries({ queryKey: retentionKeys.all });
  const { kind, customerState, months, action, enabled, lastRunAt, lastRunCount } = rule;
  const name = t("retention.line", {
    what: kind ? t(`timeline.kinds.${kind}`) : t("retention.kind.any"),
    whose: customerState ? t(`retention.state.${customerState}`) : t("retention.state.any"),
    after: t("retention.after", { count: months }),
  });
  const restore = useMutation({
    mutationFn: () => saveRetentionRule({ ...rule, id: null }),
    onSuccess: async () => {
      await refresh();
      notifyDone(t("common.saved"));
    },
    onError: notifyProblem,
  });
  const remove = useMutation({
    mutationFn: () => removeRetentionRule(rule.id),
    onSuccess: async () => {
      await refresh();
      notifyUndo(t("retention.removed"), () => restore.mutate());
    },
    onError: notifyProblem,
  });
  return (
    <li className={classes.row}>
      <div className={classes.rowMain}>
        <span className={classes.rowTitle}>{name}</span>
        <span className={classes.rowSub}>
          {t(`retention.action.${action}`)} ·{" "}
          {lastRunAt ? (
            <>
              {t("retention.lastRun", { count: lastRunCount ?? 0 })} <RelativeTime at={lastRunAt} />
            </>
          ) : (
            t("retention.neverRun")
          )}
        </span>
      </div>
      <Badge color={enabled ? "pine" : "gray"}>{t(enabled ? "retention.on" : "retention.off")}</Badge>
      <span className={classes.rowActions}>
        <ActionIcon aria-label={t("retention.editNamed", { name })} onClick={onEdit}>
          <IconPencil size={17} aria-hidden="true" />
        </ActionIcon>
        <ActionIcon aria-label={t("retention.removeNamed", { name })} loading={remove.isPending} onClick={() => remove.mutate()}>
          <IconTrash size={17} aria-hidden="true" />
        </ActionIcon>
      </span>
    </li>
  );
}
