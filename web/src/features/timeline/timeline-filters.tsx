import { Button, MultiSelect, Popover, Select, Stack } from "@mantine/core";
import { IconCalendar, IconX } from "@tabler/icons-react";
import { lazy, Suspense } from "react";
import { useTranslation } from "react-i18next";
import type { TimelineFilters } from "../../api/interactions.ts";
import type { Contact, InteractionKind } from "../../api/types.ts";
import { SearchField } from "../../components/search-field.tsx";
import { useFormat } from "../../format/context.tsx";
import { useLists } from "../lists/use-lists.ts";
import classes from "./timeline-filters.module.css";

const DayField = lazy(async () => ({ default: (await import("../../components/date-field.tsx")).DayField }));

interface TimelineFiltersProps {
  /** As in the address: `kind` is a list with commas, `from` and `to` are days. */
  filters: TimelineFilters;
  people: readonly Contact[];
  onChange: (patch: TimelineFilters) => void;
}

const KINDS = ["email", "call", "meeting", "note", "other"] as const satisfies readonly InteractionKind[];

/** Before the key of a single one of the further kinds. */
const FURTHER = "other:";

/** Kind, person, date and words; any of them together. */
export function TimelineFilterBar({ filters, people, onChange }: TimelineFiltersProps) {
  const { t } = useTranslation();
  const { lists, name } = useLists();
  const chosen = new Set(filters.kind?.split(",") ?? []);
  const choose = (next: ReadonlySet<string>) =>
    onChange({ kind: next.size === 0 || KINDS.every((kind) => next.has(kind)) ? undefined : [...next].join(",") });
  const toggle = (kind: InteractionKind) => {
    // All of the other kinds, or single ones of them.
    const next = new Set(kind === "other" ? [...chosen].filter((one) => !one.startsWith(FURTHER)) : chosen);
    if (!next.delete(kind)) next.add(kind);
    choose(next);
  };
  const further = [...chosen].filter((one) => one.startsWith(FURTHER));
  const any = Object.values(filters).some((value) => value !== undefined);
  return (
    <div className={classes.root}>
      <div role="group" aria-label={t("timeline.filter.kinds")} className={classes.kinds}>
        {KINDS.map((kind) => (
          <button
            key={kind}
            type="button"
            className={classes.kind}
            aria-pressed={kind === "other" && further.length > 0 ? "mixed" : chosen.has(kind)}
            data-kind={kind}
            onClick={() => toggle(kind)}
          >
            {t(`timeline.kinds.${kind}`)}
          </button>
        ))}
      </div>
      {lists.kinds.length > 0 && (chosen.has("other") || further.length > 0) ? (
        <MultiSelect
          className={classes.person}
          aria-label={t("timeline.filter.further")}
          placeholder={further.length === 0 ? t("timeline.filter.further") : ""}
          clearable
          clearButtonProps={{ "aria-label": t("common.clear") }}
          value={further}
          onChange={(keys) =>
            choose(new Set([...KINDS.filter((one) => chosen.has(one) && one !== "other"), ...(keys.length > 0 ? keys : ["other"])]))
          }
          data={lists.kinds.map(({ key }) => ({ value: FURTHER + key, label: name("kinds", key) }))}
        />
      ) : null}
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
