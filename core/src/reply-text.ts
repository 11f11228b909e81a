import { attributionStart } from "./reply-text/attribution.ts";
import { isDivider, isHeaderBlock, isSeparator, readLabel } from "./reply-text/header-block.ts";
import { isDelimiter, signatureStart } from "./reply-text/signature.ts";

/** A mail's text taken apart. */
export interface ReplyText {
  /** What its writer added: without quoted mails and signature. Empty when there is nothing new. */
  replyText: string;
  /** Whether something quoted was left out. */
  quoted: boolean;
  /** What was left out as signature, without the dashes above it. */
  signature?: string;
}

/**
 * No person writes more lines than that. What is behind them is taken as it is, so that a hostile text costs little more than its length.
 */
const MAX_LINES = 3000;

/**
 * Finds what is new in a mail: cuts quoted mails (marked with `>`, or below an attribution, a divider or a quoted head) and
 * signatures, in the formats of mail programs in Slovak, Czech, English, German, Hungarian, Polish and more. Answers between marked
 * quotes and below them stay. Works on plain text; in doubt a line stays.
 * @param text plain text, any line endings
 * @param options.subject subject of the mail, which a quoted head often repeats
 */
export function replyText(text: string, options: { subject?: string | undefined } = {}): ReplyText {
  const { lines, rest } = firstLines(text);
  const { kept, cutAt } = markNew(lines, options.subject);
  const quoted = kept.includes(false);
  const parts: string[] = [];
  const signatures: string[] = [];
  const runs = stretches(kept, lines);
  for (const [index, run] of runs.entries()) {
    const goesOn = rest !== "" && cutAt === null && index === runs.length - 1;
    if (goesOn) run.push(rest.replace(/^[^\S\n]{0,4}>.*\n?/gm, ""));
    const end = goesOn ? run.length : signatureStart(run, quoted);
    parts.push(trimBlankLines(run.slice(0, end)));
    signatures.push(trimBlankLines(run.slice(isDelimiter(run[end] ?? "") ? end + 1 : end)));
  }
  const signature = signatures.filter((part) => part !== "").join("\n\n");
  return { replyText: parts.filter((part) => part !== "").join("\n\n"), quoted, ...(signature !== "" && { signature }) };
}

/** The lines to look at, and what is behind them as one text. */
function firstLines(text: string): { lines: string[]; rest: string } {
  const lines: string[] = [];
  const ends = /\r\n|\n|\r/g;
  let start = 0;
  while (lines.length < MAX_LINES) {
    const end = ends.exec(text);
    lines.push(text.slice(start, end?.index));
    if (end === null) return { lines, rest: "" };
    start = ends.lastIndex;
  }
  return { lines, rest: text.slice(start).trimEnd().replaceAll("\r\n", "\n").split("\r").join("\n") };
}

/** Decides for each line whether it is new. `cutAt`: from this line on everything is quoted. */
function markNew(lines: readonly string[], subject: string | undefined): { kept: boolean[]; cutAt: number | null } {
  const kept = lines.map((line, index) => !isQuote(line) || closesAddress(lines[index - 1] ?? "", line));
  unmarkEscapedFrom(lines, kept);
  const labels = lines.map(readLabel);
  const nextText = nextTextLines(lines);
  let cutAt: number | null = null;
  for (let index = 0; index < lines.length && cutAt === null; index += 1) {
    const line = lines[index] ?? "";
    if (!kept[index] || line.trim() === "") continue;
    if (isWrappedQuote(lines, kept, index)) {
      kept[index] = false;
    } else if (
      isDivider(line) ||
      isHeaderBlock(lines, labels, index, isSeparator(lines[index - 1] ?? "") || isSeparator(lines[index - 2] ?? ""), subject)
    ) {
      cutAt = index;
    } else {
      const next = nextText[index + 1] ?? -1;
      const followedByQuote = next >= 0 && !kept[next];
      const start = attributionStart(lines, index, followedByQuote);
      if (start !== null && followedByQuote) kept.fill(false, start, index + 1);
      else if (start !== null) cutAt = start;
    }
  }
  if (cutAt !== null) {
    kept.fill(false, cutAt);
    dropSeparatorsAbove(lines, kept, cutAt);
  }
  for (const [index, line] of lines.entries()) if (isSeparator(line) && kept[index] && kept[index + 1] === false) kept[index] = false;
  return { kept, cutAt };
}

function isQuote(line: string): boolean {
  return /^\s{0,4}>/.test(line);
}

/** An attribution may be wrapped right before the bracket that ends the address: `... <jana@x.sk`, then `> wrote:`. */
function closesAddress(before: string, line: string): boolean {
  return /^\s?> ?(?:[^\s:]{1,20} ){0,2}[^\s:]{0,20}:\s*$/.test(line) && /<[^<>]{1,200}$/.test(before.slice(-250)) && before.includes("@");
}

/** mbox files put a `>` before a line that begins with "From ": alone among its neighbours it is text. */
function unmarkEscapedFrom(lines: readonly string[], kept: boolean[]): void {
  for (const [index, line] of lines.entries()) {
    if (line.startsWith(">From ") && kept[index - 1] !== false && !isQuote(lines[index + 1] ?? "")) kept[index] = true;
  }
}

/** For each line the index of the first line with text from there on; -1 behind the last. */
function nextTextLines(lines: readonly string[]): number[] {
  const next: number[] = Array.from({ length: lines.length + 1 }, () => -1);
  for (let index = lines.length - 1; index >= 0; index -= 1)
    next[index] = (lines[index] ?? "").trim() === "" ? (next[index + 1] ?? -1) : index;
  return next;
}

/** Programs that break long quoted lines forget the `>` on the second half: it goes on in the middle of a sentence, among quotes. */
function isWrappedQuote(lines: readonly string[], kept: readonly boolean[], index: number): boolean {
  const before = (lines[index - 1] ?? "").trimEnd();
  const after = lines[index + 1];
  if (kept[index - 1] !== false || !isQuote(before) || before.length < 60 || /[.?!:;]$/.test(before)) return false;
  return /^[\p{Ll}\d]/u.test(lines[index] ?? "") && (after === undefined || isQuote(after));
}

/** The line of dashes above a quoted head belongs to it. */
function dropSeparatorsAbove(lines: readonly string[], kept: boolean[], cutAt: number): void {
  for (let index = cutAt - 1; index >= 0; index -= 1) {
    const line = lines[index] ?? "";
    if (line.trim() !== "" && !isSeparator(line)) return;
    if (line.trim() !== "") kept[index] = false;
  }
}

/** Runs of lines that stayed. */
function stretches(kept: readonly boolean[], lines: readonly string[]): string[][] {
  const runs: string[][] = [[]];
  for (const [index, line] of lines.entries()) {
    if (kept[index]) runs.at(-1)?.push(line.trimEnd());
    else if (runs.at(-1)?.length !== 0) runs.push([]);
  }
  return runs;
}

function trimBlankLines(lines: readonly string[]): string {
  const first = lines.findIndex((line) => line.trim() !== "");
  const last = lines.findLastIndex((line) => line.trim() !== "");
  return first < 0 ? "" : lines.slice(first, last + 1).join("\n");
}
