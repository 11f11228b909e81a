import { Kbd, Modal } from "@mantine/core";
import { useTranslation } from "react-i18next";
import classes from "./shortcut-help.module.css";

/** Keys and what they do; `label` is a key below `palette.shortcuts`. Names of keys are the same in both languages. */
const SHORTCUTS = [
  { keys: ["Ctrl", "K"], label: "search" },
  { keys: ["J"], label: "next" },
  { keys: ["K"], label: "previous" },
  { keys: ["Enter"], label: "open" },
  { keys: ["Esc"], label: "close" },
  { keys: ["N"], label: "note" },
  { keys: ["C"], label: "call" },
  { keys: ["M"], label: "meeting" },
  { keys: ["O"], label: "other" },
  { keys: ["R"], label: "reminder" },
  { keys: ["Ctrl", "Enter"], label: "send" },
  { keys: ["Ctrl", "Z"], label: "undo" },
  { keys: ["?"], label: "help" },
] as const;

/** The list of keyboard shortcuts. */
export function ShortcutHelp({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  return (
    <Modal opened onClose={onClose} title={t("palette.shortcuts.title")} closeButtonProps={{ "aria-label": t("common.close") }}>
      <dl className={classes.list}>
        {SHORTCUTS.map(({ keys, label }) => (
          <div key={label} className={classes.row}>
            <dt>{t(`palette.shortcuts.${label}`)}</dt>
            <dd className={classes.keys}>
              {keys.map((key) => (
                <Kbd key={key}>{key}</Kbd>
              ))}
            </dd>
          </div>
        ))}
      </dl>
    </Modal>
  );
}
