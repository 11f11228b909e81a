/** What is known of a customer, as far as the viewer may see it: what the rules look at. Lists are the newest first. */
export interface SuggestionFacts {
  /** ISO instant. */
  now: string;
  /** The day in the organisation's time zone, `YYYY-MM-DD`. */
  today: string;
  /** Engagement scores (core/engagement.ts) now and 90 days before. */
  engagement: { now: number; before: number };
  openDeals: number;
  wonDeals: number;
  /** The last time that anything happened between us, and that they did something; ISO instants. */
  lastContactAt: string | null;
  lastTheirsAt: string | null;
  /** How long this customer may be without contact, days. */
  intervalDays: number;
  /** Their mails of the last 30 days. */
  theirMails: readonly TheirMail[];
  /** Our mails of the last 30 days since their last word. */
  unansweredMails: number;
  /** Calls of the last 30 days that were answered. */
  reachedCalls: readonly { id: string; occurredAt: string }[];
  /** Meetings from 30 days ago to 2 days ahead that are not cancelled. */
  meetings: readonly MeetingFacts[];
  /** Quotes and invoices that are not cancelled. */
  documents: readonly DocumentFacts[];
  /** Open reminders about the customer: next steps that somebody has thought of. */
  openReminders: number;
}

export interface TheirMail {
  id: string;
  occurredAt: string;
  /** The day in the organisation's time zone. */
  day: string;
  /** What is new in it, with the subject; empty where the viewer may not read it. */
  text: string;
  /** When we answered in its thread, ISO instant. */
  answeredAt: string | null;
}

export interface MeetingFacts {
  id: string;
  startsAt: string;
  endsAt: string;
  outcome: string | null;
  /** We organise it. */
  ours: boolean;
  /** Guests from outside who have not answered, of all of them. */
  silentGuests: number;
  guests: number;
}

export interface DocumentFacts {
  id: string;
  kind: string;
  number: string;
  state: string;
  issuedOn: string;
  dueOn: string | null;
}

export const suggestionRules = [
  "take-better-care",
  "confirm-meeting",
  "ask-about-offer",
  "send-offer",
  "close-the-loop",
  "other-channel",
  "revive",
  "contact-more",
] as const;
export type SuggestionRule = (typeof suggestionRules)[number];

/** Why: a stable code, which the interface translates, with what it rests on. */
export interface SuggestionReason {
  code:
    | "complaint"
    | "answer-overdue"
    | "invoice-overdue"
    | "guests-silent"
    | "offer-unanswered"
    | "asked-for-price"
    | "met-or-spoke"
    | "outcome-missing"
    | "next-step-missing"
    | "mails-unanswered"
    | "silent-since-won"
    | "engagement-fell"
    | "interval-exceeded";
  /** The number in its words: days, percent, how many. */
  count?: number;
  /** Where it can be seen. */
  interactionId?: string;
  /** The number of the document. */
  document?: string;
}

/** The one thing to do about it: `outcome` opens the meeting, `reminder` sets one, the others open the form or program for it. */
export interface SuggestedAction {
  kind: "call" | "mail" | "reminder" | "outcome";
  interactionId?: string;
}

export interface Suggestion {
  rule: SuggestionRule;
  reasons: SuggestionReason[];
  action: SuggestedAction;
  /** Changes when the facts do: a dismissal holds for this one only. */
  factsKey: string;
}

/** What a rule finds; the key is made of what each reason rests on. */
export interface Finding {
  reasons: (SuggestionReason & { rests: string })[];
  action: SuggestedAction;
}

const DAY_MS = 24 * 60 * 60 * 1000;

/** Whole days from one instant to another. */
export const daysBetween = (from: string, to: string): number => Math.floor((Date.parse(to) - Date.parse(from)) / DAY_MS);

/** Working days (Monday to Friday) after `from` up to and including `to`, both `YYYY-MM-DD`; 0 when `to` is not later. */
export function workingDaysBetween(from: string, to: string): number {
  const [start, end] = [Date.parse(`${from}T00:00:00Z`) / DAY_MS, Date.parse(`${to}T00:00:00Z`) / DAY_MS];
  // Days since the Monday 1969-12-29; of n such days, so many are working days.
  const working = (days: number) => Math.floor(days / 7) * 5 + Math.min(((days % 7) + 7) % 7, 5);
  return Math.max(0, working(end + 4) - working(start + 4));
}
