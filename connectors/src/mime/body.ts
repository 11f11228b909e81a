import { hash } from "node:crypto";
import { decodeText } from "./charset.ts";
import { unfoldFlowed } from "./flowed.ts";
import { decodeHeaderText, headerValue } from "./headers.ts";
import { charsetOfHtml, htmlToText, textToHtml } from "./html.ts";
import { mimeLimits } from "./limits.ts";
import type { ParsedAttachment, ParseOptions } from "./message.ts";
import type { Problems } from "./problems.ts";
import { parseTree, partContent, type Budget, type MimePart } from "./tree.ts";

/** What a person reads of a message, and what hangs on it. */
export interface MessageBody {
  text: string | null;
  /** The text without what enclosed messages say. */
  ownText: string | null;
  html: string | null;
  attachments: ParsedAttachment[];
  /** Of every part, with the parameters that tell its purpose: `multipart/report; report-type=delivery-status`. */
  contentTypes: string[];
  /** iCalendar texts (`text/calendar`, `application/ics`). */
  calendars: string[];
  /** Machine-readable parts of reports (RFC 3464 delivery status, RFC 8098 disposition notification, RFC 5965 feedback), as text. */
  reports: { contentType: string; text: string }[];
  /** Header texts of messages that came along: forwarded ones, and the original in a report. */
  enclosedHeaders: string[];
}

/** One stretch of the body, in one of two forms or both (multipart/alternative). */
interface Stretch {
  plain: string | null;
  html: string | null;
  /** From a message that is enclosed. */
  enclosed: boolean;
}

/** Where a part stands. */
interface Place {
  /** Inside multipart/alternative: other texts are further forms of the same, no files. */
  alternative: boolean;
  /** Inside multipart/related: parts with a Content-ID belong to the HTML. */
  related: boolean;
  /** Inside multipart/report: an enclosed message is evidence, no content. */
  report: boolean;
  /** Inside an enclosed message. */
  enclosed: boolean;
}

const TOP: Omit<Place, "enclosed"> = { alternative: false, related: false, report: false };

const REPORT_TYPES: ReadonlySet<string> = new Set([
  "message/delivery-status",
  "message/global-delivery-status",
  "message/disposition-notification",
  "message/feedback-report",
]);
const MESSAGE_TYPES: ReadonlySet<string> = new Set(["message/rfc822", "message/global", "message/rfc2822", "message/news"]);
const CALENDAR_TYPES: ReadonlySet<string> = new Set(["text/calendar", "application/ics", "text/x-vcalendar"]);

/** Marks a part that a connector left out of a message over the size limit; believed only when the message is known to be incomplete. */
export const OMITTED_HEADER = "x-kronika-omitted";

/**
 * Sorts the parts of a message into body and attachments. Every part that is not body is an attachment; a named text that mailers show
 * within the body is both. Messages enclosed inline are attachments, and their text and files are listed as well.
 */
export function readBody(root: MimePart, budget: Budget, problems: Problems, options: ParseOptions): MessageBody {
  const reader = new BodyReader(budget, problems, options);
  const stretches = reader.read(root, { ...TOP, enclosed: false });
  return { ...reader.found, ...join(stretches, problems) };
}

class BodyReader {
  readonly found: Omit<MessageBody, "text" | "ownText" | "html"> = {
    attachments: [],
    contentTypes: [],
    calendars: [],
    reports: [],
    enclosedHeaders: [],
  };
  readonly #budget: Budget;
  readonly #problems: Problems;
  readonly #options: ParseOptions;

  constructor(budget: Budget, problems: Problems, options: ParseOptions) {
    this.#budget = budget;
    this.#problems = problems;
    this.#options = options;
  }

  read(part: MimePart, place: Place): Stretch[] {
    const type = part.contentType.value;
    this.found.contentTypes.push(describeType(part));
    if (type.startsWith("multipart/") && part.children.length > 0) return this.#readMultipart(part, type, place);
    if (type.startsWith("multipart/") && part.contentType.parameters.has("boundary"))
      this.#problems.add("a multipart without parts: read as text");
    const asText = type === "text/plain" || type === "text/html" || type.startsWith("multipart/");
    if (asText && !isFile(part)) return this.#readText(part, place);
    if (MESSAGE_TYPES.has(type)) return this.#readEnclosed(part, place);
    this.#readOther(part, place);
    return [];
  }

