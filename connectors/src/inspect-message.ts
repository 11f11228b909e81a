import { createReadStream } from "node:fs";
import { open, readdir, readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import type { ParsedAddress, ParsedMessage } from "./mime/message.ts";
import { splitMbox } from "./mime/mbox.ts";
import { parseMessage } from "./mime/parse-message.ts";

/** Larger files are no mail; `.mbox` files are read message by message and may have any size. */
const MAX_FILE_BYTES = 256 * 1024 * 1024;
/** Messages taken apart at once, while the files are read in order. */
const AHEAD = 8;

/** How Kronika reads a mail: the JSON of `kronika inspect message`. What the message does not say is absent. */
export interface InspectedMessage {
  /** The path as it was given or found; with ` #2` for the second message of an mbox. */
  file: string;
  messageId?: string;
  inReplyTo?: string;
  references?: string[];
  subject?: string;
  from?: ParsedAddress;
  to?: ParsedAddress[];
  cc?: ParsedAddress[];
  bcc?: ParsedAddress[];
  replyTo?: ParsedAddress[];
  date?: string;
  kind?: ParsedMessage["kind"];
  reasons?: string[];
  text?: string;
  replyText?: string;
  bounce?: NonNullable<ParsedMessage["bounce"]>;
  outOfOffice?: NonNullable<ParsedMessage["outOfOffice"]>;
  calendar?: NonNullable<ParsedMessage["calendar"]>;
  attachments?: { filename: string | null; contentType: string; size?: number; sha256?: string; inline: boolean }[];
  problems: string[];
}

/** Reads one file that holds one message. A file that cannot be read is a result with `problems`; it never throws. */
export async function inspectMessage(path: string): Promise<InspectedMessage> {
  try {
    const { size } = await stat(path);
    if (size > MAX_FILE_BYTES) return unreadable(path, `larger than ${MAX_FILE_BYTES / 1024 / 1024} MB`);
    return toInspected(path, await parseMessage(await readFile(path)));
  } catch (error) {
    return unreadable(path, reasonOf(error));
  }
}

/** Reads files, mboxes and all messages in folders, in order. What cannot be read is a result with `problems`, and the rest goes on. */
export async function* inspectMessages(paths: readonly string[]): AsyncGenerator<InspectedMessage> {
  const waiting: Promise<InspectedMessage>[] = [];
  for await (const next of allMessages(paths)) {
    waiting.push(next());
    if (waiting.length >= AHEAD) yield (await waiting.shift()) as InspectedMessage;
  }
  for (const next of waiting) yield await next;
}

/** One way to read a message after the other; nothing is read before it is asked for, but for mboxes, which are read along. */
async function* allMessages(paths: readonly string[]): AsyncGenerator<() => Promise<InspectedMessage>> {
  for (const path of paths) {
    try {
      if ((await stat(path)).isDirectory()) {
        yield* allMessages(await mailBelow(path));
      } else if (await isMbox(path)) {
        yield* mboxMessages(path);
      } else {
        yield () => inspectMessage(path);
      }
    } catch (error) {
      yield async () => unreadable(path, reasonOf(error));
    }
  }
}

/** Folders and mail files of a folder, sorted. A file that cannot even be looked at is kept: reading it says why. */
async function mailBelow(folder: string): Promise<string[]> {
  const found: string[] = [];
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory() || (entry.isFile() && (await isMail(path).catch(() => true)))) found.push(path);
  }
  return found.toSorted();
}

/** Of the files of a folder, those that are mail: by their ending, else (Maildir files, exports without ending) by their first line. */
async function isMail(path: string): Promise<boolean> {
  if (/\.(?:eml|msg|mbox|mbx|mime)$/i.test(path)) return true;
  return /^(?:From |[!-9;-~]{1,100}[ \t]*:)/.test(await beginning(path, 120));
}

async function beginning(path: string, bytes: number): Promise<string> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(bytes), 0, bytes, 0);
    return buffer.toString("latin1", 0, bytesRead);
  } finally {
    await file.close();
  }
}

async function* mboxMessages(path: string): AsyncGenerator<() => Promise<InspectedMessage>> {
  let number = 0;
  for await (const raw of splitMbox(createReadStream(path))) {
    const name = `${path} #${++number}`;
    yield async () => toInspected(name, await parseMessage(raw));
  }
  if (number === 0) yield async () => unreadable(path, "empty");
}

/** By its name, else by its first line: exports are called `Inbox` or `Sent` as well. */
async function isMbox(path: string): Promise<boolean> {
  if (/\.(?:mbox|mbx)$/i.test(path)) return true;
  if (/\.[a-z0-9]{2,4}$/i.test(path)) return false;
  return (await beginning(path, 5)) === "From ";
}

function toInspected(file: string, message: ParsedMessage): InspectedMessage {
  const { messageId, inReplyTo, references, subject, from, to, cc, bcc, replyTo, date, kind, reasons, text, replyText, problems } = message;
  const known = { messageId, inReplyTo, subject, from, date, text, replyText };
  return {
    file,
    ...(Object.fromEntries(Object.entries(known).filter(([, value]) => value !== null)) as {
      [Key in keyof typeof known]?: NonNullable<(typeof known)[Key]>;
    }),
    references,
    to,
    cc,
    bcc,
    replyTo,
    kind,
    reasons,
    ...(message.bounce && { bounce: message.bounce }),
    ...(message.outOfOffice && { outOfOffice: message.outOfOffice }),
    ...(message.calendar && { calendar: message.calendar }),
    attachments: message.attachments.map(({ content: _content, contentId: _contentId, ...attachment }) => attachment),
    problems,
  };
}

function unreadable(file: string, reason: string): InspectedMessage {
  return { file, problems: [`cannot be read: ${reason}`] };
}

/** The system's code (ENOENT, EACCES ...) in words, else what was said. */
function reasonOf(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  return WORDS[code ?? ""] ?? message;
}

const WORDS: Readonly<Record<string, string>> = {
  ENOENT: "there is no such file",
  EACCES: "no permission",
  EPERM: "no permission",
  EISDIR: "it is a folder",
};
