import { Alert, Button } from "@mantine/core";
import { IconAlertTriangle, IconKey } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { Connection } from "../../api/connections.ts";
import { RelativeTime } from "../../components/time.tsx";
import { useCodes } from "../../i18n/codes.ts";

interface ProblemNoticeProps {
  connection: Connection;
  onReconnect: () => void;
}

/** What is wrong with a connection, since when, and what cures it. */
export function ProblemNotice({ connection, onReconnect }: ProblemNoticeProps) {
  const { t } = useTranslation();
  const code = useCodes();
  if (connection.problem === null || connection.state === "paused") return null;
  const signIn = connection.state === "reauthorise";
  return (
    <Alert
      color={signIn ? "red" : "honey"}
      icon={<IconAlertTriangle size={18} aria-hidden="true" />}
      title={code("connectionProblem", connection.problem)}
    >
      <p style={{ margin: 0 }}>
        {code("connectionCure", connection.problem)}
        {connection.problemSince ? (
          <>
            {" "}
            {t("connections.problemSince")} <RelativeTime at={connection.problemSince} />.
          </>
        ) : null}
      </p>
      {signIn ? (
        <Button size="xs" mt="xs" leftSection={<IconKey size={15} aria-hidden="true" />} onClick={onReconnect}>
          {t("connections.reconnect.action")}
        </Button>
      ) : null}
    </Alert>
  );
}
