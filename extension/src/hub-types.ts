import { captureLevels, captureModes } from "@kronika/core/capture-policy.ts";
import type { InteractionContentInput } from "@kronika/core/interactions/index.ts";
import { array, flag, list, nullable, number, object, oneOf, optional, string, type Guarded } from "./guards.ts";

/** What the hub answers, as far as the extension looks at it. Every answer passes one of these guards. */
const named = object({ id: string, name: string });
export type Named = Guarded<typeof named>;

export const tokenAnswer = object({ access_token: string, refresh_token: string, expires_in: number, token_type: string });

export const meAnswer = object({
  user: object({ id: string, name: string, email: string, language: nullable(string) }),
  organization: object({ id: string, name: string }),
});
export type Me = Guarded<typeof meAnswer>;

/**
 * The capture policy decides what may leave the page, so it must be whole: a rule that is not understood would be a rule that is not kept.
 */
export const policyAnswer = object({
  policy: object({
    own: object({ addresses: array(string), domains: array(string) }),
    mailbox: object({ mode: oneOf(...captureModes), labels: optional(array(string)), level: optional(oneOf(...captureLevels)) }),
    exclusions: array(
      object({
        kind: oneOf("address", "domain", "folder", "label", "private", "sensitivity"),
        value: optional(string),
        scope: oneOf("organization", "person", "mailbox"),
        id: optional(string),
        level: optional(oneOf("metadata", "subject")),
      }),
    ),
  }),
});

export const reminder = object({
  id: string,
  title: string,
  dueAt: string,
  state: nullable(string),
  customer: nullable(named),
  interactionId: nullable(string),
});
export type Reminder = Guarded<typeof reminder>;
export const reminderPage = object({ items: array(reminder), nextCursor: nullable(string) });

const reason = (value: unknown, path: string): Reason => {
  if (typeof value === "string") return { code: value };
  const { code, address, rule } = object({ code: string, address: nullable(string), rule: nullable(string) })(value, path);
  return { code, ...(address === null ? {} : { address }), ...(rule === null ? {} : { rule }) };
};
/** Why something was left out: a stable code, and what the rule looked at. */
export interface Reason {
  code: string;
  address?: string;
  rule?: string;
}

export const lookupAnswer = object({
  known: list(object({ address: string, contact: nullable(named), customer: nullable(named) })),
  customer: nullable(object({ id: string, name: string, owner: nullable(named) })),
  opportunities: list(object({ id: string, name: string, stage: nullable(string) })),
  interactions: list(
    object({
      id: string,
      kind: oneOf("email", "call", "meeting", "note", "other"),
      occurredAt: string,
      direction: nullable(string),
      title: nullable(string),
      preview: nullable(string),
    }),
  ),
  nextReminder: nullable(reminder),
  recorded: list(object({ providerId: string, interactionId: string })),
});
export type Lookup = Guarded<typeof lookupAnswer>;

export const recordAnswer = object({
  id: nullable(string),
  state: oneOf("recorded", "skipped"),
  reasons: list(reason),
  links: list(object({ target: oneOf("customer", "contact", "opportunity"), id: string, name: nullable(string), chosen: flag(true) })),
  reminder: nullable(object({ id: string, dueAt: string })),
});
export type RecordAnswer = Guarded<typeof recordAnswer>;

/** RFC 9457. */
export const problem = object({
  title: nullable(string),
  detail: nullable(string),
  errors: list(object({ pointer: string, message: string })),
});
export type Problem = Guarded<typeof problem>;

/** `POST /api/v1/interactions`. */
export interface RecordRequest {
  clientId: string;
  interaction: Extract<InteractionContentInput, { kind: "email" }>;
  source: { host: "gmail"; providerId: string | null; threadId: string | null; account?: string };
  identities: { scheme: `provider:${string}`; value: string }[];
  links?: { customerIds?: string[]; opportunityIds?: string[] };
  remind?: { noReplyWithinDays: number };
}
