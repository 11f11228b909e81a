import type { Language } from "../i18n/translate.ts";

const STEPS: [Intl.RelativeTimeFormatUnit, number][] = [
  ["day", 86_400_000],
  ["hour", 3_600_000],
  ["minute", 60_000],
];

/** "3 days ago", "in 2 hours"; beyond a month the date. */
export function relativeTime(iso: string | number, language: Language, now = Date.now()): string {
  const difference = new Date(iso).getTime() - now;
  if (Number.isNaN(difference)) return "";
  if (Math.abs(difference) > 30 * 86_400_000) return new Intl.DateTimeFormat(language, { dateStyle: "medium" }).format(new Date(iso));
  const format = new Intl.RelativeTimeFormat(language, { numeric: "auto" });
  const [unit, ms] = STEPS.find(([, size]) => Math.abs(difference) >= size) ?? (["minute", 60_000] as const);
  return format.format(Math.trunc(difference / ms), unit);
}

/** "in 2 minutes"; null when the moment has passed. */
export function futureTime(moment: number, language: Language, now = Date.now()): string | null {
  return moment > now ? relativeTime(moment, language, now) : null;
}

/** Date and time in full, for tooltips. */
export function exactTime(iso: string | number, language: Language): string {
  const date = new Date(iso);
  return Number.isNaN(date.getTime()) ? "" : new Intl.DateTimeFormat(language, { dateStyle: "full", timeStyle: "short" }).format(date);
}

/** Moments to which a reminder can be put off, in the time zone of the browser. Working days begin at eight. */
export function snoozeUntil(choice: "hour" | "tomorrow" | "monday", now = new Date()): string {
  if (choice === "hour") return new Date(now.getTime() + 3_600_000).toISOString();
  const days = choice === "tomorrow" ? 1 : (8 - now.getDay()) % 7 || 7;
  return new Date(now.getFullYear(), now.getMonth(), now.getDate() + days, 8).toISOString();
}
