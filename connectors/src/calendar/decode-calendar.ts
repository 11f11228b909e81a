/**
 * The bytes of a calendar file as text: UTF-8 or UTF-16 by its mark, UTF-8, and else Windows-1250 (which programs in Central Europe write when they
 * do not write UTF-8). Folding that cuts a UTF-8 character in two, which RFC 5545 section 3.1 allows, is undone first.
 */
export function decodeCalendar(bytes: Uint8Array): { text: string; problems: string[] } {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return { text: new TextDecoder("utf-16le").decode(bytes), problems: [] };
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return { text: new TextDecoder("utf-16be").decode(bytes), problems: [] };
  const joined = joinCutCharacters(bytes);
  try {
    return { text: new TextDecoder("utf-8", { fatal: true }).decode(joined), problems: [] };
  } catch {
    return { text: new TextDecoder("windows-1250").decode(bytes), problems: ["not UTF-8: read as Windows-1250"] };
  }
}

const CR = 0x0d;
const LF = 0x0a;
const SPACE = 0x20;
const TAB = 0x09;

/** Removes line folds that stand directly before a continuation byte. */
function joinCutCharacters(bytes: Uint8Array): Uint8Array {
  const kept = new Uint8Array(bytes.length);
  let length = 0;
  for (let index = 0; index < bytes.length; index += 1) {
    const lineEnd = bytes[index] === CR && bytes[index + 1] === LF ? 2 : bytes[index] === LF ? 1 : 0;
    const blank = bytes[index + lineEnd];
    const next = bytes[index + lineEnd + 1] ?? 0;
    if (lineEnd > 0 && (blank === SPACE || blank === TAB) && (next & 0xc0) === 0x80) {
      index += lineEnd;
      continue;
    }
    kept[length] = bytes[index]!;
    length += 1;
  }
  return kept.subarray(0, length);
}
