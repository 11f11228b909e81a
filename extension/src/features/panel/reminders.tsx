import { useEffect, useState } from "preact/hooks";
import type { Reminder } from "../../hub-types.ts";
import { ask } from "../../messages.ts";
import { useSurroundings } from "../../ui/context.ts";
import { Icon } from "../../ui/icon.tsx";
import { exactTime, relativeTime, snoozeUntil } from "../../ui/time.ts";
import { useLoad } from "../../ui/use-load.ts";

const SNOOZES = ["hour", "tomorrow", "monday"] as const;
const REFRESH_MS = 60_000;

const loadDue = () => ask("reminders");

/** Reminders that are due: done, or put off. */
export function Reminders() {
  const { t } = useSurroundings();
  const { value, failed, reload } = useLoad("due", loadDue);
  /** Gone from the list before the hub has said so; back if it says no. */
  const [gone, setGone] = useState<ReadonlySet<string>>(new Set());
  useEffect(() => {
    const timer = setInterval(reload, REFRESH_MS);
    return () => clearInterval(timer);
  }, [reload]);

  const act = (id: string, work: Promise<unknown>) => {
    setGone((old) => new Set([...old, id]));
    work.then(reload, () => setGone((old) => new Set([...old].filter((other) => other !== id))));
  };
  const due = (value ?? []).filter(({ id }) => !gone.has(id));

  return (
    <section class="card" aria-labelledby="reminders">
      <div class="row">
        <h2 id="reminders" class="grow">
          {t("reminders")}
        </h2>
        {due.length > 0 && (
          <span class="pill bad">
            <span aria-hidden="true">{due.length}</span>
            <span class="hidden">{t("dueCount", { count: due.length })}</span>
          </span>
        )}
      </div>
      {failed && value === null && (
        <p class="row">
          <span class="grow">{t("remindersFailed")}</span>
          <button class="plain" onClick={reload}>
            {t("tryAgain")}
          </button>
        </p>
      )}
      {value !== null && due.length === 0 && <p class="quiet">{t("noReminders")}</p>}
      <ul class="list">
        {due.map((reminder) => (
          <One key={reminder.id} reminder={reminder} act={act} />
        ))}
      </ul>
    </section>
  );
}

function One({ reminder, act }: { reminder: Reminder; act: (id: string, work: Promise<unknown>) => void }) {
  const { session, language, t } = useSurroundings();
  const [choosing, setChoosing] = useState(false);
  const { id, title, dueAt, customer, interactionId } = reminder;
  return (
    <li class="reminder">
      <p class="strong">
        {interactionId === null ? (
          title
        ) : (
          <a href={`${session.hub}/interactions/${interactionId}`} target="_blank" rel="noopener">
            {title}
          </a>
        )}
      </p>
      <p class="small quiet">
        {customer && (
          <>
            <a href={`${session.hub}/customers/${customer.id}`} target="_blank" rel="noopener">
              {customer.name}
            </a>
            {" · "}
          </>
        )}
        <time dateTime={dueAt} title={exactTime(dueAt, language)}>
          {relativeTime(dueAt, language)}
        </time>
      </p>
      <div class="row wrap">
        <button onClick={() => act(id, ask("reminderDone", { id }))}>
          <Icon name="check" />
          {t("done")}
        </button>
        <button class="plain" aria-expanded={choosing} onClick={() => setChoosing(!choosing)}>
          {t("snooze")}
        </button>
        {choosing &&
          SNOOZES.map((choice) => (
            <button key={choice} class="plain" onClick={() => act(id, ask("reminderSnooze", { id, until: snoozeUntil(choice) }))}>
              {t(`snooze.${choice}`)}
            </button>
          ))}
      </div>
    </li>
  );
}
