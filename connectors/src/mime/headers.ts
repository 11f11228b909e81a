import { isUtf8 } from "node:buffer";
import { decodeWords } from "postal-mime";
import { decodeText, decoderFor, isPlatformCharset, normaliseCharset } from "./charset.ts";
import { mimeLimits, MimeLimitError } from "./limits.ts";
import type { Problems } from "./problems.ts";

/** One header field: name in lower case, value unfolded and trimmed, RFC 2047 words not decoded yet. */
export interface HeaderField {
  name: string;
  value: string;
}

export interface HeaderBlock {
  fields: HeaderField[];
  /** Offset of the first byte after the block. */
  bodyStart: number;
}

const LF = 0x0a;
const CR = 0x0d;

/** A field name (RFC 5322 section 2.2: printable ASCII without colon); blanks before the colon are tolerated as old mailers write them. */
const FIELD = /^([!-9;-~]+)[ \t]*:/;

/** A parameter of the line before, whose indentation a gateway lost: `boundary="x"`. */
const LOST_FOLD = /^[\w*-]+="/;

/**
 * Reads a header block. A line that is no header field is skipped and named when fields follow; else the body starts there, as some
 * mailers leave out the empty line. An mbox `From ` line in front is skipped.
 * @param options.truncate read only what fits the limit instead of throwing
 * @throws MimeLimitError when the block is longer than the limit
 */
export function readHeaderBlock(raw: Buffer, start: number, problems: Problems, options: { truncate?: boolean } = {}): HeaderBlock {
  const limit = start + mimeLimits.headerBytes;
  const lines: string[] = [];
  let position = start;
  let openParameters = false; // the line before ends with a semicolon
  while (position < raw.length) {
    const newline = raw.indexOf(LF, position);
    const next = newline < 0 ? raw.length : newline + 1;
    if (next > limit) {
      if (!options.truncate) throw new MimeLimitError(`header block larger than ${mimeLimits.headerBytes / 1024} KB`);
      break;
    }
    let end = newline < 0 ? raw.length : newline;
    if (end > position && raw[end - 1] === CR) end--;
    if (end === position) return { fields: toFields(lines, problems), bodyStart: next };
    const line = raw.toString("latin1", position, end);
    const continues = line[0] === " " || line[0] === "\t" || (openParameters && LOST_FOLD.test(line));
    openParameters = line.endsWith(";");
    if (continues && lines.length > 0) {
      lines[lines.length - 1] += line;
    } else if (FIELD.test(line)) {
      lines.push(line);
    } else if (!(position === start && /^>?From /.test(line))) {
      if (!headerGoesOn(raw, next)) {
        problems.add(lines.length === 0 ? "header missing: read as a body without header" : "no empty line between header and body");
        return { fields: toFields(lines, problems), bodyStart: position };
      }
      problems.add("a line in the header is no header field: skipped");
    }
    position = next;
  }
  return { fields: toFields(lines, problems), bodyStart: position };
}

/** Fields that tell that a header is not over yet. */
const TELLING_FIELD =
  /^(?:x-|arc-|dkim-|list-|mime-version|content-|from|to|cc|subject|date|message-id|received|reply-to|references|return-path|sender)[\w-]*[ \t]*:/i;

/** Whether header fields follow a line that is none: gateways break long lines, other mailers forget the empty line before the body. */
function headerGoesOn(raw: Buffer, position: number): boolean {
  let start = position;
  for (let lines = 0; lines < 100 && start < raw.length; lines++) {
    const newline = raw.indexOf(LF, start);
    const line = raw.toString("latin1", start, Math.min(newline < 0 ? raw.length : newline, start + 100));
    if (line.trim() === "") return false;
    if (TELLING_FIELD.test(line)) return true;
    if (newline < 0) return false;
    start = newline + 1;
  }
  return false;
}

function toFields(lines: string[], problems: Problems): HeaderField[] {
  const fields = lines.map((line) => {
    const colon = line.indexOf(":");
    return {
      name: line.slice(0, colon).trimEnd().toLowerCase(),
      value: line
        .slice(colon + 1)
        .replace(/\r/g, " ")
        .trim(),
    };
  });
  if (fields.some((field) => EIGHT_BIT.test(field.value))) decodeEightBit(fields, problems);
  return fields;
}

const EIGHT_BIT = /[\u0080-\u00ff]/;

/** Raw 8-bit header text: UTF-8 (RFC 6532), else the character set that the body declares, as mailers that write so use one for both. */
function decodeEightBit(fields: HeaderField[], problems: Problems): void {
  const charset = /charset\s*=\s*"?([^\s";]+)/i.exec(headerValue(fields, "content-type") ?? "")?.[1];
  for (const field of fields) {
    if (!EIGHT_BIT.test(field.value)) continue;
    const bytes = Buffer.from(field.value, "latin1");
    field.value = isUtf8(bytes) ? bytes.toString() : decodeText(bytes, undeclared(charset), problems, `header ${field.name}`);
  }
}

/** UTF-8 was ruled out already. */
const undeclared = (charset: string | undefined) => (/^utf-?8$/i.test(charset ?? "") ? null : charset);

/** The first field of that name (lower case), still encoded; null when there is none. Later copies are ignored, so a message reads one way only. */
export function headerValue(fields: readonly HeaderField[], name: string): string | null {
  return fields.find((field) => field.name === name)?.value ?? null;
}

/** An RFC 2047 encoded word: charset, encoding, text. */
const ENCODED_WORD = /=\?([^?\s]+)\?([QqBb])\?([^?]*)\?=/g;

/**
 * Rewrites encoded words in character sets that the platform does not know (cp852, Kamenický ...) as UTF-8 words, so that the library
 * reads them; everything else stays, which keeps the structure of address lists.
 */
export function rewriteForeignWords(value: string): string {
  if (!value.includes("=?")) return value;
  return value.replace(ENCODED_WORD, (word, label: string, encoding: string, text: string) => {
    const charset = normaliseCharset(label);
    if (charset === null || isPlatformCharset(charset)) return word;
    const decode = decoderFor(charset);
    if (!decode) return word;
    const bytes = encoding.toUpperCase() === "B" ? Buffer.from(text, "base64") : decodeQ(text);
    return `=?utf-8?B?${Buffer.from(decode(bytes)).toString("base64")}?=`;
  });
}

/** The Q encoding of RFC 2047 section 4.2. */
function decodeQ(text: string): Buffer {
  const spaced = text.replaceAll("_", " ").replace(/=([0-9A-Fa-f]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  return Buffer.from(spaced, "latin1");
}

/** Unstructured header text with its encoded words decoded (RFC 2047), control characters and outer blanks removed. */
export function decodeHeaderText(value: string): string {
  const text = value.includes("=?") ? decodeWords(rewriteForeignWords(value)) : value;
  return text.replace(CONTROLS, " ").trim();
}

// NUL and lone surrogates are left for Problems.storable, which names them.
// oxlint-disable-next-line no-control-regex -- control characters have no place in a line of text
const CONTROLS = /[\u0001-\u001f\u007f]+/g;
