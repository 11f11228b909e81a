import { seesCustomerSql, seesInteractionSql } from "../rights/principals.ts";

/** A column that says whose something is, and what of it a hand-over moves. */
export interface HandOverPlace {
  table: "customers" | "opportunities" | "reminders";
  column: string;
  /** Only what still has to be looked after: what is over stays with whom it was done by, and so do the figures. */
  only: string;
  /**
   * Whether the new person, of these principals, will see the row `t`: what he would not see stays, or nobody would look after it. The customer
   * of the old person he sees as its new owner.
   */
  seen: (principals: string) => string;
}

/**
 * Everything that is somebody's and is handed over, in the order in which it moves. A test compares this with the catalogue of the database:
 * a new column that names a person must stand here, or under {@link NOT_HANDED_OVER} with the reason.
 */
export const PLACES: readonly HandOverPlace[] = [
  { table: "customers", column: "owner_id", only: "t.archived_at IS NULL", seen: () => "true" },
  {
    table: "opportunities",
    column: "owner_id",
    only: "t.state = 'open'",
    seen: (principals) => seesCustomerSql("t.customer_id", principals),
  },
  {
    table: "reminders",
    column: "user_id",
    only: "t.state IN ('waiting', 'due')",
    seen: (principals) =>
      `${seesCustomerSql("t.customer_id", principals)} AND (t.interaction_id IS NULL OR ${seesInteractionSql("t.interaction_id", principals, "metadata")})`,
  },
];

/** Columns that name a person and that a hand-over does not touch, with the reason. */
export const NOT_HANDED_OVER: Record<string, string> = {
  "api_tokens.user_id": "a way in, personal",
  "sessions.user_id": "a way in, personal",
  "oauth_codes.user_id": "a way in, personal",
  "passkeys.user_id": "a way in, personal",
  "password_resets.user_id": "a way in, personal",
  "recovery_codes.user_id": "a way in, personal",
  "sso_identities.user_id": "a way in, personal",
  "totp_secrets.user_id": "a way in, personal",
  "dismissed_senders.user_id": "who dismissed it",
  "idempotency_keys.user_id": "who sent a request",
  "connections.user_id": "a mailbox with its password is its person's; the right to see its mail is given instead",
  "exclusions.user_id": "what a person wants left out of the own mailbox",
  "interaction_copies.owner_id": "whose mailbox a mail lies in",
  "interaction_participants.user_id": "who took part",
  "interaction_links.user_id": "who decided where it belongs",
  "memberships.user_id": "who is in which team is said by the administrator",
  "suggestion_dismissals.user_id": "who dismissed it",
  "comments.author_id": "who said it",
  "follows.user_id": "what a person wants to hear of; the new owner follows as its owner",
  "notifications.user_id": "what a person was told",
  "notifications.actor_id": "who did it",
  "hand_overs.from_id": "the record of a hand-over",
  "hand_overs.to_id": "the record of a hand-over",
};
