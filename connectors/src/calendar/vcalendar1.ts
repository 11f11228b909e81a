import type { Component } from "./components.ts";
import type { ZoneRules } from "./time-zones.ts";
import { parseTime, parseUtcOffset } from "./values.ts";
import { formatWall } from "./wall-time.ts";

/** What vCalendar 1.0 (versit, 1996; still written by old phones and Outlook) says otherwise than iCalendar. */

const WEEKDAY = /^(?:MO|TU|WE|TH|FR|SA|SU)$/;

/**
 * Translates a basic recurrence rule (`W2 TU TH #10`, `MP1 1+ SU 20301231T000000Z`, `MD1 15`, `YM1 6`, `YD1 100`) into an RRULE value.
 * Without a duration such a rule means two occurrences, `#0` means for ever.
 * @returns null when the text is not such a rule, or one with times of day inside
 */
export function convertLegacyRule(text: string): string | null {
  const [head = "", ...tokens] = text.trim().toUpperCase().split(/\s+/);
  const match = /^(D|W|MP|MD|YM|YD)(\d{1,4})$/.exec(head);
  if (!match) return null;
  const kind = match[1]!;
  let ending = "COUNT=2";
  const last = tokens.at(-1) ?? "";
  if (/^#\d{1,6}$/.test(last)) {
    ending = Number(last.slice(1)) === 0 ? "" : `COUNT=${Number(last.slice(1))}`;
    tokens.pop();
  } else if (/^\d{8}/.test(last) && parseTime(last) !== null) {
    ending = `UNTIL=${last}`;
    tokens.pop();
  }
  const part = legacyPart(kind, tokens);
  if (part === null) return null;
  const frequency = { D: "DAILY", W: "WEEKLY", M: "MONTHLY", Y: "YEARLY" }[kind[0]!]!;
  return [`FREQ=${frequency}`, `INTERVAL=${Number(match[2])}`, part, ending].filter((piece) => piece !== "").join(";");
}

function legacyPart(kind: string, tokens: string[]): string | null {
  const list = (name: string, items: string[]) => (items.length > 0 ? `${name}=${items.join(",")}` : "");
  switch (kind) {
    case "D":
      return tokens.length === 0 ? "" : null;
    case "W":
      return tokens.every((token) => WEEKDAY.test(token)) ? list("BYDAY", tokens) : null;
    case "MP": {
      const days: string[] = [];
      let ordinal = "";
      for (const token of tokens) {
        if (/^[1-5][+-]?$/.test(token)) ordinal = `${token.endsWith("-") ? "-" : ""}${token[0]}`;
        else if (WEEKDAY.test(token) && ordinal !== "") days.push(`${ordinal}${token}`);
        else return null;
      }
      return list("BYDAY", days);
    }
    default: {
      const numbers = tokens.map((token) => (token === "LD" ? "-1" : /^\d{1,3}[+-]?$/.test(token) ? signed(token) : null));
      const name = { MD: "BYMONTHDAY", YM: "BYMONTH", YD: "BYYEARDAY" }[kind]!;
      return numbers.includes(null) ? null : list(name, numbers as string[]);
    }
  }
}

const signed = (token: string) => `${token.endsWith("-") ? "-" : ""}${Number.parseInt(token, 10)}`;

/**
 * The zone of all local times in a vCalendar 1.0 file, from its TZ and DAYLIGHT properties
 * (`DAYLIGHT:TRUE;+02;20260329T020000;20261025T030000;CET;CEST`); null when the file has none.
 */
export function legacyZone(calendar: Component): ZoneRules | null {
  const text = calendar.properties.find((property) => property.name === "TZ")?.value.trim() ?? "";
  const base = parseShortOffset(text);
  if (base === null) return null;
  const observances: ZoneRules["observances"] = [{ start: "0001-01-01T00:00:00", offsetFrom: base, offsetTo: base, rule: null, dates: [] }];
  for (const property of calendar.properties) {
    if (property.name !== "DAYLIGHT") continue;
    const [flag = "", offsetText = "", from = "", to = ""] = property.value.split(";").map((piece) => piece.trim());
    const offset = parseShortOffset(offsetText);
    const begin = parseTime(from);
    const end = parseTime(to);
    if (flag.toUpperCase() !== "TRUE" || offset === null || begin === null || end === null) continue;
    const local = (time: { wall: number; isUtc: boolean }, offsetBefore: number) =>
      formatWall(time.isUtc ? time.wall + offsetBefore : time.wall);
    observances.push({ start: local(begin, base), offsetFrom: base, offsetTo: offset, rule: null, dates: [] });
    observances.push({ start: local(end, offset), offsetFrom: offset, offsetTo: base, rule: null, dates: [] });
  }
  return { id: `TZ ${text}`, observances };
}

/** `-05`, `+01:00`, `+0100`. */
function parseShortOffset(text: string): number | null {
  return parseUtcOffset(/^[+-]\d\d$/.test(text) ? `${text}00` : text);
}
