import { createHash } from "node:crypto";
import { AppError } from "@kronika/core/errors.ts";

export const csvEncodings = ["utf-8", "utf-16le", "windows-1250", "windows-1252"] as const;
export type CsvEncoding = (typeof csvEncodings)[number];
export const csvDelimiters = [";", ",", "\t"] as const;
export type CsvDelimiter = (typeof csvDelimiters)[number];

/** Bytes that can be read again from the beginning: a file is looked at once to know how it is written, and once to take it in. */
export type CsvSource = () => AsyncIterable<Uint8Array>;

/** How a file is written. */
export interface CsvForm {
  encoding: CsvEncoding;
  delimiter: CsvDelimiter;
  sha256: string;
  bytes: number;
}

const SAMPLE_BYTES = 64 * 1024;
const refuse = (message: string): never => {
  throw new AppError("invalid", "The file could not be read.", { fields: [{ pointer: "/file", message }] });
};

/**
 * Reads a file to its end to know how it is written. UTF-8 is believed only when every byte agrees; what is no UTF-8 comes from a Windows
 * program of Central or Western Europe. Memory does not grow with the file.
 * @throws AppError `invalid` for what is no text, `too-large`
 */
export async function examineCsv(source: CsvSource, maxBytes: number): Promise<CsvForm> {
  const hash = createHash("sha256");
  const counts = new Uint32Array(256);
  const strict = new TextDecoder("utf-8", { fatal: true });
  const sample: Uint8Array[] = [];
  let [bytes, sampled, isUtf8] = [0, 0, true];
  for await (const chunk of source()) {
    bytes += chunk.length;
    if (bytes > maxBytes) throw new AppError("too-large", `The file is larger than ${Math.floor(maxBytes / 2 ** 20)} MB: split it.`);
    hash.update(chunk);
    for (const byte of chunk) counts[byte]! += 1;
    if (isUtf8) isUtf8 = agrees(() => strict.decode(chunk, { stream: true }));
    if (sampled < SAMPLE_BYTES) {
      sample.push(chunk.subarray(0, SAMPLE_BYTES - sampled));
      sampled += chunk.length;
    }
  }
  isUtf8 &&= agrees(() => strict.decode());
  if (bytes === 0) refuse("is empty");
  const head = Buffer.concat(sample);
  const isUtf16 = head[0] === 0xff && head[1] === 0xfe;
  if (counts[0]! > 0 && !isUtf16) refuse("is no text: it holds NUL characters");
  const encoding: CsvEncoding = isUtf16 ? "utf-16le" : isUtf8 ? "utf-8" : windowsPage(counts);
  const text = new TextDecoder(encoding).decode(head);
  return { encoding, delimiter: delimiterOf(text), sha256: hash.digest("hex"), bytes };
}

function agrees(decode: () => unknown): boolean {
  try {
    decode();
    return true;
  } catch {
    return false;
  }
}

/** Bytes that stand for a letter of the one page that its languages often write, and for a rare sign or letter in the other. */
const CENTRAL = [0x8d, 0x8f, 0x9d, 0x9f, 0xb9, 0xbc, 0xbe, 0xc8, 0xcf, 0xe8, 0xec, 0xef, 0xf2, 0xf8, 0xf9];
const WESTERN = [0xe0, 0xe3, 0xe5, 0xe6, 0xea, 0xee, 0xf1, 0xf5, 0xfb, 0x9c];

/** Which Windows page a text is written in, by the bytes on which the two differ. In doubt Central Europe: that is where we are. */
function windowsPage(counts: Uint32Array): CsvEncoding {
  const sum = (bytes: readonly number[]) => bytes.reduce((total, byte) => total + counts[byte]!, 0);
  return sum(WESTERN) > sum(CENTRAL) ? "windows-1252" : "windows-1250";
}

/** The delimiter that the header line has most of, outside of quotes. One column needs none. */
function delimiterOf(text: string): CsvDelimiter {
  const found = new Map<string, number>();
  let quoted = false;
  for (const char of text.replace(/^\ufeff/, "").trimStart()) {
    if (char === '"') quoted = !quoted;
    else if (!quoted && (char === "\n" || char === "\r")) break;
    else if (!quoted) found.set(char, (found.get(char) ?? 0) + 1);
  }
  return csvDelimiters.toSorted((a, b) => (found.get(b) ?? 0) - (found.get(a) ?? 0))[0]!;
}

/** The text of a file, piece by piece. A byte order mark is no part of it. */
export async function* decodeCsv(source: CsvSource, encoding: CsvEncoding): AsyncGenerator<string> {
  const decoder = new TextDecoder(encoding);
  for await (const chunk of source()) {
    const text = decoder.decode(chunk, { stream: true });
    if (text !== "") yield text;
  }
  const rest = decoder.decode();
  if (rest !== "") yield rest;
}
