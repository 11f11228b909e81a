import { Kbd, Skeleton } from "@mantine/core";
import { useHotkeys } from "@mantine/hooks";
import { IconBell, IconCalendarEvent, IconMessageCircle, IconNote, IconPhone } from "@tabler/icons-react";
import { lazy, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import type { RecordInput, TimelineTarget } from "../../api/interactions.ts";
import type { Contact } from "../../api/types.ts";
import { useLists } from "../lists/use-lists.ts";
import { useAskedMode } from "./ask.ts";
import classes from "./composer.module.css";
import { saveDraft } from "./draft.ts";
import { useRecord } from "./use-record.ts";

const forms = () => import("./composer-forms.tsx");
const NoteForm = lazy(async () => ({ default: (await forms()).NoteForm }));
const CallForm = lazy(async () => ({ default: (await forms()).CallForm }));
const MeetingForm = lazy(async () => ({ default: (await forms()).MeetingForm }));
const OtherForm = lazy(async () => ({ default: (await forms()).OtherForm }));
const ReminderForm = lazy(async () => ({ default: (await forms()).ReminderForm }));

const MODES = [
  { mode: "note", icon: IconNote, key: "N" },
  { mode: "call", icon: IconPhone, key: "C" },
  { mode: "meeting", icon: IconCalendarEvent, key: "M" },
  { mode: "other", icon: IconMessageCircle, key: "O" },
  { mode: "reminder", icon: IconBell, key: "R" },
] as const;
type Mode = (typeof MODES)[number]["mode"];

interface ComposerProps {
  target: TimelineTarget;
  /** Where new entries and reminders belong. */
  links: NonNullable<RecordInput["links"]>;
  about: { customerId?: string; opportunityId?: string };
  people: readonly Contact[];
}

/** Writes into the history: note, call, meeting, anything else, reminder. Opened by a click or by N, C, M, O, R. */
export function Composer({ target, links, about, people }: ComposerProps) {
  const { t } = useTranslation();
  const [mode, setMode] = useState<Mode | null>(null);
  const [failure, setFailure] = useState<{ mode: Mode; error: unknown } | null>(null);
  const draftKey = (one: Mode) => `${target.type}:${target.id}:${one}`;
  const record = useRecord(target, people);
  const open = (next: Mode) => {
    setFailure(null);
    setMode(next);
  };
  const { offered } = useLists();
  const modes = offered("kinds").length > 0 ? MODES : MODES.filter((one) => one.mode !== "other");
  useHotkeys(modes.map(({ mode: one, key }) => [key, () => open(one)]));
  useAskedMode(open);
  const close = () => setMode(null);
  const shared = {
    people,
    links,
    error: failure?.mode === mode ? failure.error : null,
    onCancel: close,
    onRecord: (input: RecordInput, words: object) => {
      const sentFrom = mode ?? "note";
      close();
      setFailure(null);
      const onFailed = (error: unknown) => {
        saveDraft(draftKey(sentFrom), words);
        setFailure({ mode: sentFrom, error });
        setMode(sentFrom);
      };
      record.mutate({ input, onFailed });
    },
  };
  return (
    <section className={classes.root} aria-label={t("composer.label")} data-open={mode !== null || undefined}>
      <div role="group" aria-label={t("composer.kinds")} className={classes.modes}>
        {modes.map(({ mode: one, icon: IconShape, key }) => (
          <button
            key={one}
            type="button"
            className={classes.mode}
            data-mode={one}
            aria-expanded={mode === one}
            aria-keyshortcuts={key}
            onClick={() => (mode === one ? close() : open(one))}
          >
            <IconShape size={18} stroke={1.7} aria-hidden="true" />
            <span>{t(`composer.mode.${one}`)}</span>
            <Kbd size="xs" aria-hidden="true">
              {key}
            </Kbd>
          </button>
        ))}
      </div>
      <Suspense fallback={<Skeleton height={220} m="md" />}>
        {mode === "note" ? <NoteForm draftKey={draftKey("note")} {...shared} /> : null}
        {mode === "call" ? <CallForm draftKey={draftKey("call")} {...shared} /> : null}
        {mode === "meeting" ? <MeetingForm draftKey={draftKey("meeting")} {...shared} /> : null}
        {mode === "other" ? <OtherForm draftKey={draftKey("other")} {...shared} /> : null}
        {mode === "reminder" ? <ReminderForm draftKey={draftKey("reminder")} about={about} onDone={close} onCancel={close} /> : null}
      </Suspense>
    </section>
  );
}
