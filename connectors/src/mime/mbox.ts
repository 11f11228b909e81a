/** A message larger than this ends the reading: the file is no mbox, or an attack. */
const MAX_MESSAGE_BYTES = 256 * 1024 * 1024;

const LF = 0x0a;

/**
 * Splits an mbox (RFC 4155) into messages while it is read. A message begins at a line `From `, at the beginning of the file or after an
 * empty line, if the line looks like an envelope, that is, holds a time and a year; `From ` in a text does not. Quoted lines (`>From `,
 * and `>>From ` of mboxrd) lose one `>`. Content-Length (mboxcl) is not believed: a wrong one would swallow the messages after it.
 * @throws Error when the file does not begin with an envelope or a message is beyond all measure
 */
export async function* splitMbox(source: AsyncIterable<Uint8Array>): AsyncGenerator<Buffer> {
  let message: MessageLines | null = null;
  for await (const line of splitLines(source)) {
    if (isEnvelope(line) && (message === null || message.mayEnd)) {
      if (message) yield message.toBuffer();
      message = new MessageLines();
    } else if (message) {
      message.add(line);
    } else if (!isEmpty(line)) {
      throw new Error("not an mbox: it does not begin with a `From ` line");
    }
  }
  if (message) yield message.toBuffer();
}

/** The lines of one message. */
class MessageLines {
  readonly #lines: Buffer[] = [];
  #bytes = 0;

  /** Right after an empty line. */
  get mayEnd(): boolean {
    const last = this.#lines.at(-1);
    return last === undefined || isEmpty(last);
  }

  add(line: Buffer): void {
    this.#bytes += line.length;
    if (this.#bytes > MAX_MESSAGE_BYTES) throw new Error("a message in the mbox is larger than 256 MB");
    this.#lines.push(/^>+From $/.test(line.toString("latin1", 0, line.indexOf(0x20) + 1)) ? line.subarray(1) : line);
  }

  /** Without the empty line that divides it from the next. */
  toBuffer(): Buffer {
    const divided = this.#lines.length > 1 && this.mayEnd;
    return Buffer.concat(divided ? this.#lines.slice(0, -1) : this.#lines);
  }
}

/** Lines with their ends. */
async function* splitLines(source: AsyncIterable<Uint8Array>): AsyncGenerator<Buffer> {
  let pending: Buffer[] = [];
  let pendingBytes = 0;
  for await (const chunk of source) {
    const bytes = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
    let start = 0;
    for (let newline = bytes.indexOf(LF); newline >= 0; newline = bytes.indexOf(LF, start)) {
      const end = bytes.subarray(start, newline + 1);
      yield pending.length === 0 ? end : Buffer.concat([...pending, end]);
      pending = [];
      pendingBytes = 0;
      start = newline + 1;
    }
    if (start === bytes.length) continue;
    pending.push(bytes.subarray(start));
    pendingBytes += bytes.length - start;
    if (pendingBytes > MAX_MESSAGE_BYTES) throw new Error("a line in the mbox has no end");
  }
  if (pending.length > 0) yield Buffer.concat(pending);
}

const ENVELOPE = /^From \S.{0,300} \d{1,2}:\d{2}(?::\d{2})? .{0,40}?\d{4}\b/;

function isEnvelope(line: Buffer): boolean {
  return line[0] === 0x46 && ENVELOPE.test(line.toString("latin1", 0, 500));
}

function isEmpty(line: Buffer): boolean {
  return line.length <= 2 && /^\r?\n$/.test(line.toString("latin1"));
}
