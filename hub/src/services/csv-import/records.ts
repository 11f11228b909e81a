import { Readable } from "node:stream";
import { CsvError, parse } from "csv-parse";
import { AppError } from "@kronika/core/errors.ts";
import { decodeCsv, type CsvForm, type CsvSource } from "./decode.ts";

export interface CsvRecord {
  /** Line of the file where it begins, from 1. */
  line: number;
  cells: string[];
}

/** More columns than any program writes: what is larger is an attack or no CSV. */
export const MAX_COLUMNS = 200;
export const MAX_ROWS = 500_000;
/** Characters of one record. An unclosed quote swallows the rest of the file: it is found here, long before memory is. */
const MAX_RECORD_CHARS = 256 * 1024;

/**
 * The records of a file, the header first, as RFC 4180 and spreadsheets write them: quotes, line breaks within quotes, CR, LF or both. Empty
 * lines are left out.
 * @throws AppError `invalid` naming the line
 */
export async function* readRecords(source: CsvSource, form: Pick<CsvForm, "encoding" | "delimiter">): AsyncGenerator<CsvRecord> {
  const parser = parse({
    delimiter: form.delimiter,
    relax_column_count: true,
    relax_quotes: true,
    skip_records_with_empty_values: true,
    skip_empty_lines: true,
    max_record_size: MAX_RECORD_CHARS,
    info: true,
  });
  const text = Readable.from(decodeCsv(source, form.encoding));
  text.on("error", (error) => parser.destroy(error)).pipe(parser);
  let [rows, last] = [0, 1];
  try {
    for await (const { record, info } of parser as AsyncIterable<{ record: string[]; info: { lines: number } }>) {
      if (record.length > MAX_COLUMNS) refuse(last, `has more than ${MAX_COLUMNS} columns`);
      rows += 1;
      if (rows > MAX_ROWS + 1) refuse(last, `is row ${MAX_ROWS + 1}: split the file`);
      yield { line: info.lines - breaksIn(record), cells: record };
      last = info.lines;
    }
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const unclosed = error.code === "CSV_QUOTE_NOT_CLOSED" || error.code === "CSV_MAX_RECORD_SIZE";
    refuse(last, unclosed ? "begins a row that does not end: a quote is not closed, or the row is too long" : "is not CSV");
  } finally {
    text.destroy();
    parser.destroy();
  }
}

const breaksIn = (record: readonly string[]): number =>
  record.reduce((sum, cell) => sum + (cell.includes("\n") ? cell.split("\n").length - 1 : 0), 0);

function refuse(line: number, message: string): never {
  throw new AppError("invalid", "The file could not be read.", { fields: [{ pointer: "/file", message: `line ${line} ${message}` }] });
}
