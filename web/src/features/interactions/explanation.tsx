import { Button, Modal } from "@mantine/core";
import { IconHelpCircle } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { explanationQuery } from "../../api/interactions.ts";
import type { Explanation } from "../../api/types.ts";
import { ErrorState } from "../../components/error-state.tsx";
import { SkeletonRows } from "../../components/skeleton-rows.tsx";
import { DateTime } from "../../components/time.tsx";
import { useFormat } from "../../format/context.tsx";
import { useCodes } from "../../i18n/codes.ts";
import classes from "./explanation.module.css";
import { EvidenceLine } from "./evidence-line.tsx";

/** "Why is this here?": how it came, what was decided, and the evidence of each link. */
export function ExplanationButton({ id }: { id: string }) {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button size="xs" variant="default" leftSection={<IconHelpCircle size={15} aria-hidden="true" />} onClick={() => setOpen(true)}>
        {t("interaction.why.action")}
      </Button>
      {open ? (
        <Modal
          opened
          onClose={() => setOpen(false)}
          size="lg"
          title={t("interaction.why.action")}
          closeButtonProps={{ "aria-label": t("common.close") }}
        >
          <ExplanationBody id={id} />
        </Modal>
      ) : null}
    </>
  );
}

function ExplanationBody({ id }: { id: string }) {
  const query = useQuery(explanationQuery(id));
  if (query.isPending) return <SkeletonRows count={3} height={60} icon={false} />;
  if (query.isError) return <ErrorState compact error={query.error} onRetry={() => void query.refetch()} />;
  return <Story explanation={query.data} />;
}

function Story({ explanation }: { explanation: Explanation }) {
  const { t } = useTranslation();
  const format = useFormat();
  const code = useCodes();
  const { decision, arrivals, links, identities } = explanation;
  return (
    <div className={classes.root}>
      <section>
        <h3>{t("interaction.why.arrived")}</h3>
        <ul>
          {arrivals.map((arrival) => (
            <li key={`${arrival.source}:${arrival.owner?.id ?? ""}:${arrival.at}`}>
              <strong>{code("source", arrival.source)}</strong>
              <span>{[arrival.owner?.name, arrival.connection?.name, arrival.folder].filter(Boolean).join(" · ")}</span>
              <DateTime at={arrival.at} />
            </li>
          ))}
        </ul>
      </section>
      {decision ? (
        <section>
          <h3>{t("interaction.why.decided")}</h3>
          <ul>
            <li>
              <strong>{code("level", decision.level)}</strong>
            </li>
            {decision.reasons.map((reason) => (
              <EvidenceLine key={JSON.stringify(reason)} group="captureReason" evidence={reason} />
            ))}
          </ul>
        </section>
      ) : null}
      <section>
        <h3>{t("interaction.why.linked")}</h3>
        {links.length === 0 ? <p>{t("interaction.why.notLinked")}</p> : null}
        {links.map((link) => (
          <div key={`${link.target}:${link.id}`} className={classes.link} data-chosen={link.chosen || undefined}>
            <p>
              <strong>{link.name}</strong>
              <span>
                {code("target", link.target)}
                {" · "}
                {link.chosen
                  ? link.decidedBy === "person"
                    ? t("interaction.why.byPerson")
                    : t("interaction.why.certainty", { percent: format.percent(Math.min(1, link.score)) })
                  : t("interaction.why.candidate", { percent: format.percent(Math.min(1, link.score)) })}
              </span>
            </p>
            <ul>
              {link.evidence.map((evidence) => (
                <EvidenceLine key={JSON.stringify(evidence)} group="evidence" evidence={evidence} />
              ))}
            </ul>
          </div>
        ))}
      </section>
      <details className={classes.technical}>
        <summary>{t("interaction.why.technical")}</summary>
        <dl>
          {identities.map((identity) => (
            <div key={`${identity.scheme}:${identity.value}`}>
              <dt>{identity.scheme}</dt>
              <dd>{identity.value}</dd>
            </div>
          ))}
        </dl>
      </details>
    </div>
  );
}
