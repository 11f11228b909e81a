import { normaliseMessageId, parseMessageIds } from "@kronika/core/identities.ts";
import { classifyMail, type MailVerdict } from "@kronika/core/mail-kind.ts";
import { replyText } from "@kronika/core/reply-text.ts";
import { parseCalendar } from "../calendar/parse-calendar.ts";
import type { ParsedCalendar } from "../calendar/shapes.ts";
import { parseAddresses } from "./addresses.ts";
import { readBody, type MessageBody } from "./body.ts";
import { parseMailDate } from "./date.ts";
import { decodeHeaderText, headerValue, readHeaderBlock, type HeaderField } from "./headers.ts";
import { MimeLimitError } from "./limits.ts";
import type { ParsedMessage, ParseOptions } from "./message.ts";
import { Problems } from "./problems.ts";
import { parseTree, type Budget } from "./tree.ts";

const NO_BODY: MessageBody = {
  text: null,
  ownText: null,
  html: null,
  attachments: [],
  contentTypes: [],
  calendars: [],
  reports: [],
  enclosedHeaders: [],
};

/**
 * Reads a message in this thread. Never throws: a message over the limits, or one that trips a fault of ours, comes back raw only with
 * the reason in `problems`. Foreign mail goes through {@link parseMessage} (parse-message.ts), which adds the limits of time and memory.
 */
export function parseMessageNow(raw: Uint8Array, options: ParseOptions = {}): ParsedMessage {
  const bytes = toBuffer(raw);
  const problems = new Problems();
  try {
    const budget: Budget = { parts: 0, depth: 0 };
    const root = parseTree(bytes, problems, budget);
    const body = readBody(root, budget, problems, options);
    if (options.complete === false) problems.add("larger than the size limit: large parts were not fetched");
    return toMessage(root.fields, body, problems, options);
  } catch (error) {
    return rawOnly(bytes, error instanceof MimeLimitError ? error.message : "cannot be taken apart", options);
  }
}

/**
 * What can be had of a message whose body is not to be touched: its header, read by a plain scan of at most 512 KB.
 * @param reason why, for `problems`
 */
export function rawOnly(raw: Uint8Array, reason: string, options: ParseOptions = {}): ParsedMessage {
  const problems = new Problems();
  problems.add(`${reason}: kept raw`);
  const { fields } = readHeaderBlock(toBuffer(raw), 0, problems, { truncate: true });
  return { ...toMessage(fields, NO_BODY, problems, options), rawOnly: true };
}

/** A view, not a copy. Mail of old Macs ends its lines with CR alone; it is rewritten. */
function toBuffer(raw: Uint8Array): Buffer {
  const bytes = Buffer.from(raw.buffer, raw.byteOffset, raw.byteLength);
  if (bytes.includes(0x0a) || !bytes.includes(0x0d)) return bytes;
  return Buffer.from(bytes.map((byte) => (byte === 0x0d ? 0x0a : byte)));
}

function toMessage(fields: HeaderField[], body: MessageBody, problems: Problems, options: ParseOptions): ParsedMessage {
  const all = (name: string) => fields.filter((field) => field.name === name).map((field) => field.value);
  const addresses = (name: string) => parseAddresses(all(name), name, problems);
  const subject = headerValue(fields, "subject");
  const date = headerValue(fields, "date");
  const header = {
    messageId: normaliseMessageId(headerValue(fields, "message-id")),
    inReplyTo: parseMessageIds(headerValue(fields, "in-reply-to"))[0] ?? null,
    references: parseMessageIds(headerValue(fields, "references")),
    subject: subject === null ? null : problems.storable(decodeHeaderText(subject), "header subject"),
    from: addresses("from")[0] ?? null,
    to: addresses("to"),
    cc: addresses("cc"),
    bcc: addresses("bcc"),
    replyTo: addresses("reply-to"),
    date: date === null ? null : parseMailDate(date, problems),
    headers: headerMap(fields, problems),
  };
  const verdict = judge(header, body, problems, options);
  const isAboutCalendar = verdict.kind === "invitation" || verdict.kind === "invitation-reply";
  const calendar = isAboutCalendar ? firstWithEvents(body.calendars) : undefined;
  return {
    ...header,
    ...verdict,
    text: body.text,
    html: body.html,
    replyText: body.ownText === null ? null : replyText(body.ownText, { subject: header.subject ?? undefined }).replyText,
    attachments: body.attachments,
    ...(calendar && { calendar }),
    calendars: body.calendars,
    rawOnly: false,
    problems: problems.list(),
  };
}

function judge(
  { headers, subject, from, date }: Pick<ParsedMessage, "headers" | "subject" | "from" | "date">,
  { ownText, contentTypes, reports, enclosedHeaders, calendars }: MessageBody,
  problems: Problems,
  { ownDomains }: ParseOptions,
): MailVerdict {
  try {
    return classifyMail({
      headers,
      subject: subject ?? "",
      from: from && { name: from.name, address: from.address ?? "" },
      text: ownText ?? "",
      contentTypes,
      reports,
      enclosedHeaders,
      calendars,
      date,
      ownDomains,
    });
  } catch {
    // Its text must not be lost because we cannot say what it is.
    problems.add("kind: cannot be judged, taken as normal");
    return { kind: "normal", reasons: [] };
  }
}

function firstWithEvents(calendars: readonly string[]): ParsedCalendar | undefined {
  const parsed = calendars.slice(0, 5).map(parseCalendar);
  return parsed.find(({ events }) => events.length > 0) ?? parsed[0];
}

function headerMap(fields: HeaderField[], problems: Problems): Map<string, string[]> {
  const headers = new Map<string, string[]>();
  for (const { name, value } of fields) {
    const decoded = problems.storable(decodeHeaderText(value), `header ${name.slice(0, 60)}`);
    const values = headers.get(name);
    if (values) values.push(decoded);
    else headers.set(name, [decoded]);
  }
  return headers;
}
