/**
 * Who may do what, written a second time: by a hand that reads the rule book and not the code. The matrix asks both and compares.
 */

export const LEVELS = ["nothing", "metadata", "subject", "content"] as const;
export type Level = (typeof LEVELS)[number];

/** People of the organisation. Anna owns the restricted customer; Cyril is in the team that was given the third customer; Boris has opened his mail to Marta. */
export const PEOPLE = { anna: "rep", boris: "rep", cyril: "rep", marta: "manager", admin: "admin" } as const;
export type PersonName = keyof typeof PEOPLE;

/** Ways in. `outsider` administers another organisation; tokens act for Boris. */
export const CALLERS = ["anna", "boris", "cyril", "marta", "admin", "reading token", "extension token", "outsider", "nobody"] as const;
export type Caller = (typeof CALLERS)[number];

/** Whose eyes a caller has. */
export const personOf = (caller: Caller): PersonName | null => {
  if (caller === "reading token" || caller === "extension token") return "boris";
  return caller === "outsider" || caller === "nobody" ? null : caller;
};

export const KINDS = ["email", "note", "call", "meeting", "other"] as const;
export const CUSTOMERS = ["open", "restricted", "given"] as const;

/** One interaction of the matrix. */
export interface Case {
  kind: (typeof KINDS)[number];
  customer: (typeof CUSTOMERS)[number];
  /** In whose mailbox it lies, or who wrote it down. */
  owner: "anna" | "boris";
  private: boolean;
  /** Cyril was given the subject of this one interaction. */
  shared: boolean;
}

/** Every combination. */
export const CASES: readonly Case[] = KINDS.flatMap((kind) =>
  CUSTOMERS.flatMap((customer) =>
    (["anna", "boris"] as const).flatMap((owner) =>
      [false, true].flatMap((hidden) => [false, true].map((shared) => ({ kind, customer, owner, private: hidden, shared }))),
    ),
  ),
);

/** How much a person sees of an interaction. */
export function sees(person: PersonName | null, { kind, customer, owner, private: hidden, shared }: Case): Level {
  if (person === null) return "nothing";
  if (person === owner) return "content";
  const found: Level[] = ["nothing"];
  if (shared && person === "cyril") found.push("subject");
  if (!hidden) {
    const mail = kind === "email";
    if (mail && owner === "boris" && person === "marta") found.push("content");
    if (customer !== "restricted") found.push(mail ? "subject" : "content");
    if (customer === "given" && person === "cyril") found.push("content");
    if (customer === "restricted" && person === "anna") found.push(mail ? "subject" : "content");
    if (customer === "restricted" && person === "admin") found.push("metadata");
  }
  return found.reduce((most, level) => (LEVELS.indexOf(level) > LEVELS.indexOf(most) ? level : most));
}

export const atLeast = (level: Level, wanted: Level): boolean => LEVELS.indexOf(level) >= LEVELS.indexOf(wanted);

/** Who knows that a customer exists. */
export const knowsCustomer = (person: PersonName | null, customer: Case["customer"]): boolean =>
  person !== null && (customer !== "restricted" || person === "anna" || person === "admin");

const leads = (person: PersonName): boolean => PEOPLE[person] !== "rep";

/** What may be done to an interaction. */
export const VERBS = ["edit", "delete", "hide", "share", "relink"] as const;
export type Verb = (typeof VERBS)[number];

/** `yes`, `no` (403), or `not-found` for what the person must not know of. */
export function may(person: PersonName | null, verb: Verb, item: Case): "yes" | "no" | "not-found" {
  const level = sees(person, item);
  if (person === null || level === "nothing") return "not-found";
  const own = person === item.owner;
  const lead = leads(person) && !item.private;
  const yes = {
    // What a mailbox brought stays as it came; nobody changes words that he does not see.
    edit: item.kind !== "email" && (own || lead) && level === "content",
    delete: item.kind !== "email" && (own || (lead && level === "content")),
    hide: own,
    share: own || (item.kind !== "email" && lead && level === "content"),
    relink: atLeast(level, "subject"),
  }[verb];
  return yes ? "yes" : "no";
}
