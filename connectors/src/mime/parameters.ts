import { decodeText } from "./charset.ts";
import { decodeHeaderText } from "./headers.ts";
import type { Problems } from "./problems.ts";

/** A structured header such as `text/plain; charset=utf-8`: value in lower case, parameters by lower-case name, decoded. */
export interface StructuredHeader {
  value: string;
  parameters: ReadonlyMap<string, string>;
}

/**
 * Reads Content-Type or Content-Disposition (RFC 2045 section 5.1, RFC 2183) with RFC 2231 continuations and character sets, and with
 * what mailers really send: unquoted values with blanks, RFC 2047 words in values, quotes that never close. Of a repeated parameter the
 * first counts. One pass, no backtracking.
 */
export function parseStructuredHeader(header: string, problems: Problems): StructuredHeader {
  const [first = "", ...others] = splitSegments(header);
  // Some forget the first semicolon: `text/plain charset=utf-8`.
  const blank = first.includes("/") ? first.search(/[ \t]/) : -1;
  const value = blank < 0 ? first : first.slice(0, blank);
  const segments = blank < 0 ? others : [first.slice(blank).trim(), ...others];
  const raw = new Map<string, string>();
  for (const segment of segments) {
    const equals = segment.indexOf("=");
    if (equals < 1) continue;
    const name = segment.slice(0, equals).trim().toLowerCase();
    if (name !== "" && !raw.has(name)) raw.set(name, segment.slice(equals + 1));
  }
  return { value: value.toLowerCase(), parameters: decodeParameters(raw, problems) };
}

/** Splits at semicolons outside quotes and comments; quotes, escapes and comments are resolved on the way, unquoted outer blanks removed. */
function splitSegments(header: string): string[] {
  const segments: string[] = [];
  let current = "";
  let significant = 0; // length of `current` without its unquoted blanks at the end
  let last = ""; // its last character
  let place: "name" | "value" | "file name" = "name";
  let quoted = false;
  let comments = true;
  const append = (char: string, isBlank = false) => {
    current += char;
    last = char;
    if (!isBlank) significant = current.length;
  };
  for (let i = 0; i < header.length; i++) {
    const char = header[i] as string;
    if (quoted) {
      if (char === "\\" && i + 1 < header.length) append(header[++i] as string);
      else if (char === '"') quoted = false;
      else append(char);
    } else if (char === '"') {
      quoted = true;
    } else if (char === "(" && comments && !belongsToValue(place, last)) {
      // A comment that nobody closes is text, and so are all after it (looking for the end of each would take quadratic time).
      const end = commentEnd(header, i);
      comments = end >= 0;
      if (comments) i = end;
      else append(char);
    } else if (char === ";") {
      segments.push(current.slice(0, significant));
      [current, significant, last, place] = ["", 0, "", "name"];
    } else if (char === " " || char === "\t") {
      if (significant > 0 && last !== "=") append(char, true);
    } else if (char === "=" && place === "name") {
      current = current.slice(0, significant);
      place = /^(?:file)?name/i.test(current) ? "file name" : "value";
      append(char);
    } else {
      append(char);
    }
  }
  segments.push(current.slice(0, significant));
  return segments;
}

/** Whether a parenthesis is part of the value: within a word (`x=a(1)`), and anywhere in a file name, where nobody writes comments. */
function belongsToValue(place: "name" | "value" | "file name", last: string): boolean {
  return place === "file name" || (place === "value" && !/[=\s]/.test(last));
}

/** Position of the parenthesis that closes the comment at `start` (RFC 5322 section 3.2.2, nested), -1 when none does. */
function commentEnd(text: string, start: number): number {
  let depth = 0;
  for (let i = start; i < text.length; i++) {
    const char = text[i];
    if (char === "\\") i++;
    else if (char === "(") depth++;
    else if (char === ")" && --depth === 0) return i;
  }
  return -1;
}

interface Section {
  number: number;
  encoded: boolean;
  value: string;
}

/** Joins `name*0*=`, `name*1=` ... (RFC 2231 section 3) and decodes `charset'language'%41` (section 4). */
function decodeParameters(raw: ReadonlyMap<string, string>, problems: Problems): Map<string, string> {
  const decoded = new Map<string, string>();
  const continued = new Map<string, Section[]>();
  for (const [name, value] of raw) {
    const match = /^([^*]+)\*(?:(\d{1,4})(\*)?)?$/.exec(name);
    if (!match) {
      decoded.set(name, decodeHeaderText(value));
      continue;
    }
    const sections = continued.get(match[1] as string) ?? [];
    sections.push({ number: Number(match[2] ?? 0), encoded: match[2] === undefined || match[3] === "*", value });
    continued.set(match[1] as string, sections);
  }
  // The extended form wins over a plain one of the same name, which is there for old readers (RFC 6266 section 4.3 says so, too).
  for (const [name, sections] of continued) decoded.set(name, joinSections(sections, problems));
  return decoded;
}

function joinSections(sections: Section[], problems: Problems): string {
  const bytes: Buffer[] = [];
  let charset: string | null = null;
  for (const { number, encoded, value } of sections.toSorted((a, b) => a.number - b.number)) {
    if (!encoded) {
      bytes.push(Buffer.from(value));
      continue;
    }
    const head = number === 0 ? /^([^']*)'[^']*'/.exec(value) : null;
    if (head) charset = head[1] || null;
    bytes.push(percentDecode(head ? value.slice(head[0].length) : value));
  }
  return decodeText(Buffer.concat(bytes), charset, problems, "parameter");
}

function percentDecode(text: string): Buffer {
  if (!text.includes("%")) return Buffer.from(text);
  // Through UTF-8 first: an unescaped letter outside ASCII stays what it is, an escape becomes one byte.
  const bytes = Buffer.from(text);
  const out = Buffer.alloc(bytes.length);
  let length = 0;
  for (let i = 0; i < bytes.length; i++) {
    const hex = bytes[i] === 0x25 ? bytes.toString("latin1", i + 1, i + 3) : "";
    if (/^[0-9A-Fa-f]{2}$/.test(hex)) {
      out[length++] = Number.parseInt(hex, 16);
      i += 2;
    } else {
      out[length++] = bytes[i] as number;
    }
  }
  return out.subarray(0, length);
}
