/**
 * The JSON that the hub speaks. Instants are ISO 8601 in UTC, ids are UUIDs, amounts are decimal strings.
 * Text in it comes from outside (mails, calendars, colleagues): it is shown as text, never as markup.
 */

export type Language = "sk" | "en";
export type Role = "admin" | "manager" | "rep";

export interface Ref {
  id: string;
  name: string;
}

/** One page of a list; `nextCursor` is null on the last one. */
export interface Page<T> {
  items: T[];
  nextCursor: string | null;
}

export interface User {
  id: string;
  name: string;
  email: string;
  role: Role;
  language: Language;
  aliases: string[];
  disabledAt?: string | null;
}

export type MailLevel = "metadata" | "subject" | "content";

export interface Organization {
  id: string;
  name: string;
  country: string;
  language: Language;
  currency: string;
  timeZone: string;
  ownDomains: string[];
  lists: OrganizationLists;
  settings?: { colleagueMailLevel?: MailLevel; backfillDays?: number; secondFactorRoles?: Role[] };
}

/** An entry of a list that the administrator keeps. `countsAs`: of an outcome, which of the fixed ones it counts as. */
export interface ListEntry {
  key: string;
  sk: string;
  en: string;
  retired?: boolean | undefined;
  countsAs?: string | undefined;
}
export interface OrganizationLists {
  kinds: ListEntry[];
  callOutcomes: ListEntry[];
  meetingOutcomes: ListEntry[];
  stages: ListEntry[];
}
/** With the version that a change is meant for. */
export type VersionedLists = OrganizationLists & { version: string };
export type ListName = keyof OrganizationLists;

export interface Me {
  user: User;
  organization: Organization;
  /** The company asks for a second factor that this session has not shown: nothing else works until then. */
  secondFactorDue: boolean;
}

/** What was shown at the sign-in of a session. */
export type SignInMethod = "password" | "password+totp" | "password+recovery" | "password+passkey" | "passkey" | "sso";

export interface SignInEntry {
  id: string;
  kind: "session" | "extension" | "token";
  name: string;
  createdAt: string;
  lastUsedAt: string | null;
  /** From where a session was last used. */
  address: string | null;
  method: SignInMethod | null;
  current: boolean;
}

export interface Exclusion {
  id: string;
  kind: "address" | "domain";
  value: string;
}

export type CustomerKind = "customer" | "partner" | "supplier";

export interface Customer {
  id: string;
  name: string;
  kinds: CustomerKind[];
  ico: string | null;
  dic: string | null;
  icDph: string | null;
  country: string | null;
  website: string | null;
  domains: string[];
  owner: Ref | null;
  lastInteractionAt: string | null;
  nextReminderAt: string | null;
  createdAt: string;
  updatedAt: string;
  /** The one that it became, when two were merged. */
  mergedInto?: string | null;
  /** Not everybody sees it. */
  restricted: boolean;
  may: MayOfCustomer;
}

/** What this viewer may do with a customer or deal. */
export interface MayOfCustomer {
  edit: boolean;
  archive: boolean;
  export: boolean;
  share: boolean;
}

export type LegalBasis = "consent" | "customer" | "published-business" | "none";

export interface ContactAddress {
  id?: string;
  kind: "email" | "phone";
  value: string;
  label: string | null;
  /** Instants between which it is this person's, the end not included. Null: always, still. */
  validFrom?: string | null;
  validTo?: string | null;
  /** Since when mail to it comes back for good. */
  bouncedAt?: string | null;
}

export interface Contact {
  id: string;
  name: string;
  jobTitle: string | null;
  legalBasis: LegalBasis | null;
  customer: Ref | null;
  addresses: ContactAddress[];
  createdAt: string;
}

/** A key of the organisation's list of stages. */
export type Stage = string;
export type OpportunityState = "open" | "won" | "lost";

export interface Opportunity {
  id: string;
  name: string;
  stage: Stage;
  state: OpportunityState;
  value: string | null;
  currency: string;
  expectedClose: string | null;
  customer: Ref;
  owner: Ref | null;
  createdAt: string;
  closedAt: string | null;
  may: MayOfCustomer;
}

