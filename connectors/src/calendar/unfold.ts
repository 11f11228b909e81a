/** An unfolded line of iCalendar (RFC 5545 section 3.1). */
export interface LogicalLine {
  text: string;
  /** Number of its first physical line, from 1. */
  line: number;
  /** Length of its last physical line. */
  lastLength: number;
  /** Whether blank lines stand before it. */
  afterBlank: boolean;
}

/** The unfolded lines of a text, without blank ones. Accepts CRLF, LF, CR and doubled CR, and files that are indented as a whole. */
export function* unfold(text: string): Generator<LogicalLine> {
  const indent = indentOf(text);
  let current: (Omit<LogicalLine, "text"> & { parts: string[]; softBreaks: boolean }) | undefined;
  let afterBlank = false;
  let number = 0;
  for (const physical of physicalLines(text.startsWith("\ufeff") ? text.slice(1) : text)) {
    number += 1;
    const line = indent > 0 ? stripIndent(physical, indent) : physical;
    if (current?.softBreaks && current.parts.at(-1)?.endsWith("=")) {
      current.parts.push(current.parts.pop()!.slice(0, -1), line);
      current.lastLength = line.length;
    } else if (line === "") {
      afterBlank = true;
    } else if (current && (line.startsWith(" ") || line.startsWith("\t"))) {
      current.parts.push(line.slice(1));
      current.lastLength = line.length;
    } else {
      if (current) yield { ...current, text: current.parts.join("") };
      current = { parts: [line], line: number, softBreaks: QUOTED_PRINTABLE.test(line.slice(0, 200)), lastLength: line.length, afterBlank };
      afterBlank = false;
    }
  }
  if (current) yield { ...current, text: current.parts.join("") };
}

/** A property head that announces quoted-printable, whose soft line breaks end in `=` (vCalendar 1.0). */
const QUOTED_PRINTABLE = /^[^:]*;(?:ENCODING=)?QUOTED-PRINTABLE[;:]/i;

function* physicalLines(text: string): Generator<string> {
  for (const chunk of text.split("\n")) {
    if (!chunk.includes("\r")) yield chunk;
    else {
      let end = chunk.length;
      while (end > 0 && chunk[end - 1] === "\r") end -= 1;
      yield* chunk.slice(0, end).split("\r");
    }
  }
}

/** How many blanks stand before the first word of the text. */
function indentOf(text: string): number {
  const first = text.search(/\S/);
  let start = Math.max(first, 0);
  while (start > 0 && (text[start - 1] === " " || text[start - 1] === "\t")) start -= 1;
  return Math.max(first, 0) - start;
}

function stripIndent(line: string, indent: number): string {
  let count = 0;
  while (count < indent && (line[count] === " " || line[count] === "\t")) count += 1;
  return line.slice(count);
}
