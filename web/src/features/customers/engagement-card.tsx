import { Badge, Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { engagementQuery, type Engagement, type EngagementBand } from "../../api/engagement.ts";
import { ErrorState } from "../../components/error-state.tsx";
import { Section } from "../../components/section.tsx";
import { SkeletonRows } from "../../components/skeleton-rows.tsx";
import { RelativeTime } from "../../components/time.tsx";
import { useFormat } from "../../format/context.tsx";
import { useCodes } from "../../i18n/codes.ts";
import classes from "./engagement-card.module.css";

const COLORS: Record<EngagementBand, string> = { cold: "gray", cool: "gray", warm: "pine", hot: "pine" };
const SHORT = 4;

/** How warm the customer is, and everything that the figure is made of. */
export function EngagementCard({ customerId }: { customerId: string }) {
  const { t } = useTranslation();
  const query = useQuery(engagementQuery(customerId));
  return (
    <Section title={t("customers.engagement.title")}>
      {query.isPending ? (
        <SkeletonRows count={1} height={56} icon={false} />
      ) : query.isError ? (
        <ErrorState compact error={query.error} onRetry={() => void query.refetch()} />
      ) : (
        <Figure engagement={query.data} />
      )}
    </Section>
  );
}

function Figure({ engagement }: { engagement: Engagement }) {
  const { t } = useTranslation();
  const format = useFormat();
  const code = useCodes();
  const [all, setAll] = useState(false);
  const { score, band, contributions, others, version } = engagement;
  const shown = all ? contributions : contributions.slice(0, SHORT);
  return (
    <div className={classes.root}>
      <div className={classes.figure}>
        <span className={classes.score}>{format.number(Math.round(score))}</span>
        <Badge color={COLORS[band]}>{t(`customers.engagement.band.${band}`)}</Badge>
      </div>
      <meter className={classes.meter} min={0} max={100} value={score} aria-label={t("customers.engagement.title")} data-band={band} />
      {contributions.length === 0 ? (
        <p className={classes.none}>{t("customers.engagement.none")}</p>
      ) : (
        <ul className={classes.list} aria-label={t("customers.engagement.contributions")}>
          {shown.map((one) => (
            <li key={`${one.kind}:${one.interactionId}:${one.occurredAt}`}>
              <Link to="/interactions/$id" params={{ id: one.interactionId }}>
                {code("engagement", one.kind)}
              </Link>
              <span className={classes.when}>
                <RelativeTime at={one.occurredAt} />
              </span>
              <span className={classes.value} data-against={one.value < 0 || undefined}>
                {one.value < 0 ? "−" : "+"}
                {format.number(Math.abs(Math.round(one.value * 1000) / 1000))}
              </span>
            </li>
          ))}
          {all && others.count > 0 ? <li className={classes.when}>{t("customers.engagement.others", { count: others.count })}</li> : null}
        </ul>
      )}
      {contributions.length > SHORT ? (
        <Button size="compact-sm" variant="subtle" aria-expanded={all} onClick={() => setAll(!all)} className={classes.more}>
          {all ? t("customers.engagement.less") : t("customers.engagement.more", { count: contributions.length - SHORT + others.count })}
        </Button>
      ) : null}
      <p className={classes.formula}>{t("customers.engagement.formula", { version })}</p>
    </div>
  );
}
