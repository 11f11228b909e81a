/** What one round of a sync tells its workflow: codes and counts. */
export interface SyncRound {
  /**
   * `paused` by a person, `reauthorise` when the credential is refused, `gone` when the connection was removed, `failing` when the
   * provider cannot be reached or used now.
   */
  state: "ok" | "paused" | "reauthorise" | "gone" | "failing";
  /** Items that are due now and were not worked off in this round. */
  pending: number;
  /** How long the provider asks to be left alone. */
  retryAfterMs?: number;
}
