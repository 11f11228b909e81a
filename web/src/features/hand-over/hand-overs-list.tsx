import { Badge, Button } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { handOversQuery, refreshAfterHandOver, undoHandOver, type HandOver } from "../../api/hand-over.ts";
import { notifyDone, notifyProblem } from "../../components/notify.tsx";
import { Section } from "../../components/section.tsx";
import { DateTime } from "../../components/time.tsx";
import classes from "./hand-over.module.css";

interface HandOversListProps {
  /** Who looks: what somebody received is not his to take back. */
  viewer: { id: string; role: string };
}

/** Hand-overs that were made, each to be taken back as long as it stands. Nothing when there was none. */
export function HandOversList({ viewer }: HandOversListProps) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const items = useQuery(handOversQuery).data?.items ?? [];
  const undo = useMutation({
    mutationFn: undoHandOver,
    onSuccess: async () => {
      await refreshAfterHandOver(client);
      notifyDone(t("handOver.undone"));
    },
    onError: notifyProblem,
  });
  if (items.length === 0) return null;
  return (
    <Section title={t("handOver.list.title")} flush>
      <ul className={classes.rows}>
        {items.map((one) => (
          <li key={one.id} className={classes.row}>
            <span className={classes.rowMain}>
              <span>{t("handOver.list.fromTo", { from: one.from.name, to: one.to.name })}</span>
              <span className={classes.quiet}>
                <DateTime at={one.createdAt} /> · <Counts of={one} />
              </span>
            </span>
            {one.undoneAt ? (
              <Badge color="gray">{t("handOver.list.undone")}</Badge>
            ) : viewer.role === "admin" || one.to.id !== viewer.id ? (
              <Button
                size="xs"
                variant="default"
                aria-label={t("handOver.list.undoNamed", { from: one.from.name, to: one.to.name })}
                loading={undo.isPending && undo.variables === one.id}
                onClick={() => undo.mutate(one.id)}
              >
                {t("handOver.list.undo")}
              </Button>
            ) : null}
          </li>
        ))}
      </ul>
    </Section>
  );
}

function Counts({ of: { counts, mail } }: { of: HandOver }) {
  const { t } = useTranslation();
  const parts = [
    counts.customers > 0 ? t("handOver.customers", { count: counts.customers }) : null,
    counts.opportunities > 0 ? t("handOver.leftOpportunities", { count: counts.opportunities }) : null,
    counts.reminders > 0 ? t("handOver.leftReminders", { count: counts.reminders }) : null,
    mail ? t("handOver.list.mail") : null,
  ].filter((part) => part !== null);
  return <>{parts.length > 0 ? parts.join(", ") : t("handOver.nothing")}</>;
}
