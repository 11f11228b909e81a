import type { ExportedInteraction } from "./read.ts";

/** One line of a header: nothing that could begin another one. */
// oxlint-disable-next-line no-control-regex -- that is what it removes
const oneLine = (text: string): string => text.replaceAll(/[\u0000-\u001f\u007f]+/g, " ").trim();

/** A text of a header: plain ASCII as it is, else encoded words (RFC 2047) of at most 75 characters that never cut a letter in two. */
function headerText(text: string): string {
  const line = oneLine(text);
  if (/^[\x20-\x7e]*$/.test(line) && !line.includes("=?")) return line;
  const words: string[] = [];
  let word = "";
  for (const char of line) {
    if (Buffer.byteLength(word + char) > 42) {
      words.push(word);
      word = "";
    }
    word += char;
  }
  return [...words, word].map((part) => `=?utf-8?B?${Buffer.from(part).toString("base64")}?=`).join("\r\n ");
}

const mailbox = ({ name, address }: { name: string | null; address: string | null }): string =>
  name === null || name === "" ? (address ?? "") : `${/^[\w .-]*$/.test(name) ? name : headerText(name)} <${oneLine(address ?? "")}>`;

const base64Lines = (text: string): string =>
  (
    Buffer.from(text)
      .toString("base64")
      .match(/.{1,76}/g) ?? []
  ).join("\r\n");

const part = (type: string, text: string): string =>
  `Content-Type: ${type}; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n${base64Lines(text)}\r\n`;

/**
 * An e-mail as a message of an mbox (RFC 4155). Kronika does not keep messages as they came: this is one made anew from what is kept, with the
 * Message-ID of the original. Attachments lie beside it in the archive.
 */
export function toMboxMessage(mail: ExportedInteraction): string {
  const people = (role: string) => mail.participants.filter((person) => person.role === role).map(mailbox);
  const messageId = mail.identities.find(({ scheme }) => scheme === "message-id")?.value;
  const from = mail.participants.find(({ role }) => role === "from");
  const headers = [
    `From: ${people("from")[0] ?? ""}`,
    ...["to", "cc"].flatMap((role) => (people(role).length > 0 ? [`${role === "to" ? "To" : "Cc"}: ${people(role).join(",\r\n ")}`] : [])),
    `Date: ${new Date(mail.occurredAt).toUTCString().replace("GMT", "+0000")}`,
    `Subject: ${headerText(mail.subject ?? "")}`,
    ...(messageId === undefined ? [] : [`Message-ID: <${oneLine(messageId).replaceAll(/^<|>$/g, "")}>`]),
    `X-Kronika-Id: ${mail.id}`,
    "MIME-Version: 1.0",
  ];
  const boundary = `kronika-${mail.id}`;
  const body =
    mail.html === null
      ? part("text/plain", mail.text ?? "")
      : `Content-Type: multipart/alternative; boundary="${boundary}"\r\n\r\n--${boundary}\r\n${part("text/plain", mail.text ?? "")}--${boundary}\r\n${part("text/html", mail.html)}--${boundary}--\r\n`;
  const envelope = `From ${from?.address?.replaceAll(/\s/g, "") || "MAILER-DAEMON"} ${asctime(new Date(mail.occurredAt))}`;
  return `${envelope}\r\n${headers.join("\r\n")}\r\n${body}\r\n`.replaceAll("\r\n", "\n");
}

/** As the envelope line of an mbox has it: `Tue Nov 24 11:00:00 2026`. */
function asctime(date: Date): string {
  const [week, day, month, year, time] = date.toUTCString().replace(",", "").split(" ");
  return `${week} ${month} ${String(Number(day)).padStart(2, " ")} ${time} ${year}`;
}

const icsText = (text: string): string =>
  text
    .replaceAll("\\", "\\\\")
    .replaceAll(/\r\n|\r|\n/g, "\\n")
    .replaceAll(/[,;]/g, String.raw`\$&`);
const icsTime = (instant: string): string => new Date(instant).toISOString().replaceAll(/[-:]|\.\d{3}/g, "");

/** Folds a content line at 75 octets (RFC 5545, section 3.1), between letters. */
function fold(line: string): string {
  const lines: string[] = [];
  let current = "";
  for (const char of line) {
    if (Buffer.byteLength(current + char) > 74) {
      lines.push(current);
      current = "";
    }
    current += char;
  }
  return [...lines, current].join("\r\n ");
}

export const CALENDAR_HEAD = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Kronika//Export//EN\r\nMETHOD:PUBLISH\r\n";
export const CALENDAR_TAIL = "END:VCALENDAR\r\n";

/** A meeting as an event (RFC 5545). METHOD:PUBLISH above it: no program that reads it asks anybody to come. */
export function toEvent(meeting: ExportedInteraction): string {
  const uid = meeting.identities.find(({ scheme }) => scheme === "ical")?.value ?? meeting.id;
  const location = meeting.details["location"];
  const lines = [
    "BEGIN:VEVENT",
    `UID:${icsText(oneLine(uid))}`,
    `DTSTAMP:${icsTime(meeting.occurredAt)}`,
    `DTSTART:${icsTime(meeting.occurredAt)}`,
    ...(meeting.endsAt === null ? [] : [`DTEND:${icsTime(meeting.endsAt)}`]),
    `SUMMARY:${icsText(meeting.subject ?? "")}`,
    ...(typeof location === "string" ? [`LOCATION:${icsText(location)}`] : []),
    ...(meeting.text === null ? [] : [`DESCRIPTION:${icsText(meeting.text)}`]),
    ...meeting.participants.flatMap(({ role, name, address }) =>
      address?.includes("@")
        ? [
            `${role === "organizer" ? "ORGANIZER" : "ATTENDEE"}${name === null ? "" : `;CN="${oneLine(name).replaceAll('"', "'")}"`}:mailto:${oneLine(address)}`,
          ]
        : [],
    ),
    ...(meeting.state === "cancelled" ? ["STATUS:CANCELLED"] : []),
    "END:VEVENT",
  ];
  return `${lines.map(fold).join("\r\n")}\r\n`;
}

/** A cell that no spreadsheet takes for a formula: what begins like one gets an apostrophe in front, unless it is a plain number. */
export function csvCell(value: unknown): string {
  const plain = value instanceof Date ? value.toISOString() : (value ?? "");
  const text = typeof plain === "string" ? plain : JSON.stringify(plain);
  const safe = /^[=+\-@\t\r]/.test(text) && !/^[+-]?\d+(?:[.,]\d+)?$/.test(text) ? `'${text}` : text;
  return /[";,\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** Rows as CSV with semicolons and a byte order mark: what spreadsheets here open by themselves. */
export function toCsv(rows: readonly Record<string, unknown>[]): string {
  const columns = Object.keys(rows[0] ?? {});
  return `\ufeff${[columns, ...rows.map((row) => columns.map((column) => row[column]))].map((cells) => cells.map(csvCell).join(";")).join("\r\n")}\r\n`;
}
