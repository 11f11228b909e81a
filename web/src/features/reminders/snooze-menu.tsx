import { ActionIcon, Button, Menu, Modal, Stack } from "@mantine/core";
import { IconClockPause } from "@tabler/icons-react";
import { lazy, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import { useFormat, useNow } from "../../format/context.tsx";
import { instantOfWall, morningAfter, nextMonday, nowInstant, plusMinutes, wallOfInstant } from "../../format/zone.ts";

const DateTimeField = lazy(async () => ({ default: (await import("../../components/date-field.tsx")).DateTimeField }));

interface SnoozeMenuProps {
  /** What is put off, for screen readers. */
  title: string;
  /** Only the icon, where there is little room. */
  compact?: boolean;
  onSnooze: (until: string) => void;
}

/** Puts off: an hour, tomorrow, next Monday, a chosen time. */
export function SnoozeMenu({ title, compact = false, onSnooze }: SnoozeMenuProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const now = useNow();
  const [wall, setWall] = useState<string | null>(null);
  const chosen = wall === null ? null : instantOfWall(wall, format.timeZone);
  const choices = [
    { key: "hour", until: () => plusMinutes(nowInstant(), 60) },
    { key: "tomorrow", until: () => morningAfter(nowInstant(), format.timeZone, 1) },
    { key: "monday", until: () => nextMonday(nowInstant(), format.timeZone) },
  ] as const;
  return (
    <>
      <Menu position="bottom-end">
        <Menu.Target>
          {compact ? (
            <ActionIcon aria-label={t("reminders.snoozeNamed", { title })} title={t("reminders.snooze.action")}>
              <IconClockPause size={17} stroke={1.8} aria-hidden="true" />
            </ActionIcon>
          ) : (
            <Button
              size="compact-sm"
              variant="subtle"
              color="gray"
              leftSection={<IconClockPause size={16} stroke={1.8} aria-hidden="true" />}
              aria-label={t("reminders.snoozeNamed", { title })}
            >
              {t("reminders.snooze.action")}
            </Button>
          )}
        </Menu.Target>
        <Menu.Dropdown>
          {choices.map(({ key, until }) => (
            <Menu.Item
              key={key}
              onClick={() => onSnooze(until())}
              rightSection={<small>{key === "hour" ? format.time(until()) : format.date(until())}</small>}
            >
              {t(`reminders.snooze.${key}`)}
            </Menu.Item>
          ))}
          <Menu.Item onClick={() => setWall(wallOfInstant(morningAfter(now, format.timeZone, 1), format.timeZone))}>
            {t("reminders.snooze.date")}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      {wall === null ? null : (
        <Modal
          opened
          onClose={() => setWall(null)}
          title={t("reminders.snooze.until")}
          size="sm"
          closeButtonProps={{ "aria-label": t("common.close") }}
        >
          <Stack>
            <Suspense>
              <DateTimeField label={t("composer.when")} value={wall} onChange={setWall} />
            </Suspense>
            <Button
              disabled={chosen === null}
              onClick={() => {
                if (chosen) onSnooze(chosen);
                setWall(null);
              }}
            >
              {t("reminders.snooze.action")}
            </Button>
          </Stack>
        </Modal>
      )}
    </>
  );
}
