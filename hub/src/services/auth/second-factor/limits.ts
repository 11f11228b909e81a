import type { Deps } from "../../../context.ts";
import { clearAttempts, takeAttempt, type Limit } from "../limits.ts";

/** Six digits, three of them good at a time: five tries a quarter of an hour, thirty a day, are found out once in thirty years. */
const few: Limit = { name: "second-factor", max: 5, windowSeconds: 15 * 60 };
const daily: Limit = { name: "second-factor-day", max: 30, windowSeconds: 24 * 60 * 60 };

type LimitDeps = Pick<Deps, "database" | "keys" | "now">;

/** Counts a try at somebody's second factor before it is made. @throws RateLimited */
export const takeCodeAttempt = (deps: LimitDeps, userId: string): Promise<void> => takeAttempt(deps, [few, userId], [daily, userId]);

/** The person has proved themselves: earlier tries are forgotten. */
export async function clearCodeAttempts(deps: LimitDeps, userId: string): Promise<void> {
  await clearAttempts(deps, [few, userId]);
  await clearAttempts(deps, [daily, userId]);
}
