import { ActionIcon, Button, Menu } from "@mantine/core";
import {
  IconCalendarCheck,
  IconCheck,
  IconDots,
  IconHourglass,
  IconMail,
  IconPencil,
  IconRotate,
  IconUserShare,
  IconX,
} from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { useMediaQuery } from "@mantine/hooks";
import { lazy, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Reminder } from "../../api/types.ts";
import { RelativeTime } from "../../components/time.tsx";
import { useFormat } from "../../format/context.tsx";
import { useCodes } from "../../i18n/codes.ts";
import { ReminderEditor } from "./reminder-editor.tsx";
import classes from "./reminder-row.module.css";
import { SnoozeMenu } from "./snooze-menu.tsx";
import { useReminderActions } from "./use-reminder-actions.ts";

const AssignReminder = lazy(async () => ({ default: (await import("./assign-reminder.tsx")).AssignReminder }));

interface ReminderRowProps {
  reminder: Reminder;
  /** Place in its list, for j and k. */
  index?: number;
  /** On a customer's own page the customer is not named again. */
  hideCustomer?: boolean;
  /** Whose it is, when it is a colleague's. */
  showOwner?: boolean;
  compact?: boolean;
}

/** One reminder with what can be done about it. */
export function ReminderRow({ reminder, index, hideCustomer = false, showOwner = false, compact = false }: ReminderRowProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const act = useReminderActions();
  const [editing, setEditing] = useState(false);
  const [giving, setGiving] = useState(false);
  const small = useMediaQuery("(max-width: 560px)", undefined, { getInitialValueInEffect: false }) ?? false;
  const tight = compact || small;
  const open = reminder.state === "due" || reminder.state === "waiting";
  const title = reminder.title || t("reminders.untitled");
  return (
    <div className={classes.root} data-state={reminder.state} data-compact={tight || undefined}>
      {open ? (
        <button
          type="button"
          className={classes.check}
          data-row={index}
          aria-label={t("reminders.doneNamed", { title })}
          onClick={() => act(reminder, { kind: "done" })}
        >
          <IconCheck size={15} stroke={2.4} aria-hidden="true" />
        </button>
      ) : (
        <span className={classes.closed} aria-hidden="true">
          {reminder.state === "cancelled" ? <IconX size={15} /> : <IconCheck size={15} stroke={2.4} />}
        </span>
      )}
      <div className={classes.body}>
        <span className={classes.title}>{title}</span>
        {reminder.note && !compact ? <span className={classes.note}>{reminder.note}</span> : null}
        <span className={classes.meta}>
          {open ? (
            <span className={classes.due}>
              <time dateTime={reminder.dueAt} title={format.exact(reminder.dueAt)}>
                {format.dateTime(reminder.dueAt)}
              </time>
              {" · "}
              <RelativeTime at={reminder.dueAt} />
            </span>
          ) : (
            <Outcome reminder={reminder} />
          )}
          {reminder.customer && !hideCustomer ? (
            <Link to="/customers/$id" params={{ id: reminder.customer.id }} className={classes.link}>
              {reminder.customer.name}
            </Link>
          ) : null}
          {reminder.opportunity ? (
            <Link to="/opportunities/$id" params={{ id: reminder.opportunity.id }} className={classes.link}>
              {reminder.opportunity.name}
            </Link>
          ) : null}
          {reminder.kind === "no-reply" ? (
            <span className={classes.fact}>
              <IconHourglass size={14} stroke={1.8} aria-hidden="true" />
              {t("reminders.noReply")}
            </span>
          ) : null}
          {reminder.interactionId ? (
            <Link to="/interactions/$id" params={{ id: reminder.interactionId }} className={classes.link}>
              <IconMail size={14} stroke={1.8} aria-hidden="true" />
              {t("reminders.openMessage")}
            </Link>
          ) : null}
          {reminder.inCalendar && open ? (
            <span className={classes.fact}>
              <IconCalendarCheck size={14} stroke={1.8} aria-hidden="true" />
              {t("reminders.inCalendar")}
            </span>
          ) : null}
          {showOwner ? <span className={classes.fact}>{reminder.user.name}</span> : null}
        </span>
      </div>
      <div className={classes.actions}>
        {open ? (
          <>
            <SnoozeMenu title={title} compact={tight} onSnooze={(until) => act(reminder, { kind: "snooze", until })} />
            <Menu position="bottom-end">
              <Menu.Target>
                <ActionIcon aria-label={t("reminders.moreNamed", { title })}>
                  <IconDots size={17} aria-hidden="true" />
                </ActionIcon>
              </Menu.Target>
              <Menu.Dropdown>
                <Menu.Item leftSection={<IconPencil size={16} aria-hidden="true" />} onClick={() => setEditing(true)}>
                  {t("common.edit")}
                </Menu.Item>
                <Menu.Item leftSection={<IconUserShare size={16} aria-hidden="true" />} onClick={() => setGiving(true)}>
                  {t("reminders.assign.action")}
                </Menu.Item>
                <Menu.Item leftSection={<IconX size={16} aria-hidden="true" />} onClick={() => act(reminder, { kind: "cancel" })}>
                  {t("reminders.cancel")}
                </Menu.Item>
              </Menu.Dropdown>
            </Menu>
          </>
        ) : (
          <Button
            size="compact-sm"
            variant="subtle"
            color="gray"
            leftSection={<IconRotate size={16} aria-hidden="true" />}
            aria-label={t("reminders.reopenNamed", { title })}
            onClick={() => act(reminder, { kind: "reopen" })}
          >
            {t("reminders.reopen")}
          </Button>
        )}
      </div>
      <Suspense>{giving ? <AssignReminder reminder={reminder} onClose={() => setGiving(false)} /> : null}</Suspense>
      {editing ? <ReminderEditor reminder={reminder} onClose={() => setEditing(false)} /> : null}
    </div>
  );
}

/** How a reminder ended; a closing reply is one click away. */
function Outcome({ reminder }: { reminder: Reminder }) {
  const { t } = useTranslation();
  const code = useCodes();
  const { outcome, finishedAt } = reminder;
  return (
    <span className={classes.outcome} data-closed={reminder.state === "closed" || undefined}>
      {outcome ? code("outcome", outcome.code) : t(`reminders.state.${reminder.state}`)}
      {finishedAt ? (
        <>
          {" · "}
          <RelativeTime at={finishedAt} />
        </>
      ) : null}
      {outcome?.interactionId ? (
        <>
          {" · "}
          <Link to="/interactions/$id" params={{ id: outcome.interactionId }} className={classes.link}>
            {t("reminders.openReply")}
          </Link>
        </>
      ) : null}
    </span>
  );
}
