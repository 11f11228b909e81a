import { useTranslation } from "react-i18next";
import type { Connection } from "../../api/connections.ts";
import classes from "./health-badge.module.css";
import { healthOf } from "./progress.ts";

/** The state of a connection in one word and one colour. */
export function HealthBadge({ connection }: { connection: Connection }) {
  const { t } = useTranslation();
  const health = healthOf(connection);
  return (
    <span className={classes.root} data-health={health}>
      <span className={classes.dot} aria-hidden="true" />
      {connection.state === "reauthorise" ? t("connections.state.reauthorise") : t(`connections.health.${health}`)}
    </span>
  );
}
