import { UnstyledButton } from "@mantine/core";
import { IconChevronDown, IconLock, IconPaperclip, IconTargetArrow } from "@tabler/icons-react";
import { useState, type ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { InteractionSummary } from "../../api/types.ts";
import { KindIcon } from "../../components/kind-icon.tsx";
import { useFormat } from "../../format/context.tsx";
import { useEntryText } from "./entry-text.ts";
import classes from "./timeline-entry.module.css";

interface TimelineEntryProps {
  item: InteractionSummary;
  /** Earlier messages of the thread, newest first. */
  older: readonly InteractionSummary[];
  /** Place in the list, for walking with j and k. */
  index: number;
  /** Time only (its day stands in the heading), or the date too. */
  when: "time" | "date" | "full";
  onOpen: (id: string) => void;
  /** The id of the target whose history this is: links to it are not repeated. */
  targetId: string;
  selected?: boolean;
}

/** One interaction in the history, with its thread folded below. */
export function TimelineEntry({ item, older, index, when, onOpen, targetId, selected = false }: TimelineEntryProps) {
  const { t } = useTranslation();
  const [unfolded, setUnfolded] = useState(false);
  return (
    <article className={classes.root} data-selected={selected || undefined} data-pending={isPending(item) || undefined}>
      <span className={classes.rail}>
        <KindIcon of={item} size={32} />
      </span>
      <div className={classes.card}>
        <Line item={item} when={when} onOpen={onOpen} index={index} targetId={targetId}>
          {item.preview ? <p className={classes.preview}>{item.preview}</p> : null}
        </Line>
        {older.length > 0 ? (
          <UnstyledButton className={classes.fold} aria-expanded={unfolded} onClick={() => setUnfolded(!unfolded)}>
            <IconChevronDown size={15} data-open={unfolded || undefined} aria-hidden="true" />
            {t("timeline.older", { count: older.length })}
          </UnstyledButton>
        ) : null}
        {unfolded ? (
          <ul className={classes.thread}>
            {older.map((one) => (
              <li key={one.id}>
                <Line item={one} when="full" onOpen={onOpen} targetId={targetId} small />
              </li>
            ))}
          </ul>
        ) : null}
      </div>
    </article>
  );
}

interface LineProps extends Pick<TimelineEntryProps, "item" | "when" | "onOpen" | "targetId"> {
  index?: number;
  small?: boolean;
  children?: ReactNode;
}

function Line({ item, when, onOpen, index, targetId, small = false, children }: LineProps) {
  const { t } = useTranslation();
  const words = useEntryText();
  const format = useFormat();
  const facts = words.facts(item);
  const opportunity = item.links.find((link) => link.target === "opportunity" && link.id !== targetId);
  const time =
    when === "time"
      ? item.details.allDay
        ? t("timeline.allDay")
        : item.endsAt
          ? `${format.time(item.occurredAt)} – ${format.time(item.endsAt)}`
          : format.time(item.occurredAt)
      : when === "date"
        ? format.date(item.occurredAt)
        : format.dateTime(item.occurredAt);
  return (
    <div className={classes.line} data-small={small || undefined}>
      <div className={classes.top}>
        <button
          type="button"
          className={classes.title}
          data-row={index}
          data-cancelled={item.state === "cancelled" || undefined}
          disabled={isPending(item)}
          onClick={() => onOpen(item.id)}
        >
          <span className={classes.srOnly}>{`${words.kind(item)}: `}</span>
          {words.title(item)}
        </button>
        <time className={classes.time} dateTime={item.occurredAt} title={format.exact(item.occurredAt)}>
          {isPending(item) ? t("common.saving") : time}
        </time>
      </div>
      <div className={classes.meta}>
        <span className="k-clip">{words.people(item)}</span>
        {facts.map((fact) => (
          <span key={fact} className={classes.fact}>
            {fact}
          </span>
        ))}
        {item.attachmentCount > 0 ? (
          <span className={classes.fact}>
            <IconPaperclip size={14} stroke={1.8} aria-hidden="true" />
            {t("timeline.attachments", { count: item.attachmentCount })}
          </span>
        ) : null}
        {opportunity ? (
          <span className={classes.fact}>
            <IconTargetArrow size={14} stroke={1.8} aria-hidden="true" />
            {opportunity.name}
          </span>
        ) : null}
        {item.private ? (
          <span className={classes.fact}>
            <IconLock size={14} stroke={1.8} aria-hidden="true" />
            {t("rights.private")}
          </span>
        ) : null}
        {item.level === "content" ? null : (
          <span className={classes.fact}>
            <IconLock size={14} stroke={1.8} aria-hidden="true" />
            {t(`timeline.level.${item.level}`)}
          </span>
        )}
      </div>
      {children}
    </div>
  );
}

/** An entry that this page has added and the hub has not confirmed yet. */
export const PENDING_PREFIX = "pending:";
const isPending = (item: InteractionSummary): boolean => item.id.startsWith(PENDING_PREFIX);
