import type { TimelineFilters } from "../../api/interactions.ts";
import { instantOfWall, startOfDay } from "../../format/zone.ts";

/** The address's filters as the hub takes them: days become instants of the organisation's time zone, the last day included. */
export function queryFilters(filters: TimelineFilters, timeZone: string): TimelineFilters {
  const start = filters.from ? instantOfWall(`${filters.from} 00:00:00`, timeZone) : null;
  const lastDay = filters.to ? instantOfWall(`${filters.to} 12:00:00`, timeZone) : null;
  return {
    kind: filters.kind,
    q: filters.q,
    participant: filters.participant,
    from: start ?? undefined,
    to: lastDay
      ? Temporal.Instant.from(startOfDay(lastDay, timeZone, 1))
          .subtract({ milliseconds: 1 })
          .toString()
      : undefined,
  };
}
