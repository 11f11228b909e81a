import { Loader } from "@mantine/core";
import { useRouter, type ErrorComponentProps } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { ErrorState } from "../components/error-state.tsx";
import classes from "./states.module.css";

/** While the code of a page is on its way for longer than a blink. */
export function PageLoading() {
  const { t } = useTranslation();
  return (
    <div className={classes.center} role="status" aria-label={t("common.loading")}>
      <Loader size="sm" />
    </div>
  );
}

/** A page that failed as a whole: the others still work. */
export function PageCrash({ error, reset }: ErrorComponentProps) {
  const router = useRouter();
  return (
    <div className={classes.center}>
      <ErrorState
        error={error}
        onRetry={() => {
          reset();
          void router.invalidate();
        }}
      />
    </div>
  );
}
