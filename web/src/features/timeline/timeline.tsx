import { Button } from "@mantine/core";
import { IconHistory, IconSearchOff } from "@tabler/icons-react";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useCallback, useMemo, useRef, type ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { timelineQuery, type TimelineFilters, type TimelineTarget } from "../../api/interactions.ts";
import { useHidden } from "../../components/deferred.ts";
import { EmptyState } from "../../components/empty-state.tsx";
import { ErrorState } from "../../components/error-state.tsx";
import { useListKeys } from "../../components/list-keys.ts";
import { SkeletonRows } from "../../components/skeleton-rows.tsx";
import { VirtualRows } from "../../components/virtual-rows.tsx";
import { useFormat, useNow } from "../../format/context.tsx";
import { dayOf } from "../../format/zone.ts";
import { groupTimeline, type HeadingRow, type TimelineRow } from "./group.ts";
import { TimelineEntry } from "./timeline-entry.tsx";
import classes from "./timeline.module.css";

interface TimelineProps {
  target: TimelineTarget;
  filters: TimelineFilters;
  /** The interaction that is open beside the history. */
  openId?: string | undefined;
  onOpen: (id: string) => void;
  onClearFilters: () => void;
  /** Shown while there is nothing at all. */
  emptyAction?: ReactNode;
}

const HEADING_HEIGHT = 40;
const ENTRY_HEIGHT = 106;

/** The whole history of a customer, contact or opportunity. */
export function Timeline({ target, filters, openId, onOpen, onClearFilters, emptyAction }: TimelineProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const now = useNow();
  const root = useRef<HTMLDivElement>(null);
  useListKeys(root);
  const query = useInfiniteQuery(timelineQuery(target, filters));
  const hidden = useHidden();
  const items = useMemo(
    () => query.data?.pages.flatMap((page) => page.items).filter((one) => !hidden.has(one.id)) ?? [],
    [query.data, hidden],
  );
  const rows = useMemo(() => withPlaces(groupTimeline(items, now, format.timeZone)), [items, now, format.timeZone]);
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = query;
  const more = useCallback(() => {
    if (hasNextPage && !isFetchingNextPage) void fetchNextPage();
  }, [hasNextPage, isFetchingNextPage, fetchNextPage]);
  if (query.isPending) return <SkeletonRows count={5} height={ENTRY_HEIGHT} />;
  if (query.isError && items.length === 0) return <ErrorState error={query.error} onRetry={() => void query.refetch()} />;
  if (items.length === 0) {
    const filtered = Object.values(filters).some((value) => value !== undefined);
    return filtered ? (
      <EmptyState
        icon={IconSearchOff}
        title={t("timeline.nothing.title")}
        action={
          <Button variant="default" onClick={onClearFilters}>
            {t("timeline.nothing.action")}
          </Button>
        }
      >
        {t("timeline.nothing.text")}
      </EmptyState>
    ) : (
      <EmptyState icon={IconHistory} title={t("timeline.empty.title")} action={emptyAction}>
        {t("timeline.empty.text")}
      </EmptyState>
    );
  }
  return (
    <div ref={root}>
      <VirtualRows
        items={rows}
        estimate={({ row }) => (row.type === "heading" ? HEADING_HEIGHT : ENTRY_HEIGHT)}
        rowKey={({ row }) => row.key}
        onEnd={more}
      >
        {({ row, place, under }) =>
          row.type === "heading" ? (
            <Heading row={row} />
          ) : (
            <TimelineEntry
              item={row.item}
              older={row.older}
              index={place}
              when={
                under === "month"
                  ? "date"
                  : under === "upcoming" && dayOf(now, format.timeZone) !== dayOf(row.item.occurredAt, format.timeZone)
                    ? "full"
                    : "time"
              }
              onOpen={onOpen}
              targetId={target.id}
              selected={row.item.id === openId}
            />
          )
        }
      </VirtualRows>
      {isFetchingNextPage ? <SkeletonRows count={2} height={ENTRY_HEIGHT} /> : null}
      {hasNextPage ? null : <p className={classes.end}>{t("timeline.beginning")}</p>}
    </div>
  );
}

interface PlacedRow {
  row: TimelineRow;
  /** Which entry it is, counted without headings. */
  place: number;
  under: HeadingRow["label"];
}

function withPlaces(rows: readonly TimelineRow[]): PlacedRow[] {
  let place = -1;
  let under: HeadingRow["label"] = "today";
  return rows.map((row) => {
    if (row.type === "heading") under = row.label;
    else place += 1;
    return { row, place, under };
  });
}

function Heading({ row }: { row: HeadingRow }) {
  const { t } = useTranslation();
  const format = useFormat();
  const now = useNow();
  const text =
    row.label === "day" ? format.weekday(row.at, now) : row.label === "month" ? format.month(row.at) : t(`timeline.heading.${row.label}`);
  return <h3 className={classes.heading}>{text}</h3>;
}
