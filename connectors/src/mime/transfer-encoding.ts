import { quoteLabel, type Problems } from "./problems.ts";

const EQUALS = 0x3d;
const LF = 0x0a;
const CR = 0x0d;
const SPACE = 0x20;
const TAB = 0x09;

/**
 * Undoes a Content-Transfer-Encoding (RFC 2045 section 6; x-uuencode for old mailers). An unknown encoding leaves the bytes as they are.
 * @param encoding the header's value, lower case
 */
export function decodeTransfer(bytes: Buffer, encoding: string, problems: Problems): Buffer {
  // Some mailers write `quoted printable` or `8-bit`.
  switch (encoding.replace(/[\s_-]/g, "")) {
    case "base64":
      return decodeBase64(bytes);
    case "quotedprintable":
      return decodeQuotedPrintable(bytes);
    case "xuuencode":
    case "uuencode":
    case "xuue":
      return decodeUu(bytes);
    case "":
    case "7bit":
    case "8bit":
    case "binary":
      return bytes;
    default:
      problems.add(`unknown transfer encoding ${quoteLabel(encoding)}: left as it is`);
      return bytes;
  }
}

/** Base64; units that were padded one by one (`YQ==YmM=`) are all read, foreign characters are skipped (RFC 2045 section 6.8). */
function decodeBase64(bytes: Buffer): Buffer {
  const text = bytes.toString("latin1");
  if (!/=[^=]*[A-Za-z0-9+/]/.test(text)) return Buffer.from(text, "base64");
  const out = Buffer.alloc(text.length);
  let length = 0;
  for (let start = 0; start < text.length;) {
    const padding = text.indexOf("=", start);
    const end = padding < 0 ? text.length : padding;
    length += out.write(text.slice(start, end), length, "base64");
    start = end + 1;
  }
  return out.subarray(0, length);
}

/** Quoted-printable (RFC 2045 section 6.7); an escape that is none stays as it is, blanks at the end of a line are transport padding. */
export function decodeQuotedPrintable(bytes: Buffer): Buffer {
  if (!bytes.includes(EQUALS)) return bytes;
  const out = Buffer.allocUnsafe(bytes.length);
  let length = 0;
  let start = 0;
  while (start < bytes.length) {
    const newline = bytes.indexOf(LF, start);
    const next = newline < 0 ? bytes.length : newline + 1;
    let end = newline < 0 ? bytes.length : newline;
    if (end > start && bytes[end - 1] === CR) end--;
    const lineEnd = end;
    while (end > start && (bytes[end - 1] === SPACE || bytes[end - 1] === TAB)) end--;
    const soft = end > start && bytes[end - 1] === EQUALS;
    if (soft) end--;
    for (let i = start; i < end; i++) {
      const byte = bytes[i] as number;
      const value = byte === EQUALS ? hexPair(bytes, i + 1, end) : -1;
      if (value >= 0) {
        out[length++] = value;
        i += 2;
      } else {
        out[length++] = byte;
      }
    }
    if (!soft) length += bytes.copy(out, length, lineEnd, next);
    start = next;
  }
  return out.subarray(0, length);
}

function hexPair(bytes: Buffer, at: number, end: number): number {
  if (at + 1 >= end) return -1;
  const high = hexDigit(bytes[at] as number);
  const low = hexDigit(bytes[at + 1] as number);
  return high < 0 || low < 0 ? -1 : high * 16 + low;
}

function hexDigit(code: number): number {
  if (code >= 0x30 && code <= 0x39) return code - 0x30;
  if (code >= 0x41 && code <= 0x46) return code - 0x37;
  if (code >= 0x61 && code <= 0x66) return code - 0x57;
  return -1;
}

/** uuencode: lines whose first character is their length, between `begin` and `end`. */
function decodeUu(bytes: Buffer): Buffer {
  const out = Buffer.alloc(bytes.length);
  let length = 0;
  let inside = false;
  for (const line of bytes.toString("latin1").split(/\r?\n/)) {
    if (!inside) {
      inside = /^begin [0-7]{3,4} /.test(line);
      continue;
    }
    if (line === "end") break;
    const lineEnd = length + uuValue(line, 0);
    for (let i = 1; length < lineEnd && i < line.length; i += 4) {
      const group = (uuValue(line, i) << 18) | (uuValue(line, i + 1) << 12) | (uuValue(line, i + 2) << 6) | uuValue(line, i + 3);
      for (let shift = 16; shift >= 0 && length < lineEnd; shift -= 8) out[length++] = (group >> shift) & 255;
    }
  }
  return out.subarray(0, length);
}

function uuValue(line: string, at: number): number {
  return at < line.length ? (line.charCodeAt(at) - 32) & 63 : 0;
}
