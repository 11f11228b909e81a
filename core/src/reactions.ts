/**
 * What people did about an interaction, from its facts: pure, so that it can be told again whenever something changes, and comes out the
 * same whatever the order in which the facts arrived.
 */

/** Stable; the interface translates them. */
export const reactionKinds = [
  ...(["reply", "answered", "attended", "no-show"] as const),
  ...(["accepted", "declined", "tentative", "countered", "cancelled"] as const),
  ...(["bounce", "soft-bounce", "out-of-office", "opt-out"] as const),
] as const;
export type ReactionKind = (typeof reactionKinds)[number];

/** Somebody stated it, it does not follow from anything else: kept as it is. */
export const statedReactions: ReadonlySet<ReactionKind> = new Set<ReactionKind>(["opt-out"]);

export type ReportKind = "request" | "cancel" | "reply" | "counter" | "bounce" | "soft-bounce" | "out-of-office";

/** What a message said about the interaction, without being one itself: iTIP (RFC 5546), bounces (RFC 3464), automatic answers (RFC 3834). */
export interface Report {
  kind: ReportKind;
  /** Who says it; of a bounce, whose mailbox refused. Normalised. */
  address: string;
  sequence: number;
  /** ISO instant. */
  at: string;
  response?: "accepted" | "declined" | "tentative" | "none" | null | undefined;
  /** The contacts who have that address. */
  contactIds?: readonly string[] | undefined;
  /** Of an answer from another address than the one that was invited: that one. Believed if one contact has both. */
  answersFor?: string | null | undefined;
  /** Of an answer: who goes instead. */
  delegatedTo?: readonly string[] | null | undefined;
  /** Of a cancellation: whom it names beside the organizer. */
  guests?: readonly string[] | null | undefined;
  /** Of a message about a series: the original start from which on it holds; else for all of it. */
  from?: string | null | undefined;
}

/** Somebody who took part. `ours`: of the organisation itself. */
export interface ReactionPerson {
  role: string;
  address: string | null;
  response: string | null;
  contactId: string | null;
  ours: boolean;
}

export interface Reaction {
  kind: ReactionKind;
  /** What it answers; the interaction itself, but for the reply to a mail. */
  toInteractionId: string;
  contactId: string | null;
  address: string | null;
  /** ISO instant. */
  occurredAt: string;
}

/** Everything that decides about the reactions which show in one interaction. */
export interface ReactionFacts {
  id: string;
  kind: string;
  direction: string;
  /** ISO instant. */
  occurredAt: string;
  state: string;
  /** Of a mail: what it is (mail-kind.ts). */
  mailKind?: string | null | undefined;
  /** Of a call or meeting. */
  outcome?: string | null | undefined;
  /** Of a meeting: its version (RFC 5545 SEQUENCE). */
  sequence?: number | undefined;
  /** Of an instance of a series: its original start, as its identity has it (identities.ts). */
  instance?: string | null | undefined;
  people: readonly ReactionPerson[];
  reports: readonly Report[];
  /** The latest mail of ours that this mail refers to. */
  answers: string | null;
  /** What was found before: what a calendar says has no date, so the day on which it was first seen is kept. */
  before: readonly Reaction[];
}

/** The reactions which show in an interaction. @param now ISO instant: the date of what is seen for the first time and has none */
export function reactionsOf(facts: ReactionFacts, now: string): Reaction[] {
  const stated = facts.before.filter(({ kind }) => statedReactions.has(kind));
  if (facts.state === "merged") return stated;
  return [...stated, ...derived(facts, now)];
}

function derived(facts: ReactionFacts, now: string): Reaction[] {
  if (facts.kind === "email") return ofMail(facts);
  if (facts.kind === "meeting") return ofMeeting(facts, now);
  if (facts.kind === "call" && facts.direction === "outgoing" && facts.outcome === "answered") {
    const other = facts.people.find(({ role, ours }) => role === "callee" && !ours);
    return [reaction(facts, "answered", facts.occurredAt, other)];
  }
  return [];
}

function ofMail(facts: ReactionFacts): Reaction[] {
  if (facts.direction === "outgoing") {
    return facts.reports.flatMap(({ kind, address, at }) => {
      // Anybody can write a report with a guessed Message-ID: it must be about somebody to whom the mail went.
      const recipient = facts.people.find((person) => RECIPIENTS.has(person.role) && person.address === address);
      return recipient && MAIL_REPORTS.has(kind) ? [reaction(facts, kind as ReactionKind, at, recipient)] : [];
    });
  }
  if (facts.direction !== "incoming" || facts.mailKind !== "normal" || facts.answers === null) return [];
  const from = facts.people.find(({ role }) => role === "from");
  return [{ ...reaction(facts, "reply", facts.occurredAt, from), toInteractionId: facts.answers }];
}

const RECIPIENTS: ReadonlySet<string> = new Set(["to", "cc", "bcc"]);
const MAIL_REPORTS: ReadonlySet<ReportKind> = new Set<ReportKind>(["bounce", "soft-bounce", "out-of-office"]);
const RESPONSES: ReadonlySet<string> = new Set(["accepted", "declined", "tentative"]);

