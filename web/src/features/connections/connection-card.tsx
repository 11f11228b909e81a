import { IconCalendar, IconMail } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Connection } from "../../api/connections.ts";
import { RelativeTime } from "../../components/time.tsx";
import classes from "./connection-card.module.css";
import { HealthBadge } from "./health-badge.tsx";
import { ProblemNotice } from "./problem-notice.tsx";
import { Reconnect } from "./reconnect.tsx";
import { SyncProgress } from "./sync-progress.tsx";

interface ConnectionCardProps {
  connection: Connection;
  /** Named when it is a colleague's. */
  showOwner: boolean;
}

/** One mailbox or calendar at a glance. */
export function ConnectionCard({ connection, showOwner }: ConnectionCardProps) {
  const { t } = useTranslation();
  const [reconnecting, setReconnecting] = useState(false);
  const Shape = connection.kind === "mailbox" ? IconMail : IconCalendar;
  return (
    <article className={classes.root}>
      <header className={classes.head}>
        <span className={classes.icon} data-kind={connection.kind} aria-hidden="true">
          <Shape size={22} stroke={1.7} />
        </span>
        <div className={classes.names}>
          <h2>
            <Link to="/connections/$id" params={{ id: connection.id }} className={classes.name}>
              {connection.name}
            </Link>
          </h2>
          <p className={classes.sub}>
            <span>{t(`connections.kind.${connection.kind}`)}</span>
            {connection.addresses[0] && connection.addresses[0] !== connection.name ? (
              <span className="k-wrap">{connection.addresses[0]}</span>
            ) : null}
            {showOwner ? <span>{connection.owner.name}</span> : null}
            <span>
              {connection.lastSuccessAt ? (
                <>
                  {t("connections.lastSuccess")} <RelativeTime at={connection.lastSuccessAt} />
                </>
              ) : (
                t("connections.neverSynced")
              )}
            </span>
          </p>
        </div>
        <HealthBadge connection={connection} />
      </header>
      <SyncProgress connection={connection} />
      <div className={classes.notice}>
        <ProblemNotice connection={connection} onReconnect={() => setReconnecting(true)} />
      </div>
      {reconnecting ? <Reconnect connection={connection} onClose={() => setReconnecting(false)} /> : null}
    </article>
  );
}
