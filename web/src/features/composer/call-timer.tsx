import { Button } from "@mantine/core";
import { IconPlayerStop, IconStopwatch } from "@tabler/icons-react";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import classes from "./forms.module.css";

interface CallTimerProps {
  /** Called with the length in seconds when the call has ended. */
  onStop: (seconds: number) => void;
}

/** A stopwatch for a call that is going on. */
export function CallTimer({ onStop }: CallTimerProps) {
  const { t } = useTranslation();
  const [startedAt, setStartedAt] = useState<number | null>(null);
  const [seconds, setSeconds] = useState(0);
  useEffect(() => {
    if (startedAt === null) return undefined;
    const timer = window.setInterval(() => setSeconds(Math.round((performance.now() - startedAt) / 1000)), 500);
    return () => window.clearInterval(timer);
  }, [startedAt]);
  if (startedAt === null) {
    return (
      <Button
        variant="default"
        leftSection={<IconStopwatch size={16} aria-hidden="true" />}
        onClick={() => {
          setSeconds(0);
          setStartedAt(performance.now());
        }}
      >
        {t("composer.call.startTimer")}
      </Button>
    );
  }
  return (
    <div className={classes.timer}>
      <span className={classes.clock} role="timer" aria-label={t("composer.call.running")}>
        {`${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`}
      </span>
      <Button
        variant="light"
        leftSection={<IconPlayerStop size={16} aria-hidden="true" />}
        onClick={() => {
          setStartedAt(null);
          onStop(Math.max(1, Math.round((performance.now() - startedAt) / 1000)));
        }}
      >
        {t("composer.call.stopTimer")}
      </Button>
    </div>
  );
}
