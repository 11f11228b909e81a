import { headerValue, readHeaderBlock, type HeaderField } from "./headers.ts";
import { mimeLimits, MimeLimitError } from "./limits.ts";
import { parseStructuredHeader, type StructuredHeader } from "./parameters.ts";
import type { Problems } from "./problems.ts";
import { decodeTransfer } from "./transfer-encoding.ts";

/** One part of a message (RFC 2046). `body` is a view into the message, still in its transfer encoding. */
export interface MimePart {
  fields: HeaderField[];
  contentType: StructuredHeader;
  disposition: StructuredHeader;
  transferEncoding: string;
  body: Buffer;
  /** Empty for anything but a multipart. */
  children: MimePart[];
}

/** Counts parts and depth over a message and the messages inlined in it, so that nesting cannot get around the limits. */
export interface Budget {
  parts: number;
  depth: number;
}

interface OpenMultipart {
  part: MimePart;
  boundary: Buffer;
}

const LF = 0x0a;
const CR = 0x0d;
const DASH = 0x2d;

/**
 * Takes a message apart in one pass over its lines: time is linear in its size, whatever the boundaries are. Boundary lines match the
 * innermost open multipart first (RFC 2046 section 5.1.2); what is not closed ends with the message.
 * @throws MimeLimitError beyond {@link mimeLimits}
 */
export function parseTree(raw: Buffer, problems: Problems, budget: Budget = { parts: 0, depth: 0 }): MimePart {
  const open: OpenMultipart[] = [];
  const root = startPart(raw, 0, "", problems, budget);
  let current: MimePart | null = root.part;
  let bodyStart = root.bodyStart;
  openMultipart(root.part, open, budget, problems);
  recoverBoundary(raw, root.part, root.bodyStart, open, problems);

  for (const line of dashLines(raw, root.bodyStart)) {
    if (line.start < bodyStart) continue;
    const match = matchBoundary(raw, line, open);
    if (!match) continue;
    if (current) current.body = raw.subarray(bodyStart, Math.max(bodyStart, beforeNewline(raw, line.start)));
    open.length = match.index + 1;
    const parent = open[match.index] as OpenMultipart;
    if (match.closing) {
      open.pop();
      current = null; // what follows is epilogue, or preamble of the multipart around
      continue;
    }
    const child = startPart(raw, line.next, parent.part.contentType.value === "multipart/digest" ? "message/rfc822" : "", problems, budget);
    parent.part.children.push(child.part);
    current = child.part;
    bodyStart = child.bodyStart;
    openMultipart(child.part, open, budget, problems);
  }
  if (current) current.body = raw.subarray(bodyStart);
  if (open.length > 0) problems.add("a multipart is not closed: the message may be cut off");
  return root.part;
}

/** The bytes of a part with its transfer encoding undone. */
export function partContent(part: MimePart, problems: Problems): Buffer {
  return decodeTransfer(part.body, part.transferEncoding, problems);
}

function startPart(
  raw: Buffer,
  start: number,
  defaultType: string,
  problems: Problems,
  budget: Budget,
): { part: MimePart; bodyStart: number } {
  if (++budget.parts > mimeLimits.parts) throw new MimeLimitError(`more than ${mimeLimits.parts} parts`);
  const { fields, bodyStart } = readHeaderBlock(raw, start, problems);
  return { part: toPart(fields, defaultType, problems), bodyStart };
}

function toPart(fields: HeaderField[], defaultType: string, problems: Problems): MimePart {
  const contentType = parseStructuredHeader(headerValue(fields, "content-type") ?? defaultType, problems);
  // A type that is none reads as plain text (RFC 2045 section 5.2).
  const type = /^[^\s/]+\/[^\s/]+$/.test(contentType.value) ? contentType.value : "text/plain";
  return {
    fields,
    contentType: { value: type, parameters: contentType.parameters },
    disposition: parseStructuredHeader(headerValue(fields, "content-disposition") ?? "", problems),
    transferEncoding: parseStructuredHeader(headerValue(fields, "content-transfer-encoding") ?? "", problems).value,
    body: Buffer.alloc(0),
    children: [],
  };
}

