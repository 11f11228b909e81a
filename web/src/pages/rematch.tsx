import { Badge, Button, Progress } from "@mantine/core";
import { IconCheck } from "@tabler/icons-react";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { decideRematch, isWorking, rematchKeys, rematchQuery, type Rematch } from "../api/rematch.ts";
import { EmptyState } from "../components/empty-state.tsx";
import { ErrorState } from "../components/error-state.tsx";
import { notifyProblem } from "../components/notify.tsx";
import { Page } from "../components/page.tsx";
import { SkeletonRows } from "../components/skeleton-rows.tsx";
import { MovesList } from "../features/rematch/moves-list.tsx";
import classes from "../features/rematch/rematch.module.css";

const route = getRouteApi("/app/rematches/$id");
/** What can be decided in which state. */
const DECISIONS: Partial<Record<Rematch["state"], readonly ("apply" | "discard" | "undo")[]>> = {
  ready: ["discard", "apply"],
  applied: ["undo"],
};

/** History compared anew: progress, what moves from where to where, and the decision. */
export function RematchPage() {
  const { t } = useTranslation();
  const { id } = route.useParams();
  const query = useQuery(rematchQuery(id));
  const rematch = query.data;
  return (
    <Page title={t("rematch.title")} subtitle={t("rematch.subtitle")}>
      {query.isPending ? (
        <SkeletonRows count={3} height={64} />
      ) : !rematch ? (
        <ErrorState error={query.error} onRetry={() => void query.refetch()} />
      ) : (
        <>
          <Standing rematch={rematch} />
          {rematch.state === "comparing" ? null : rematch.moves === 0 ? (
            <EmptyState icon={IconCheck} title={t("rematch.nothing.title")}>
              {t("rematch.nothing.text")}
            </EmptyState>
          ) : (
            <MovesList id={id} />
          )}
        </>
      )}
    </Page>
  );
}

function Standing({ rematch }: { rematch: Rematch }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const decide = useMutation({
    mutationFn: (decision: "apply" | "discard" | "undo") => decideRematch(rematch.id, decision),
    onSuccess: (next) => client.setQueryData(rematchQuery(rematch.id).queryKey, next),
    onSettled: () => client.invalidateQueries({ queryKey: rematchKeys.one(rematch.id) }),
    onError: notifyProblem,
  });
  const { state, everything, addresses, domains, total, done, moves, stale } = rematch;
  const working = isWorking(state);
  const decisions = moves === 0 && state === "ready" ? (["discard"] as const) : (DECISIONS[state] ?? []);
  return (
    <section className={classes.bar}>
      <div className={classes.line} role="status">
        <Badge color={state === "applied" ? "pine" : working ? "blue" : "gray"}>{t(`rematch.state.${state}`)}</Badge>
        <span className={classes.grow}>
          {working
            ? t("rematch.progress", { done, total })
            : moves > 0
              ? t(state === "applied" ? "rematch.movedDone" : "rematch.moves", { count: state === "applied" ? moves - stale : moves })
              : ""}
        </span>
        {decisions.map((decision) => (
          <Button
            key={decision}
            size="xs"
            variant={decision === "apply" ? "filled" : "default"}
            loading={decide.isPending && decide.variables === decision}
            disabled={decide.isPending}
            onClick={() => decide.mutate(decision)}
          >
            {t(`rematch.${decision}`)}
          </Button>
        ))}
      </div>
      {working ? <Progress aria-label={t(`rematch.state.${state}`)} value={total === 0 ? 100 : (done / total) * 100} animated /> : null}
      <p className={classes.quiet}>
        {t("rematch.scope", { what: everything ? t("rematch.everything") : [...domains, ...addresses].join(", ") })}
      </p>
      {stale > 0 ? <p className={classes.quiet}>{t("rematch.stale", { count: stale })}</p> : null}
    </section>
  );
}