export type InteractionKind = "email" | "call" | "meeting" | "note" | "other";
export type Direction = "incoming" | "outgoing" | "internal" | "none";
export type ParticipantResponse = "accepted" | "declined" | "tentative" | "none";
export type CallOutcome = "answered" | "missed" | "voicemail" | "busy";
export type MeetingOutcome = "held" | "no-show" | "cancelled";

export interface Participant {
  role: string;
  name: string | null;
  address: string | null;
  contactId: string | null;
  userId: string | null;
  response: ParticipantResponse | null;
}

/** Fields of a kind that are metadata. Which ones are there depends on the kind. */
export interface InteractionDetails {
  durationSeconds?: number | null;
  outcome?: string | null;
  /** Of the organisation's own list, when it is one of those. */
  outcomeKey?: string | null;
  callOutcome?: string | null;
  phoneNumber?: string | null;
  location?: string | null;
  allDay?: boolean;
  mailKind?: string;
  otherKind?: string;
}

export interface InteractionLink {
  target: "customer" | "contact" | "opportunity";
  id: string;
  name: string;
}

export type InteractionSource = "mailbox" | "extension" | "calendar" | "manual" | "import" | "api";

export interface InteractionSummary {
  id: string;
  kind: InteractionKind;
  direction: Direction;
  occurredAt: string;
  endsAt: string | null;
  state: "active" | "cancelled";
  threadId: string;
  /** How much of it this viewer may see. */
  level: MailLevel;
  /** Seen by its owners alone. */
  private: boolean;
  subject: string | null;
  preview: string | null;
  participants: Participant[];
  /** Who began it: whose side, and who as far as it is known. */
  initiator: Omit<Participant, "role" | "response"> & { side: "us" | "them" | "unknown" };
  details: InteractionDetails;
  attachmentCount: number;
  links: InteractionLink[];
  createdBy: Ref | null;
  sources: InteractionSource[];
}

export interface Attachment {
  id: string;
  filename: string | null;
  contentType: string | null;
  size: number | null;
  inline: boolean;
  /** Whether it can be downloaded, else why not; null when only its name may be seen. */
  content: "kept" | "too-large" | "not-kept" | null;
}

export interface Reaction {
  id: string;
  kind: string;
  interactionId: string;
  toInteractionId: string | null;
  /** Whose; null where all of the other side did it. */
  address: string | null;
  occurredAt: string;
}

export interface Interaction extends InteractionSummary {
  text: string | null;
  html: string | null;
  replyText: string | null;
  attachments: Attachment[];
  /** The whole thread, oldest first, this one included. */
  thread: InteractionSummary[];
  reminders: Reminder[];
  reactions: Reaction[];
  /** What this viewer may do with it; `hide`: make it private, or share it again. */
  may: { edit: boolean; delete: boolean; share: boolean; hide: boolean };
}

/** A stable code with whatever the rule looked at. */
export interface Evidence {
  code: string;
  [detail: string]: unknown;
}

export interface Explanation {
  decision: { level: string; reasons: Evidence[] } | null;
  arrivals: { source: InteractionSource; owner: Ref | null; connection: Ref | null; folder: string | null; at: string }[];
  identities: { scheme: string; value: string }[];
  links: (InteractionLink & { chosen: boolean; score: number; decidedBy: "rule" | "person"; evidence: Evidence[] })[];
}

export type ReminderState = "waiting" | "due" | "done" | "closed" | "cancelled";

export interface Reminder {
  id: string;
  kind: "dated" | "no-reply";
  title: string;
  note: string | null;
  dueAt: string;
  state: ReminderState;
  outcome: { code: string; interactionId?: string | undefined } | null;
  user: Ref;
  customer: Ref | null;
  opportunity: Ref | null;
  interactionId: string | null;
  fellDueAt: string | null;
  finishedAt: string | null;
  inCalendar: boolean;
  createdAt: string;
}

/** What `/api/v1/events` tells: this has changed, read it again. */
export interface ChangedEvent {
  noun:
    | "customer"
    | "interaction"
    | "reminder"
    | "connection"
    | "opportunity"
    | "contact"
    | "sales-document"
    | "rematch"
    | "comment"
    | "notification";
  id: string;
  customerIds?: string[];
}
