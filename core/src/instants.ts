const WITH_ZONE = /^\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?(?:Z|[+-]\d\d:\d\d)$/;

/**
 * An ISO 8601 instant with zone in the one form that we compare and hash: UTC, whole seconds (`2026-11-24T09:00:00Z`).
 * @returns null for anything else: a local time without zone is not an instant, and years beyond 0100-9999 come back from no database as they were (of
 *   PostgreSQL's `0013-01-01 00:00:00+00` the engine makes no date at all, of 0050 it makes 1950)
 */
export function toUtcInstant(text: string): string | null {
  if (!WITH_ZONE.test(text)) return null;
  const time = Date.parse(text);
  if (Number.isNaN(time)) return null;
  const iso = new Date(time).toISOString();
  return /^(?!00)\d{4}-/.test(iso) ? `${iso.slice(0, 19)}Z` : null;
}

/** Seconds from `a` to `b`; both ISO instants with zone. Null when one of them is not an instant. */
export function secondsBetween(a: string, b: string): number | null {
  const [from, to] = [toUtcInstant(a), toUtcInstant(b)];
  return from === null || to === null ? null : (Date.parse(to) - Date.parse(from)) / 1000;
}