function ofMeeting(facts: ReactionFacts, now: string): Reaction[] {
  const { cancelledBy, responses, uninvited, delegates } = meetingAfter(facts);
  const found = guestsOf({ people: [...facts.people, ...delegates] }).flatMap((guest): Reaction[] => {
    if (uninvited.has(guest.address)) return [];
    const reply = responses.get(guest.address);
    const kind = reply?.response ?? guest.response ?? "none";
    const counter = newestOf(reportsOn(facts).filter((report) => report.kind === "counter" && isBy(report, guest)));
    const seen = facts.before.find((one) => one.kind === kind && one.address === guest.address)?.occurredAt;
    return [
      ...(RESPONSES.has(kind) ? [reaction(facts, kind as ReactionKind, reply?.at ?? seen ?? now, guest)] : []),
      ...(counter ? [reaction(facts, "countered", counter.at, guest)] : []),
    ];
  });
  const organizer = facts.people.find(({ role }) => role === "organizer");
  if (cancelledBy && organizer && !organizer.ours) found.push(reaction(facts, "cancelled", cancelledBy.at, organizer));
  if (facts.outcome === "held") found.push(reaction(facts, "attended", facts.occurredAt));
  if (facts.outcome === "no-show") found.push(reaction(facts, "no-show", facts.occurredAt));
  return found;
}

/** The people from outside who were asked. That the organizer comes to the own meeting is no answer. */
function guestsOf({ people }: Pick<ReactionFacts, "people">): (ReactionPerson & { address: string })[] {
  const organizer = people.find(({ role }) => role === "organizer")?.address;
  return people.filter(
    (person): person is ReactionPerson & { address: string } =>
      person.role === "attendee" && person.address !== null && !person.ours && person.address !== organizer,
  );
}

/** What has become of a meeting by the messages about it. */
export interface MeetingNews {
  /** The organizer's cancellation, if it holds for the version that stands. */
  cancelledBy: Report | null;
  /** The answer of each attendee to the version that stands, as far as a message brought one. */
  responses: ReadonlyMap<string, Report>;
  /** Guests whom the organizer has taken off the list, by address: the meeting goes on without them. */
  uninvited: ReadonlySet<string>;
  /** Who comes instead of a guest and stands on no list yet. */
  delegates: readonly ReactionPerson[];
}

/**
 * Reads the messages about a meeting (RFC 5546 section 2.1.5: SEQUENCE orders them, then DTSTAMP). Only the organizer cancels, only an
 * attendee (or the delegate of one) answers for himself, from any address of his; an answer to an older version says nothing about this one.
 * A cancellation that names some guests uninvites these (section 3.2.5). It is one of the meeting when nobody whom it was with, or nobody of
 * ours, is left: many calendars write to each guest alone.
 */
export function meetingAfter(facts: Pick<ReactionFacts, "people" | "reports" | "sequence" | "instance">): MeetingNews {
  const { people, sequence = 0 } = facts;
  const organizer = people.find(({ role }) => role === "organizer") ?? null;
  const reports = reportsOn(facts).filter((report) => report.kind === "request" || report.sequence >= sequence);
  const byOrganizer = reports.filter((report) => organizer !== null && report.address === organizer.address);
  const request = newestOf(byOrganizer.filter(({ kind }) => kind === "request"));
  const cancels = byOrganizer.filter((report) => report.kind === "cancel" && (request === null || isNewer(report, request)));
  const uninvited = new Set(cancels.flatMap(({ guests }) => guests ?? []));
  const isOff = (person: ReactionPerson) => person.address !== null && uninvited.has(person.address);
  const guests = people.filter(({ role, address }) => role === "attendee" && address !== organizer?.address);
  const ours = guests.filter((person) => person.ours);
  const nobodyLeft = guests.every(isOff) || (organizer?.ours === false && ours.length > 0 && ours.every(isOff));
  const cancelledBy = newestOf(cancels.filter((report) => !report.guests?.length || nobodyLeft));
  return { cancelledBy, uninvited: cancelledBy ? new Set() : uninvited, ...answersOf(people, reports) };
}

function answersOf(people: readonly ReactionPerson[], reports: readonly Report[]): Pick<MeetingNews, "responses" | "delegates"> {
  const replies = reports.filter(({ kind }) => kind === "reply");
  const responses = new Map<string, Report>();
  const delegates: ReactionPerson[] = [];
  const asked = people.filter(({ role, address }) => role === "attendee" && address !== null);
  // A delegate may delegate in turn: the list grows while it is gone through, each address once.
  for (const person of asked) {
    const reply = newestOf(replies.filter((report) => isBy(report, person)));
    if (reply === null) continue;
    responses.set(person.address!, reply);
    for (const address of reply.delegatedTo ?? []) {
      if (asked.some((one) => one.address === address)) continue;
      const contactId = replies.find((report) => report.address === address)?.contactIds?.[0] ?? null;
      const delegate = { role: "attendee", address, response: null, contactId, ours: person.ours };
      asked.push(delegate);
      delegates.push(delegate);
    }
  }
  return { responses, delegates };
}

/** What is said of this instance: also what is said of the series, as far as it reaches. */
const reportsOn = ({ reports, instance }: Pick<ReactionFacts, "reports" | "instance">): Report[] =>
  reports.filter(({ from }) => !from || (instance != null && instance >= from));

/** From the address that was invited, or from another one of the same contact. */
function isBy({ address, answersFor, contactIds = [] }: Report, person: ReactionPerson): boolean {
  if (address === person.address) return !answersFor;
  return person.contactId !== null && contactIds.includes(person.contactId) && (!answersFor || answersFor === person.address);
}

const isNewer = (a: Report, b: Report): boolean =>
  a.sequence === b.sequence ? Date.parse(a.at) > Date.parse(b.at) : a.sequence > b.sequence;

const newestOf = (reports: readonly Report[]): Report | null =>
  reports.reduce<Report | null>((newest, report) => (newest === null || isNewer(report, newest) ? report : newest), null);

const reaction = (facts: ReactionFacts, kind: ReactionKind, occurredAt: string, by?: ReactionPerson): Reaction => ({
  kind,
  toInteractionId: facts.id,
  contactId: by?.contactId ?? null,
  address: by?.address ?? null,
  occurredAt,
});