  #readMultipart(part: MimePart, type: string, place: Place): Stretch[] {
    const inside: Place = {
      alternative: place.alternative || type === "multipart/alternative",
      related: place.related || type === "multipart/related",
      report: place.report || type === "multipart/report",
      enclosed: place.enclosed,
    };
    const stretches = part.children.flatMap((child) => this.read(child, inside));
    return type === "multipart/alternative" ? merge(stretches, place.enclosed) : stretches;
  }

  #readText(part: MimePart, place: Place): Stretch[] {
    // A text with a file name is shown within the body and is a file as well; inside multipart/alternative it is only one of the forms.
    if (!place.alternative && fileName(part, this.#problems) !== null) this.#attach(part, place);
    const content = partContent(part, this.#problems);
    const isHtml = part.contentType.value === "text/html";
    const declared = part.contentType.parameters.get("charset") ?? (isHtml ? charsetOfHtml(content) : null);
    const decoded = decodeText(content, declared, this.#problems, isHtml ? "html" : "text").replaceAll("\r\n", "\n");
    const text = this.#problems.storable(decoded, isHtml ? "html" : "text");
    if (isHtml) return [{ plain: null, html: text, enclosed: place.enclosed }];
    return [{ plain: unfoldFlowed(text, part.contentType.parameters), html: null, enclosed: place.enclosed }];
  }

  #readEnclosed(part: MimePart, place: Place): Stretch[] {
    this.#attach(part, place);
    if (this.#isOmitted(part)) return [];
    const content = partContent(part, this.#problems);
    const inline = !isFile(part) && !place.report;
    if (!inline) {
      this.found.enclosedHeaders.push(this.#headerText(content));
      return [];
    }
    if (this.#budget.depth + 1 >= mimeLimits.nesting) return [];
    this.#budget.depth++;
    const root = parseTree(content, this.#problems, this.#budget);
    this.found.enclosedHeaders.push(this.#headerText(content));
    const heading = ["from", "to", "date", "subject"]
      .map((name) => [name, headerValue(root.fields, name)] as const)
      .filter(([, value]) => value !== null)
      .map(([name, value]) => `${name[0]?.toUpperCase()}${name.slice(1)}: ${decodeHeaderText(value as string)}`)
      .join("\n");
    const text = this.read(root, { ...TOP, enclosed: true });
    this.#budget.depth--;
    return [{ plain: this.#problems.storable(`\n${heading}\n`, "text"), html: null, enclosed: true }, ...text];
  }

  #headerText(content: Buffer): string {
    const end =
      /\r?\n\r?\n/.exec(content.toString("latin1", 0, mimeLimits.headerBytes))?.index ?? Math.min(content.length, mimeLimits.headerBytes);
    return this.#problems.storable(content.toString("utf8", 0, end), "enclosed header").replaceAll("\r\n", "\n");
  }

  #readOther(part: MimePart, place: Place): void {
    const type = part.contentType.value;
    const content = this.#attach(part, place);
    if (content === null) return;
    const text = (what: string) =>
      this.#problems.storable(decodeText(content, part.contentType.parameters.get("charset"), this.#problems, what), what);
    if (CALENDAR_TYPES.has(type)) this.found.calendars.push(text("calendar"));
    else if (REPORT_TYPES.has(type)) this.found.reports.push({ contentType: type, text: text("report").replaceAll("\r\n", "\n") });
    else if (type === "text/rfc822-headers") this.found.enclosedHeaders.push(this.#headerText(content));
  }

  /** Lists the part as an attachment. Returns its bytes, null when they were left out. */
  #attach(part: MimePart, place: Place): Buffer | null {
    const contentId = headerValue(part.fields, "content-id")?.replace(/^\s*<?|>?\s*$/g, "");
    const attachment: ParsedAttachment = {
      filename: fileName(part, this.#problems),
      contentType: this.#problems.storable(part.contentType.value, "content type").slice(0, 200),
      inline: part.disposition.value === "inline" || (part.disposition.value === "" && place.related && contentId !== undefined),
    };
    if (contentId) attachment.contentId = this.#problems.storable(contentId, "content id").slice(0, 500);
    this.found.attachments.push(attachment);
    if (this.#isOmitted(part)) return null;
    const content = partContent(part, this.#problems);
    attachment.size = content.length;
    attachment.sha256 = hash("sha256", content);
    if (this.#options.attachmentContent) attachment.content = new Uint8Array(content);
    return content;
  }

  #isOmitted(part: MimePart): boolean {
    return this.#options.complete === false && headerValue(part.fields, OMITTED_HEADER) !== null;
  }
}

/** RFC 2183 section 2.8: a disposition that is not known counts as attachment. */
function isFile(part: MimePart): boolean {
  return part.disposition.value !== "" && part.disposition.value !== "inline";
}

/** The name of a part: no folders, no control characters, no characters that turn the direction of writing (they disguise an `.exe`). */
function fileName(part: MimePart, problems: Problems): string | null {
  const given = part.disposition.parameters.get("filename") || part.contentType.parameters.get("name");
  if (!given) return null;
  const name = problems
    .storable(given, "file name")
    .replace(DIRECTION_MARKS, "")
    .split(/[/\\]/)
    .at(-1)
    ?.trim()
    .slice(0, 500)
    .toWellFormed();
  return name ? name : null;
}

// oxlint-disable-next-line no-control-regex -- that is what it removes
const DIRECTION_MARKS = /[\u0001-\u001f\u007f\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;

function describeType(part: MimePart): string {
  const telling = ["report-type", "method"].flatMap((name) => {
    const value = part.contentType.parameters.get(name);
    return value === undefined ? [] : [`; ${name}=${value}`];
  });
  return [part.contentType.value, ...telling].join("").slice(0, 200).replaceAll("\0", "");
}

/** The forms of a multipart/alternative as one stretch. */
function merge(stretches: Stretch[], enclosed: boolean): Stretch[] {
  const plain = stretches.flatMap((stretch) => stretch.plain ?? []);
  const html = stretches.flatMap((stretch) => stretch.html ?? []);
  if (plain.length + html.length === 0) return [];
  return [{ plain: plain.length > 0 ? plain.join("\n") : null, html: html.length > 0 ? html.join("\n") : null, enclosed }];
}

function join(stretches: Stretch[], problems: Problems): { text: string | null; ownText: string | null; html: string | null } {
  if (stretches.length === 0) return { text: null, ownText: null, html: null };
  const texts = stretches.map(({ plain, html, enclosed }) => ({
    enclosed,
    text: html !== null && (plain === null || plain.trim() === "") ? htmlToText(html, problems) : (plain ?? ""),
  }));
  const joined = (parts: { text: string }[]) => parts.map(({ text }) => text).join("\n");
  const hasHtml = stretches.some(({ html }) => html !== null);
  return {
    text: joined(texts),
    ownText: joined(texts.filter(({ enclosed }) => !enclosed)),
    html: hasHtml ? stretches.map(({ plain, html }) => html ?? textToHtml(plain ?? "")).join("\n") : null,
  };
}
