import { normaliseAddress } from "@kronika/core/addresses.ts";
import type { Component } from "./components.ts";
import type { ContentLine } from "./content-lines.ts";
import type { Problems } from "./problems.ts";
import type { AttendeeResponse, CalendarAttendee, CalendarPerson } from "./shapes.ts";
import { storableText, textOf } from "./values.ts";

/** As many as core's meeting holds; more is a list of a mailing, not of a meeting. */
const MAX_ATTENDEES = 2000;

/** As many people as anybody sends instead. */
const MAX_DELEGATES = 20;

const RESPONSES: ReadonlyMap<string, AttendeeResponse> = new Map([
  ["ACCEPTED", "accepted"],
  ["CONFIRMED", "accepted"],
  ["DECLINED", "declined"],
  ["TENTATIVE", "tentative"],
]);
const TYPES = { GROUP: "group", RESOURCE: "resource", ROOM: "room" } as const;

/** ORGANIZER and ATTENDEEs of an event. In vCalendar 1.0 the organizer is an ATTENDEE with ROLE=OWNER or ORGANIZER. */
export function readPeople(event: Component, problems: Problems): { organizer: CalendarPerson | null; attendees: CalendarAttendee[] } {
  let organizer: CalendarPerson | null = null;
  const attendees: CalendarAttendee[] = [];
  let left = 0;
  for (const property of event.properties) {
    if (property.name === "ORGANIZER") organizer ??= readPerson(property);
    if (property.name !== "ATTENDEE") continue;
    if (/^(?:OWNER|ORGANIZER)$/i.test(property.params.get("ROLE")?.[0] ?? "")) organizer ??= readPerson(property);
    if (attendees.length >= MAX_ATTENDEES) left += 1;
    else attendees.push(readAttendee(property));
  }
  if (left > 0) problems.add(`more than ${MAX_ATTENDEES} attendees: ${left} not read`);
  return { organizer, attendees };
}

function readAttendee(property: ContentLine): CalendarAttendee {
  const parameter = (name: string) => property.params.get(name)?.[0]?.trim().toUpperCase() ?? "";
  const attendee: CalendarAttendee = {
    ...readPerson(property),
    response: RESPONSES.get(parameter("PARTSTAT")) ?? RESPONSES.get(parameter("STATUS")) ?? "none",
  };
  const type = parameter("CUTYPE");
  if (type === "GROUP" || type === "RESOURCE" || type === "ROOM") attendee.type = TYPES[type];
  const delegates = (property.params.get("DELEGATED-TO") ?? []).slice(0, MAX_DELEGATES).flatMap((value) => mailbox(value) ?? []);
  if (delegates.length > 0) attendee.delegatedTo = delegates;
  return attendee;
}

/** CAL-ADDRESS (RFC 5545 section 3.3.3) with CN and EMAIL (RFC 7986); also `Name <address>`, as vCalendar 1.0 writes it. */
function readPerson(property: ContentLine): CalendarPerson {
  const value = textOf(property).trim();
  const bracketed = /^([^<>]*)<([^<>]+)>$/.exec(value);
  const written = bracketed ? bracketed[2]! : value;
  const address = mailbox(written) ?? normaliseAddress(property.params.get("EMAIL")?.[0]?.replace(/^mailto:/i, "") ?? "");
  const name = storableText(property.params.get("CN")?.join(",") ?? bracketed?.[1]?.replace(/^MAILTO:/i, "") ?? "")
    .replace(/^["' ]+|["' ]+$/g, "")
    .trim();
  const person: CalendarPerson = { name: name === "" ? null : name, address };
  if (address === null && value !== "") person.uri = value;
  const sentBy = mailbox(property.params.get("SENT-BY")?.[0] ?? "");
  if (sentBy !== null && sentBy !== address) person.sentBy = sentBy;
  return person;
}

function mailbox(value: string): string | null {
  const uri = /^mailto:\s*([^?]*)/i.exec(value);
  return normaliseAddress(uri ? decodePercent(uri[1]!) : value);
}

function decodePercent(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
