/**
 * Dates in the folded text of an automatic reply, in Slovak, Czech, Hungarian, Polish, German and English at once: their names of months
 * and days do not contradict each other.
 */

/** Stems of the months, folded; the first that fits counts, so that `cervenec` (July) stands before `cerven` (June). */
const MONTHS: readonly (readonly [stem: string, month: number])[] = [
  ["januar[aei]?|january|jan|led(?:na|en|nu)|stycz(?:nia|en)", 1],
  ["februar[aei]?|february|feb|unor[au]?|lut(?:ego|y)", 2],
  ["marca?|marcius|march|marz|mar(?:zec)?|brez(?:na|en|nu)", 3],
  ["april[aei]?|aprilis|apr|dub(?:na|en|nu)|kwie(?:tnia|cien)", 4],
  ["maja?|majus|may|mai|kvet(?:na|en|nu)", 5],
  ["cerven(?:ce|ec|ci)", 7],
  ["jun[aiou]?|junius|june|juni|cerv(?:na|en|nu)|czerw(?:ca|iec)", 6],
  ["jul[aiou]?|julius|july|juli|lip(?:ca|iec)", 7],
  ["august[au]?|augusztus|aug|srp(?:na|en|nu)|sierp(?:nia|ien)", 8],
  ["septembra?|september|szeptember|sept?|zari|wrze(?:snia|sien)", 9],
  ["oktobra?|oktober|october|okt|oct|rij(?:na|en|nu)|pazdziernika?", 10],
  ["novembra?|november|nov|listopadu?a?", 11],
  ["decembra?|december|dezember|dec|dez|prosin(?:ce|ec|ci)|grud(?:nia|zien)", 12],
];
const MONTH = `(?:${MONTHS.map(([stem]) => stem).join("|")})`;
const MONTH_PATTERNS = MONTHS.map(([stem, month]) => [new RegExp(`^(?:${stem})$`), month] as const);

/** Monday is 1, as in ISO 8601. */
const WEEKDAYS = [
  "pondelok|pondelka|pondelku|pondeli|poniedzialek|poniedzialku|monday|montag|hetfo(?:n|ig|tol)?",
  "utorok|utorka|utorku|utery|uterka|wtorek|wtorku|tuesday|dienstag|kedd(?:en|ig|tol)?",
  "streda|stredu|stredy|srody|srode|wednesday|mittwoch|szerda(?:n|ig|tol)?",
  "stvrtok|stvrtka|stvrtku|ctvrtek|ctvrtka|ctvrtku|czwartek|czwartku|thursday|donnerstag|csutortok(?:on|ig|tol)?",
  "piatok|piatka|piatku|patek|patku|piatek|piatku|friday|freitag|pentek(?:en|ig|tol)?",
  "sobota|sobotu|soboty|sobote|saturday|samstag|sonnabend|szombat(?:on|ig|tol)?",
  "nedela|nedelu|nedele|nedeli|niedziela|niedziele|niedzieli|sunday|sonntag|vasarnap(?:ig|tol)?",
];
const WEEKDAY = `(?:${WEEKDAYS.join("|")})`;
const WEEKDAY_PATTERNS = WEEKDAYS.map((names) => new RegExp(`^(?:${names})$`));

const TOMORROW = "zajtra|zitra|holnap(?:ig|tol)?|jutra|morgen|tomorrow";

/** A date as it is written. What is missing is resolved against the date of the mail. */
export type WrittenDate = { day: number; month: number; year?: number } | { weekday: number } | { inDays: number };

export interface FoundDate {
  start: number;
  end: number;
  date: WrittenDate;
  /** Hungarian says it behind the date: `-ig` (until), `-tol` (from). */
  suffix: "ig" | "tol" | null;
}

const YEAR = String.raw`(\d{4})`;
const DAY = String.raw`(\d{1,2})`;
const HU_SUFFIX = String.raw`(?:\.?-?(ig|tol|en|an|on|jen|jan|ei|ai)(?![a-z]))?`;

interface Form {
  pattern: RegExp;
  read: (groups: readonly (string | undefined)[]) => WrittenDate | null;
}

