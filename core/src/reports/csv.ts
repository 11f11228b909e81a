/** What a spreadsheet takes for a formula at the beginning of a cell (OWASP, CSV injection), full-width forms included. */
const FORMULA = /^[=+\-@\t\r\n＝＋－＠']/;

/**
 * One cell of a CSV file (RFC 4180). What a spreadsheet would run as a formula gets an apostrophe in front, as does what begins with one, so
 * that {@link fromCell} gives every text back. Numbers, negative ones too, stay numbers.
 */
export function toCell(value: string | number | null): string {
  if (value === null) return "";
  if (typeof value === "number") return String(value);
  const safe = FORMULA.test(value) ? `'${value}` : value;
  return /[",;\r\n\t]|^\s|\s$/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** The text of a cell that was read from a file of ours. */
export const fromCell = (cell: string): string => (cell.startsWith("'") ? cell.slice(1) : cell);

/** A file: UTF-8 with a mark in front, without which Excel takes it for something else; CRLF at the ends of lines. */
export const toCsv = (rows: readonly (readonly (string | number | null)[])[]): string =>
  `\u{FEFF}${rows.map((row) => `${row.map(toCell).join(",")}\r\n`).join("")}`;

/** Reads what {@link toCsv} writes. */
export function fromCsv(text: string): string[][] {
  const rows: string[][] = [[]];
  const body = text.startsWith("\u{FEFF}") ? text.slice(1) : text;
  for (const [, quoted, plain = "", end] of body.matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n|$)/g)) {
    rows.at(-1)!.push(fromCell(quoted === undefined ? plain : quoted.replaceAll('""', '"')));
    if (end === "\r\n") rows.push([]);
    if (end === "") break;
  }
  return rows.slice(0, -1);
}
