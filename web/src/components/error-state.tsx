import { Button } from "@mantine/core";
import { IconCloudOff, IconMoodPuzzled, IconRefresh } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { ApiProblem } from "../api/client.ts";
import { useProblemText } from "../i18n/problem-text.ts";
import { EmptyState } from "./empty-state.tsx";

interface ErrorStateProps {
  error: unknown;
  onRetry?: () => void;
  compact?: boolean;
}

/** Shown when something could not be read: what happened, what the person can do, and a button that tries again. */
export function ErrorState({ error, onRetry, compact = false }: ErrorStateProps) {
  const { t } = useTranslation();
  const text = useProblemText();
  const code = error instanceof ApiProblem ? error.code : "internal";
  const cure =
    code === "network" ? t("problems.cure.network") : code === "not-found" ? t("problems.cure.notFound") : t("problems.cure.other");
  const reference = error instanceof ApiProblem && code === "internal" ? error.instance : undefined;
  return (
    <div role="alert">
      <EmptyState
        icon={code === "network" ? IconCloudOff : IconMoodPuzzled}
        title={text(error)}
        compact={compact}
        action={
          onRetry && code !== "not-found" && code !== "forbidden" ? (
            <Button variant="default" leftSection={<IconRefresh size={16} aria-hidden="true" />} onClick={onRetry}>
              {t("common.retry")}
            </Button>
          ) : undefined
        }
      >
        <span>{cure}</span>
        {reference ? (
          <>
            <br />
            <small className="k-wrap">{reference}</small>
          </>
        ) : null}
      </EmptyState>
    </div>
  );
}
