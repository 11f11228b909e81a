import * as v from "valibot";

/**
 * What stands behind the `?` of each page. The address is the state: it can be reloaded, shared and walked back. A value that does not
 * fit is dropped, never an error page.
 */
const text = v.fallback(v.optional(v.pipe(v.string(), v.maxLength(500))), undefined);
const day = v.fallback(v.optional(v.pipe(v.string(), v.isoDate())), undefined);
const uuid = v.fallback(v.optional(v.pipe(v.string(), v.uuid())), undefined);
const oneOf = <const T extends readonly string[]>(options: T) => v.fallback(v.optional(v.picklist(options)), undefined);

/** Long enough for the whole request of a program that wants access. */
const next = v.fallback(v.optional(v.pipe(v.string(), v.maxLength(8000))), undefined);
export const signInSearch = v.object({
  next,
  /** Why single sign-on led back here. */
  sso: oneOf(["denied", "expired", "provider", "no-account", "unverified", "disabled", "other-identity"]),
});
export const secondFactorSearch = v.object({ next });

export const authorizeSearch = v.object({
  client_id: text,
  redirect_uri: v.fallback(v.optional(v.pipe(v.string(), v.maxLength(2000))), undefined),
  code_challenge: text,
  code_challenge_method: text,
  state: v.fallback(v.optional(v.pipe(v.string(), v.maxLength(2000))), undefined),
  scope: text,
});

/** A timeline's filters and the interaction that is open beside it. */
const timelineEntries = { kind: text, q: text, participant: text, from: day, to: day, open: uuid };

export const customersSearch = v.object({
  q: text,
  kind: oneOf(["customer", "partner", "supplier"]),
  owner: oneOf(["me"]),
  sort: oneOf(["name", "last"]),
  new: oneOf(["1"]),
  /** With `new`: a person who is to be its first contact, as the browser extension knows them. */
  address: text,
  name: text,
});
export type CustomersSearch = v.InferOutput<typeof customersSearch>;

export const customerSearch = v.object({
  ...timelineEntries,
  tab: oneOf(["history", "comments", "people", "opportunities", "documents", "reminders"]),
});
export type CustomerSearch = v.InferOutput<typeof customerSearch>;

export const opportunitySearch = v.object(timelineEntries);
export const opportunitiesSearch = v.object({
  q: text,
  view: oneOf(["board", "list"]),
  state: oneOf(["open", "won", "lost"]),
  new: oneOf(["1"]),
});
export type OpportunitiesSearch = v.InferOutput<typeof opportunitiesSearch>;

export const remindersSearch = v.object({ show: oneOf(["open", "finished"]), who: oneOf(["mine", "all"]) });
export const notificationsSearch = v.object({ show: oneOf(["unread"]) });
export const questionsSearch = v.object({ show: oneOf(["which", "senders", "rules"]) });
export const searchSearch = v.object({ q: text });
export const reportsSearch = v.object({
  report: oneOf([
    ...(["interactions", "our-response", "their-response", "reply-rate", "calls", "meetings"] as const),
    ...(["success", "neglected", "next-steps", "coverage", "pipeline", "engagement"] as const),
  ]),
  from: day,
  to: day,
  rep: uuid,
  kind: oneOf(["email", "call", "meeting", "note", "other"]),
  customer: uuid,
});
export const connectionsSearch = v.object({ add: oneOf(["mailbox", "calendar"]) });

/** About whom and what the rights page is asked, and what it shows. */
export const rightsSearch = v.object({
  person: uuid,
  customer: uuid,
  role: oneOf(["rep", "manager", "admin"]),
  on: oneOf(["customer", "opportunity", "interaction", "user"]),
});

/** Plain `?a=b`, all values strings: an id that looks like a number stays a string. */
export function parseSearch(search: string): Record<string, string> {
  return Object.fromEntries(new URLSearchParams(search));
}

export function stringifySearch(search: Record<string, unknown>): string {
  const params = new URLSearchParams();
  for (const [name, value] of Object.entries(search)) {
    if (typeof value === "string" && value !== "") params.set(name, value);
  }
  const query = params.toString();
  return query === "" ? "" : `?${query}`;
}

/** Where to go after sign-in: only a path of this site (an open redirect would lend our name to somebody else's page). */
export function safeNext(next: string | undefined): string {
  if (!next?.startsWith("/") || next.startsWith("//") || next.startsWith("/\\")) return "/";
  const url = new URL(next, "http://kronika.invalid");
  return url.host === "kronika.invalid" ? `${url.pathname}${url.search}` : "/";
}
