import type { Language } from "../api/types.ts";
import { daysBetween, minutesBetween } from "./zone.ts";

/** Locales whose dates and numbers people here expect; English in its European form (day first, 24 hours). */
const LOCALES: Record<Language, string> = { sk: "sk-SK", en: "en-GB" };

/** Everything that turns a value into words of one language, in one time zone. */
export interface Format {
  language: Language;
  locale: string;
  timeZone: string;
  currency: string;
  /** 24. 11. 2026 */
  date: (instant: string) => string;
  /** 24. novembra 2026 */
  longDate: (instant: string) => string;
  /** utorok 24. novembra; with the year when it is not the current one */
  weekday: (instant: string, now: string) => string;
  /** november 2026 */
  month: (instant: string) => string;
  /** 14:05 */
  time: (instant: string) => string;
  /** 24. 11. 2026 14:05 */
  dateTime: (instant: string) => string;
  /** utorok 24. novembra 2026 o 14:05:09 SEČ: the exact one, for the hover */
  exact: (instant: string) => string;
  /** pred 5 min, včera, o 3 dni; a date when it is more than a month away */
  relative: (instant: string, now: string) => string;
  /** A calendar day (`YYYY-MM-DD`) as a date. */
  day: (day: string) => string;
  number: (value: number) => string;
  percent: (share: number) => string;
  /** A decimal string as an amount; cents only when there are some. */
  money: (value: string, currency?: string) => string;
  /** 1,4 MB */
  bytes: (size: number) => string;
  /** 12 min, 1 h 5 min */
  duration: (seconds: number) => string;
  /** jablká, hrušky a slivky */
  list: (words: readonly string[]) => string;
  /** Slovensko */
  country: (code: string) => string;
}

/** Makes the formatter of a language and a time zone. Intl objects are made once: they are costly. */
export function createFormat(language: Language, timeZone: string, currency = "EUR"): Format {
  const locale = LOCALES[language];
  const dateFormat = (options: Intl.DateTimeFormatOptions) => {
    const format = new Intl.DateTimeFormat(locale, { timeZone, ...options });
    return (instant: string) => format.format(new Date(instant));
  };
  const date = dateFormat({ day: "numeric", month: "numeric", year: "numeric" });
  const longDate = dateFormat({ day: "numeric", month: "long", year: "numeric" });
  const weekdayShort = dateFormat({ weekday: "long", day: "numeric", month: "long" });
  const weekdayLong = dateFormat({ weekday: "long", day: "numeric", month: "long", year: "numeric" });
  const year = dateFormat({ year: "numeric" });
  const relativeTime = new Intl.RelativeTimeFormat(locale, { numeric: "auto", style: "short" });
  const relativeDays = new Intl.RelativeTimeFormat(locale, { numeric: "auto", style: "long" });
  const number = new Intl.NumberFormat(locale);
  const percent = new Intl.NumberFormat(locale, { style: "percent", maximumFractionDigits: 0 });
  const decimal = new Intl.NumberFormat(locale, { maximumFractionDigits: 1 });
  const unit = (name: string) =>
    new Intl.NumberFormat(locale, { style: "unit", unit: name, unitDisplay: "short", maximumFractionDigits: 0 });
  const [hours, minutes, seconds] = [unit("hour"), unit("minute"), unit("second")];
  const listFormat = new Intl.ListFormat(locale);
  const countries = new Intl.DisplayNames(locale, { type: "region", fallback: "code" });

  return {
    language,
    locale,
    timeZone,
    currency,
    date,
    longDate,
    weekday: (instant, now) => (year(instant) === year(now) ? weekdayShort : weekdayLong)(instant),
    month: dateFormat({ month: "long", year: "numeric" }),
    time: dateFormat({ hour: "2-digit", minute: "2-digit" }),
    dateTime: dateFormat({ day: "numeric", month: "numeric", year: "numeric", hour: "2-digit", minute: "2-digit" }),
    exact: dateFormat({
      weekday: "long",
      day: "numeric",
      month: "long",
      year: "numeric",
      hour: "2-digit",
      minute: "2-digit",
      second: "2-digit",
      timeZoneName: "short",
    }),
    relative: (instant, now) => {
      const elapsed = minutesBetween(now, instant);
      const days = daysBetween(now, instant, timeZone);
      if (Math.abs(elapsed) < 60) return relativeTime.format(elapsed, "minute");
      if (days === 0) return relativeTime.format(Math.round(elapsed / 60), "hour");
      if (Math.abs(days) <= 30) return relativeDays.format(days, "day");
      return date(instant);
    },
    day: (day) =>
      new Intl.DateTimeFormat(locale, { timeZone: "UTC", day: "numeric", month: "numeric", year: "numeric" }).format(
        new Date(`${day}T00:00:00Z`),
      ),
    number: (value) => number.format(value),
    percent: (share) => percent.format(share),
    money: (value, code = currency) => {
      const amount = Number(value);
      const digits = Number.isInteger(amount) ? 0 : 2;
      return new Intl.NumberFormat(locale, {
        style: "currency",
        currency: code,
        minimumFractionDigits: digits,
        maximumFractionDigits: digits,
      }).format(amount);
    },
    bytes: (size) => {
      const units = ["B", "kB", "MB", "GB"];
      let value = size;
      let step = 0;
      while (value >= 1000 && step < units.length - 1) {
        value /= 1000;
        step += 1;
      }
      return `${decimal.format(value)}\u00a0${units[step] ?? "B"}`;
    },
    duration: (total) => {
      if (total < 60) return seconds.format(total);
      const whole = Math.round(total / 60);
      const [h, m] = [Math.floor(whole / 60), whole % 60];
      return [h > 0 ? hours.format(h) : "", m > 0 ? minutes.format(m) : ""].filter((part) => part !== "").join(" ");
    },
    list: (words) => listFormat.format(words),
    country: (code) => {
      try {
        return countries.of(code) ?? code;
      } catch {
        return code;
      }
    },
  };
}
