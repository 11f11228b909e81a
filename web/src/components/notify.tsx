import { Button, Kbd } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { IconAlertTriangle, IconCheck } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { useProblemText } from "../i18n/problem-text.ts";
import classes from "./notify.module.css";

/** How long a change can be taken back from its message. */
export const UNDO_MS = 8000;

interface Undoable {
  id: string;
  undo: () => void;
}
let lastUndoable: Undoable | null = null;

/** Takes back the last change whose message is still shown (Ctrl+Z). Returns false when there is none. */
export function undoLast(): boolean {
  if (!lastUndoable) return false;
  const { id, undo } = lastUndoable;
  lastUndoable = null;
  notifications.hide(id);
  undo();
  return true;
}

/** Says that something was done. */
export function notifyDone(message: string): void {
  notifications.show({ message, color: "pine", icon: <IconCheck size={16} aria-hidden="true" />, autoClose: 4000 });
}

/** Says that something was done and offers to take it back, instead of asking before. */
export function notifyUndo(message: string, undo: () => void): void {
  const id = notifications.show({
    color: "pine",
    icon: <IconCheck size={16} aria-hidden="true" />,
    autoClose: UNDO_MS,
    onClose: () => {
      if (lastUndoable?.id === id) lastUndoable = null;
    },
    message: <UndoMessage message={message} onUndo={() => undoLast()} />,
  });
  lastUndoable = { id, undo };
}

/** Says why something could not be done, in words of the page's own. */
export function notifyFailure(message: string): void {
  notifications.show({
    color: "red",
    icon: <IconAlertTriangle size={16} aria-hidden="true" />,
    autoClose: 10_000,
    role: "alert",
    message,
  });
}

/** Says that something can follow from what was done, and offers to do it. */
export function notifyOffer(message: string, action: string, run: () => void): void {
  const id = notifications.show({
    color: "pine",
    autoClose: 12_000,
    message: (
      <span className={classes.undo}>
        <span>{message}</span>
        <Button
          size="compact-sm"
          variant="subtle"
          onClick={() => {
            notifications.hide(id);
            run();
          }}
        >
          {action}
        </Button>
      </span>
    ),
  });
}

/** Says that a change was not accepted and has been rolled back. */
export function notifyProblem(error: unknown): void {
  notifications.show({
    color: "red",
    icon: <IconAlertTriangle size={16} aria-hidden="true" />,
    autoClose: 10_000,
    role: "alert",
    message: <ProblemMessage error={error} />,
  });
}

function UndoMessage({ message, onUndo }: { message: string; onUndo: () => void }) {
  const { t } = useTranslation();
  return (
    <span className={classes.undo}>
      <span>{message}</span>
      <Button
        size="compact-sm"
        variant="subtle"
        onClick={onUndo}
        rightSection={
          <Kbd size="xs" aria-hidden="true">
            {t("common.undoKey")}
          </Kbd>
        }
      >
        {t("common.undo")}
      </Button>
    </span>
  );
}

function ProblemMessage({ error }: { error: unknown }) {
  const text = useProblemText();
  return <span>{text(error)}</span>;
}