function openMultipart(part: MimePart, open: OpenMultipart[], budget: Budget, problems: Problems): void {
  if (!part.contentType.value.startsWith("multipart/")) return;
  const boundary = part.contentType.parameters.get("boundary");
  if (!boundary) {
    problems.add("a multipart has no boundary: read as text");
    return;
  }
  if (open.length + budget.depth >= mimeLimits.nesting) throw new MimeLimitError(`nesting deeper than ${mimeLimits.nesting}`);
  open.push({ part, boundary: Buffer.from(boundary) });
}

/**
 * A message whose declared boundary never occurs, or is missing, is read by the one it uses: the first line of dashes that a header field
 * follows. (Only for the message as a whole: within parts the declared structure is all there is.)
 */
function recoverBoundary(raw: Buffer, root: MimePart, bodyStart: number, open: OpenMultipart[], problems: Problems): void {
  if (!root.contentType.value.startsWith("multipart/")) return;
  const declared = open[0]?.boundary;
  if (declared && raw.includes(Buffer.concat([Buffer.from("--"), declared]), bodyStart)) return;
  for (const line of dashLines(raw, bodyStart)) {
    if (!/^content-[a-z-]+[ \t]*:/i.test(raw.toString("latin1", line.next, line.next + 60))) continue;
    open[0] = { part: root, boundary: Buffer.from(raw.toString("latin1", line.start + 2, line.end).trimEnd(), "latin1") };
    problems.add("the declared boundary does not occur: parts read by the one in use");
    return;
  }
}

interface DashLine {
  start: number;
  end: number;
  /** Start of the line after it. */
  next: number;
}

/** Lines that begin with `--`, the only ones that can be boundaries. */
function* dashLines(raw: Buffer, from: number): Generator<DashLine> {
  let start = isDashes(raw, from) ? from : nextDashLine(raw, from);
  while (start >= 0) {
    const newline = raw.indexOf(LF, start);
    const next = newline < 0 ? raw.length : newline + 1;
    yield { start, end: newline < 0 ? raw.length : newline, next };
    start = nextDashLine(raw, newline < 0 ? raw.length : newline);
  }
}

function isDashes(raw: Buffer, at: number): boolean {
  return raw[at] === DASH && raw[at + 1] === DASH;
}

const NEWLINE_DASHES = Buffer.from("\n--");

function nextDashLine(raw: Buffer, from: number): number {
  const found = raw.indexOf(NEWLINE_DASHES, from);
  return found < 0 ? -1 : found + 1;
}

function matchBoundary(raw: Buffer, line: DashLine, open: readonly OpenMultipart[]): { index: number; closing: boolean } | null {
  for (let index = open.length - 1; index >= 0; index--) {
    const { boundary } = open[index] as OpenMultipart;
    const after = line.start + 2 + boundary.length;
    if (after > line.end || raw.compare(boundary, 0, boundary.length, line.start + 2, after) !== 0) continue;
    if (isBlank(raw, after, line.end)) return { index, closing: false };
    if (isDashes(raw, after) && isBlank(raw, after + 2, line.end)) return { index, closing: true };
  }
  return null;
}

function isBlank(raw: Buffer, start: number, end: number): boolean {
  for (let i = start; i < end; i++) {
    const byte = raw[i];
    if (byte !== 0x20 && byte !== 0x09 && byte !== CR) return false;
  }
  return true;
}

/** The line break before a boundary belongs to the boundary (RFC 2046 section 5.1.1). */
function beforeNewline(raw: Buffer, lineStart: number): number {
  if (lineStart === 0 || raw[lineStart - 1] !== LF) return lineStart;
  return lineStart > 1 && raw[lineStart - 2] === CR ? lineStart - 2 : lineStart - 1;
}
