import { Badge, Button } from "@mantine/core";
import { IconScale } from "@tabler/icons-react";
import { useInfiniteQuery, useMutation, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { holdKeys, holdsQuery, releaseHold, type LegalHold } from "../../api/legal-holds.ts";
import { EmptyState } from "../../components/empty-state.tsx";
import { notifyDone, notifyProblem } from "../../components/notify.tsx";
import { PagedList } from "../../components/paged-list.tsx";
import { Section } from "../../components/section.tsx";
import { useFormat } from "../../format/context.tsx";
import classes from "../settings/settings.module.css";

/** What nothing erases for now, and why; those that are over stay in the list. */
export function HoldsSection() {
  const { t } = useTranslation();
  const query = useInfiniteQuery(holdsQuery);
  return (
    <Section title={t("holds.list")} flush>
      <PagedList
        query={query}
        rowHeight={58}
        empty={
          <EmptyState compact icon={IconScale} title={t("holds.none")}>
            {t("holds.how")}
          </EmptyState>
        }
      >
        {(hold) => <HoldLine key={hold.id} hold={hold} />}
      </PagedList>
    </Section>
  );
}

function HoldLine({ hold: { id, target, targetId, reason, until, releasedAt } }: { hold: LegalHold }) {
  const { t } = useTranslation();
  const format = useFormat();
  const client = useQueryClient();
  const release = useMutation({
    mutationFn: () => releaseHold(id),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: holdKeys.all });
      notifyDone(t("holds.released"));
    },
    onError: notifyProblem,
  });
  const what = t(`erasure.target.${target}`);
  return (
    <li className={classes.row}>
      <div className={classes.rowMain}>
        <span className={classes.rowTitle}>{reason}</span>
        <span className={classes.rowSub}>
          {target === "customer" ? (
            <Link to="/customers/$id" params={{ id: targetId }}>
              {what}
            </Link>
          ) : target === "interaction" ? (
            <Link to="/interactions/$id" params={{ id: targetId }}>
              {what}
            </Link>
          ) : (
            what
          )}{" "}
          · {until ? t("holds.untilDay", { day: format.day(until) }) : t("holds.open")}
        </span>
      </div>
      {releasedAt ? (
        <Badge color="gray">{t("holds.over")}</Badge>
      ) : (
        <Button
          size="xs"
          variant="default"
          aria-label={t("holds.releaseNamed", { reason })}
          loading={release.isPending}
          onClick={() => release.mutate()}
        >
          {t("holds.release")}
        </Button>
      )}
    </li>
  );
}
