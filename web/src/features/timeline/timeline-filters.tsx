import { Button, Popover, Select, Stack } from "@mantine/core";
import { IconCalendar, IconX } from "@tabler/icons-react";
import { lazy, Suspense } from "react";
import { useTranslation } from "react-i18next";
import type { TimelineFilters } from "../../api/interactions.ts";
import type { Contact, InteractionKind } from "../../api/types.ts";
import { SearchField } from "../../components/search-field.tsx";
import { useFormat } from "../../format/context.tsx";
import classes from "./timeline-filters.module.css";

const DayField = lazy(async () => ({ default: (await import("../../components/date-field.tsx")).DayField }));

interface TimelineFiltersProps {
  /** As in the address: `kind` is a list with commas, `from` and `to` are days. */
  filters: TimelineFilters;
  people: readonly Contact[];
  onChange: (patch: TimelineFilters) => void;
}

const KINDS = ["email", "call", "meeting", "note", "other"] as const satisfies readonly InteractionKind[];

/** Kind, person, date and words; any of them together. */
export function TimelineFilterBar({ filters, people, onChange }: TimelineFiltersProps) {
  const { t } = useTranslation();
  const chosen = new Set(filters.kind?.split(",") ?? []);
  const toggle = (kind: InteractionKind) => {
    const next = new Set(chosen);
    if (!next.delete(kind)) next.add(kind);
    onChange({ kind: next.size === 0 || next.size === KINDS.length ? undefined : KINDS.filter((one) => next.has(one)).join(",") });
  };
  const any = Object.values(filters).some((value) => value !== undefined);
  return (
    <div className={classes.root}>
      <div role="group" aria-label={t("timeline.filter.kinds")} className={classes.kinds}>
        {KINDS.map((kind) => (
          <button
            key={kind}
            type="button"
            className={classes.kind}
            aria-pressed={chosen.has(kind)}
            data-kind={kind}
            onClick={() => toggle(kind)}
          >
            {t(`timeline.kinds.${kind}`)}
          </button>
        ))}
      </div>
      <SearchField
        className={classes.search}
        label={t("timeline.filter.text")}
        value={filters.q ?? ""}
        onChange={(q) => onChange({ q: q === "" ? undefined : q })}
      />
      {people.length > 0 ? (
        <Select
          className={classes.person}
          aria-label={t("timeline.filter.person")}
          placeholder={t("timeline.filter.person")}
          clearable
          clearButtonProps={{ "aria-label": t("common.clear") }}
          searchable
          value={filters.participant ?? null}
          onChange={(participant) => onChange({ participant: participant ?? undefined })}
          data={people.map((person) => ({ value: person.id, label: person.name }))}
        />
      ) : null}
      <DateRange filters={filters} onChange={onChange} />
      {any ? (
        <Button
          variant="subtle"
          color="gray"
          leftSection={<IconX size={15} aria-hidden="true" />}
          onClick={() => onChange({ kind: undefined, q: undefined, participant: undefined, from: undefined, to: undefined })}
        >
          {t("timeline.filter.clear")}
        </Button>
      ) : null}
    </div>
  );
}

function DateRange({ filters, onChange }: Pick<TimelineFiltersProps, "filters" | "onChange">) {
  const { t } = useTranslation();
  const format = useFormat();
  const { from, to } = filters;
  const label =
    from && to
      ? `${format.day(from)} – ${format.day(to)}`
      : from
        ? t("timeline.filter.since", { date: format.day(from) })
        : to
          ? t("timeline.filter.until", { date: format.day(to) })
          : t("timeline.filter.dates");
  return (
    <Popover position="bottom-end" withinPortal trapFocus width={260}>
      <Popover.Target>
        <Button variant="default" leftSection={<IconCalendar size={16} aria-hidden="true" />} className={classes.dates}>
          {label}
        </Button>
      </Popover.Target>
      <Popover.Dropdown aria-label={t("timeline.filter.dates")}>
        <Suspense>
          <Stack gap="sm">
            <DayField
              label={t("timeline.filter.from")}
              clearable
              value={from ?? null}
              onChange={(day) => onChange({ from: day ?? undefined })}
              popoverProps={{ withinPortal: false }}
            />
            <DayField
              label={t("timeline.filter.to")}
              clearable
              value={to ?? null}
              onChange={(day) => onChange({ to: day ?? undefined })}
              popoverProps={{ withinPortal: false }}
            />
          </Stack>
        </Suspense>
      </Popover.Dropdown>
    </Popover>
  );
}
