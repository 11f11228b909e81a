import { Button, Kbd } from "@mantine/core";
import type { FormEventHandler, ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { ProblemAlert } from "../../components/problem-alert.tsx";
import classes from "./forms.module.css";

interface FormFrameProps {
  onSubmit: FormEventHandler<HTMLFormElement>;
  onCancel: () => void;
  /** What the button says. */
  action: string;
  error: unknown;
  busy?: boolean;
  children: ReactNode;
}

/** What all forms of the composer share: Ctrl+Enter sends, Esc closes (the draft stays). */
export function FormFrame({ onSubmit, onCancel, action, error, busy = false, children }: FormFrameProps) {
  const { t } = useTranslation();
  return (
    <form
      noValidate
      className={classes.form}
      onSubmit={onSubmit}
      onKeyDown={(event) => {
        // A list or a calendar that is open inside the form closes first.
        if (event.key === "Escape" && !event.defaultPrevented) onCancel();
        if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
        event.preventDefault();
        event.currentTarget.requestSubmit();
      }}
    >
      <ProblemAlert error={error} />
      {children}
      <div className={classes.actions}>
        <Button variant="subtle" color="gray" onClick={onCancel}>
          {t("common.cancel")}
        </Button>
        <Button
          type="submit"
          loading={busy}
          rightSection={
            <Kbd size="xs" aria-hidden="true" className={classes.kbd}>
              {t("composer.sendKey")}
            </Kbd>
          }
        >
          {action}
        </Button>
      </div>
    </form>
  );
}
