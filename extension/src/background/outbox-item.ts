import type { Problem, RecordAnswer } from "../hub-types.ts";

/** Why an item has not left yet. */
export type Waiting = "next" | "offline" | "hub-unavailable" | "signed-out";

/** Why the hub, or we, will not take an item as it stands. */
export type Refusal = { code: "not-a-customer" } | { code: "refused"; status: number; problem: Problem | null };

/** One record on its way to the hub; its content is stored beside it. Lives until the person has seen what became of it. */
export interface OutboxItem {
  /** Made by the page at the click; the idempotency key. */
  clientId: string;
  /** `hub address|user id`: an item is sent by the account that made it, and by no other. */
  account: string;
  accountEmail: string;
  createdAt: number;
  state: "waiting" | "sent" | "refused";
  waiting: Waiting;
  attempts: number;
  nextAttemptAt: number;
  /** What the list of items shows. */
  title: string;
  counterpart: string;
  providerId: string | null;
  tabId: number | null;
  /** Send only if one of the participants is a known customer: the content waits here until the hub has answered that. */
  onlyIfKnown: boolean;
  answer: RecordAnswer | null;
  refusal: Refusal | null;
}

/** What pages and the panel get to see of an item: everything but what concerns the sending. */
export interface ItemView extends Omit<OutboxItem, "tabId" | "account" | "onlyIfKnown"> {
  sending: boolean;
  /** The account that made it is not the one that is signed in now. */
  otherAccount: boolean;
}

/** Identity of an account, for items and caches. */
export function accountKey(hub: string, userId: string): string {
  return `${hub}|${userId}`;
}
