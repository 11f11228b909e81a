import type { Problems } from "./problems.ts";

const MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/** Minutes east of UTC: RFC 5322 section 4.3, and names that European mailers write. */
const ZONES: Readonly<Record<string, number>> = {
  ut: 0,
  utc: 0,
  gmt: 0,
  z: 0,
  wet: 0,
  est: -300,
  edt: -240,
  cst: -360,
  cdt: -300,
  mst: -420,
  mdt: -360,
  pst: -480,
  pdt: -420,
  cet: 60,
  cest: 120,
  met: 60,
  mest: 120,
  mez: 60,
  mesz: 120,
  bst: 60,
  west: 60,
  eet: 120,
  eest: 180,
  msk: 180,
  jst: 540,
};

const TIME = String.raw`(?<hour>\d{1,2})[:.](?<minute>\d{2})(?:[:.](?<second>\d{2})(?:\.\d{1,9})?)?`;
const ZONE = String.raw`(?:\s*(?<zone>[+-]\d{4}|[+-]\d{2}:\d{2}|[A-Za-z]{1,5}))?`;

const FORMS = [
  // RFC 5322 section 3.3: Tue, 24 Nov 2026 10:00:00 +0100
  new RegExp(
    String.raw`^(?:[A-Za-z]{2,9}\.?(?:,\s*|\s+)|,\s*)?(?<day>\d{1,2})[\s-]+(?<month>[A-Za-z]{3,9})\.?[\s-]+(?<year>\d{2,4}),?\s+${TIME}${ZONE}`,
  ),
  // asctime: Tue Nov 24 10:00:00 2026, also with the year before the time
  new RegExp(
    String.raw`^(?:[A-Za-z]{3,9},?\s+)?(?<month>[A-Za-z]{3,9})\s+(?<day>\d{1,2})\s+${TIME}(?:\s+[A-Z]{3,4})?\s+(?<year>\d{4})${ZONE}`,
  ),
  new RegExp(String.raw`^(?:[A-Za-z]{3,9},?\s+)?(?<month>[A-Za-z]{3,9})\s+(?<day>\d{1,2}),?\s+(?<year>\d{4}),?\s+${TIME}${ZONE}`),
  // ISO 8601
  new RegExp(String.raw`^(?<year>\d{4})-(?<month>\d{2})-(?<day>\d{2})[T\s]+${TIME}${ZONE}`),
];

/**
 * Reads a Date header: RFC 5322 with its obsolete forms, and the asctime and ISO forms that some mailers write.
 * A missing or unknown zone counts as UTC (RFC 5322 section 4.3), and `problems` says so.
 * @returns ISO instant to the second (`2026-11-24T09:00:00Z`), null when it cannot be read
 */
export function parseMailDate(header: string, problems: Problems): string | null {
  const text = withoutComments(header).trim();
  const match = FORMS.map((form) => form.exec(text)?.groups).find(Boolean);
  const instant = match ? toInstant(match, problems) : null;
  if (instant === null) problems.add("header date: cannot be read");
  return instant;
}

function toInstant(part: Record<string, string | undefined>, problems: Problems): string | null {
  const year = fullYear(part["year"] ?? "");
  const month = monthIndex(part["month"] ?? "");
  const [day, hour, minute, second] = ["day", "hour", "minute", "second"].map((name) => Number(part[name] ?? 0)) as [
    number,
    number,
    number,
    number,
  ];
  if (month < 0 || hour > 24 || minute > 59 || second > 60) return null;
  const offset = zoneMinutes(part["zone"], problems);
  if (offset === null) return null;
  // A leap second is read as the second before it.
  const local = new Date(Date.UTC(year, month, day, hour, minute, Math.min(second, 59)));
  if (local.getUTCMonth() !== month && hour < 24) return null; // 31 April
  const instant = new Date(local.getTime() - offset * 60_000);
  return instant.getUTCFullYear() >= 1000 && instant.getUTCFullYear() <= 9999 ? instant.toISOString().replace(/\.\d+Z$/, "Z") : null;
}

/** Two and three digits as RFC 5322 section 4.3 says. */
function fullYear(digits: string): number {
  const year = Number(digits);
  if (digits.length === 2) return year < 50 ? 2000 + year : 1900 + year;
  return digits.length === 3 ? 1900 + year : year;
}

function monthIndex(text: string): number {
  return /^\d+$/.test(text)
    ? Number(text) >= 1 && Number(text) <= 12
      ? Number(text) - 1
      : -1
    : MONTHS.indexOf(text.slice(0, 3).toLowerCase());
}

function zoneMinutes(zone: string | undefined, problems: Problems): number | null {
  const numeric = /^([+-])(\d{2}):?(\d{2})$/.exec(zone ?? "");
  if (numeric) {
    const minutes = Number(numeric[2]) * 60 + Number(numeric[3]);
    return minutes > 24 * 60 ? null : numeric[1] === "-" ? -minutes : minutes;
  }
  const named = zone === undefined ? undefined : ZONES[zone.toLowerCase()];
  if (named === undefined) problems.add("header date: no known time zone, read as UTC");
  return named ?? 0;
}

/** Comments in parentheses (RFC 5322 section 3.2.2) removed. */
function withoutComments(text: string): string {
  let result = "";
  let depth = 0;
  for (const char of text.slice(0, 200)) {
    if (char === "(") depth++;
    else if (char === ")") depth = Math.max(0, depth - 1);
    else if (depth === 0) result += char;
  }
  return result;
}