/** In the order in which they are tried at one place of the text: the longest form first. */
const FORMS: readonly Form[] = [
  { pattern: form(String.raw`${YEAR}-(\d\d)-(\d\d)(?!\d)`), read: ([year, month, day]) => full(day, month, year) },
  { pattern: form(String.raw`${YEAR}\. ?${DAY}\. ?${DAY}(?!\d)\.?${HU_SUFFIX}`), read: ([year, month, day]) => full(day, month, year) },
  {
    pattern: form(String.raw`(?:${YEAR}\.? ?)?(${MONTH})\.? ${DAY}(?![\d.:]\d)(?:st|nd|rd|th)?(?:,? ${YEAR})?${HU_SUFFIX}`),
    read: ([first, month, day, last]) => full(day, month, first ?? last),
  },
  {
    pattern: form(String.raw`${DAY}\.?(?:st|nd|rd|th)? (?:of )?(${MONTH})(?![a-z])\.?(?:,? ${YEAR})?`),
    read: ([day, month, year]) => full(day, month, year),
  },
  {
    pattern: form(String.raw`${DAY}\. ?${DAY}\.(?: ?(\d{4}(?!\d)|\d\d(?![\d.:])))?`),
    read: ([day, month, year]) => full(day, month, year),
  },
  { pattern: form(String.raw`${DAY}\.${DAY}(?=[\s,;!)]|$)`), read: ([day, month]) => full(day, month) },
  { pattern: form(String.raw`${DAY}/${DAY}(?:/(\d{4}|\d\d))?(?![\d/])`), read: ([a, b, year]) => slashed(a, b, year) },
  { pattern: form(`(${WEEKDAY})(?![a-z])`), read: ([name]) => weekday(name) },
  { pattern: form(`(?:${TOMORROW})(?![a-z])`), read: () => ({ inDays: 1 }) },
];

function form(source: string): RegExp {
  return new RegExp(source, "y");
}

function full(day: string | undefined, month: string | undefined, year?: string): WrittenDate | null {
  const d = Number(day);
  const m = /^\d+$/.test(month ?? "") ? Number(month) : (MONTH_PATTERNS.find(([pattern]) => pattern.test(month ?? ""))?.[1] ?? 0);
  if (d < 1 || d > 31 || m < 1 || m > 12) return null;
  if (year === undefined) return { day: d, month: m };
  return { day: d, month: m, year: Number(year) < 100 ? 2000 + Number(year) : Number(year) };
}

/** `5/8` is May in one country and August in the next: only what can be read one way is read. */
function slashed(a: string | undefined, b: string | undefined, year: string | undefined): WrittenDate | null {
  if (a === b || Number(a) > 12) return full(a, b, year);
  return Number(b) > 12 ? full(b, a, year) : null;
}

function weekday(name: string | undefined): WrittenDate | null {
  const index = WEEKDAY_PATTERNS.findIndex((pattern) => pattern.test(name ?? ""));
  return index < 0 ? null : { weekday: index + 1 };
}

/** All dates of a folded text, in order. */
export function findDates(text: string): FoundDate[] {
  const found: FoundDate[] = [];
  // A date begins at a word's beginning with a digit or a letter.
  const starts = /(?<![a-z\d.])[a-z\d]/g;
  for (let start = starts.exec(text); start !== null; start = starts.exec(text)) {
    for (const { pattern, read } of FORMS) {
      pattern.lastIndex = start.index;
      const [written, ...groups] = pattern.exec(text) ?? [];
      const date = written === undefined ? null : read(groups);
      if (written === undefined || date === null) continue;
      const suffix = /(ig|tol)$/.exec(written)?.[1];
      found.push({
        start: start.index,
        end: start.index + written.length,
        date,
        suffix: suffix === "ig" || suffix === "tol" ? suffix : null,
      });
      starts.lastIndex = start.index + written.length;
      break;
    }
  }
  return found;
}

const DAY_MS = 86_400_000;

/**
 * The calendar day that a written date means.
 * @param base day of the mail, ISO date
 * @returns ISO date; null for a day that does not exist, or more than three years away
 */
export function resolveDate(date: WrittenDate, base: string): string | null {
  const today = Date.parse(`${base}T00:00:00Z`);
  if (Number.isNaN(today)) return null;
  if ("inDays" in date) return isoDate(today + date.inDays * DAY_MS);
  if ("weekday" in date) {
    const current = new Date(today).getUTCDay() || 7;
    return isoDate(today + ((date.weekday - current + 7) % 7) * DAY_MS);
  }
  const years = date.year === undefined ? [-1, 0, 1].map((offset) => Number(base.slice(0, 4)) + offset) : [date.year];
  const days = years.map((year) => Date.UTC(year, date.month - 1, date.day)).filter((time) => new Date(time).getUTCDate() === date.day);
  // Without a year, the nearest: "until 6 January" in December is ahead, "until 5 August" in November was forgotten.
  const [nearest] = days.toSorted((a, b) => Math.abs(a - today) - Math.abs(b - today));
  return nearest === undefined || Math.abs(nearest - today) > 3 * 366 * DAY_MS ? null : isoDate(nearest);
}

function isoDate(time: number): string {
  return new Date(time).toISOString().slice(0, 10);
}
