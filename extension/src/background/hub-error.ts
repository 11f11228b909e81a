import type { Problem } from "../hub-types.ts";

/**
 * What a failure of the hub means for us:
 * - `offline`: nobody answered; later
 * - `hub-unavailable`: it answered that it cannot now; later, after `retryAfterMs` if it said when
 * - `signed-out`: a person must sign in again
 * - `refused`: it will never take this; `status` and `problem` say why
 * - `invalid-answer`: it does not speak as agreed (another version, a proxy's page)
 * - `cancelled`: the person broke off
 */
export type HubErrorCode = "offline" | "hub-unavailable" | "signed-out" | "refused" | "invalid-answer" | "cancelled";

export class HubError extends Error {
  readonly code: HubErrorCode;
  readonly status: number;
  readonly problem: Problem | null;
  readonly retryAfterMs: number | null;
  constructor(
    code: HubErrorCode,
    message: string,
    details: { status?: number; problem?: Problem | null; retryAfterMs?: number | null } = {},
  ) {
    super(message);
    this.name = "HubError";
    this.code = code;
    this.status = details.status ?? 0;
    this.problem = details.problem ?? null;
    this.retryAfterMs = details.retryAfterMs ?? null;
  }
}

/** `fetch` rejects when nobody answered, or not in time. */
export function networkError(): never {
  throw new HubError("offline", "the hub cannot be reached");
}
