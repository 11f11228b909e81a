import type { Deps, Role } from "../../context.ts";
import { inScope, principalsOf } from "../../db/transaction.ts";
import { unseal } from "../../secrets.ts";
import { teamsSql } from "../rights/principals.ts";
import type { WebhookEvent } from "./events.ts";
import { eventData } from "./payload.ts";
import { guardedPost, type PostResult } from "./post.ts";
import { signedHeaders } from "./signature.ts";

/** Pauses before the attempts after the first, in seconds: 5 s, 5 min, 30 min, 2 h, 5 h, 10 h, 14 h, 20 h, 24 h (as Standard Webhooks advises). */
const PAUSES = [5, 300, 1800, 7200, 18_000, 36_000, 50_400, 72_000, 86_400];
/** A webhook to which nothing has got through for so long is switched off. */
const GIVE_UP_MS = 5 * 24 * 60 * 60 * 1000;

/** A delivery that is due, with its webhook and its maker. */
interface Due {
  id: string;
  webhookId: string;
  event: WebhookEvent | "test";
  subjectId: string;
  occurredAt: Date;
  attempts: number;
  url: string;
  secret: Buffer;
  userId: string;
  role: Role;
  teams: string[];
  disabled: boolean;
}

/** Taken for two minutes: should this hub die, another one takes them again. */
const TAKE_DUE = `WITH d AS (UPDATE webhook_deliveries SET next_attempt_at = $1::timestamptz + interval '2 minutes' WHERE id IN (
      SELECT id FROM webhook_deliveries WHERE org_id = app_org() AND state = 'pending' AND next_attempt_at <= $1 ORDER BY next_attempt_at LIMIT $2 FOR UPDATE SKIP LOCKED)
    RETURNING *)
  SELECT d.id, d.webhook_id AS "webhookId", d.event, d.subject_id AS "subjectId", d.occurred_at AS "occurredAt", d.attempts, w.url, w.secret,
    u.id AS "userId", u.role, u.disabled_at IS NOT NULL OR w.state = 'off' AS disabled,
    ${teamsSql("u")} AS teams
  FROM d JOIN webhooks w ON w.id = d.webhook_id JOIN users u ON u.id = w.created_by`;

/**
 * Sends what is due in one organisation, some at a time, each at least once: the receiver tells repeats by `webhook-id`.
 * @param allowed hosts of the own network that the operator has allowed
 * @returns how many were taken
 */
export async function deliverDue(deps: Deps, orgId: string, allowed: readonly string[], limit = 20): Promise<number> {
  const due = await inScope(
    deps.database,
    { orgId, system: true },
    async (_tx, client) => (await client.query<Due>(TAKE_DUE, [deps.now(), limit])).rows,
  );
  await Promise.all(due.map((each) => deliver(deps, orgId, each, allowed)));
  return due.length;
}

async function deliver(deps: Deps, orgId: string, due: Due, allowed: readonly string[]): Promise<void> {
  const data = due.disabled ? null : await seenBy(deps, orgId, due);
  if (data === null) return account(deps, orgId, due, { skipped: due.disabled ? "off" : "not-seen" });
  const body = JSON.stringify({ type: due.event, timestamp: due.occurredAt.toISOString(), data });
  const at = Math.floor(deps.now().getTime() / 1000);
  const headers = signedHeaders(unseal(deps.keys, secretPlace(due.webhookId), due.secret), { id: due.id, at, body });
  const started = performance.now();
  const result = await guardedPost(new URL(due.url), headers, body, { allowed });
  await account(deps, orgId, due, { result, durationMs: Math.round(performance.now() - started) });
}

/** The event with the eyes of whoever made the webhook. */
function seenBy(deps: Deps, orgId: string, { userId, role, teams, event, subjectId }: Due): Promise<Record<string, unknown> | null> {
  const principals = principalsOf({ actor: { kind: "user", userId, role, teams } });
  return inScope(deps.database, { orgId, principals }, (_tx, client) => eventData(client, event, subjectId));
}

/** Where a webhook's secret is sealed for. */
export const secretPlace = (webhookId: string): string => `webhooks.secret.${webhookId}`;

type Account = { skipped: string } | { result: PostResult; durationMs: number };

async function account(deps: Deps, orgId: string, due: Due, outcome: Account): Promise<void> {
  const now = deps.now();
  await inScope(deps.database, { orgId, system: true }, async (_tx, client) => {
    if ("skipped" in outcome) {
      await client.query("UPDATE webhook_deliveries SET state = 'skipped', problem = $2, finished_at = $3 WHERE id = $1", [
        due.id,
        outcome.skipped,
        now,
      ]);
      return;
    }
    const { status = null, problem = null } = outcome.result;
    const arrived = status !== null && status >= 200 && status < 300;
    // 410 Gone: the receiver never wants to hear of us again.
    const over = arrived || status === 410 || due.attempts >= PAUSES.length;
    const pause = PAUSES[due.attempts] ?? 0;
    await client.query(
      `UPDATE webhook_deliveries SET state = $2, attempts = attempts + 1, next_attempt_at = $3, last_status = $4, problem = $5, duration_ms = $6, finished_at = $7 WHERE id = $1`,
      [
        due.id,
        arrived ? "delivered" : over ? "failed" : "pending",
        over ? null : new Date(now.getTime() + pause * 1000),
        status,
        problem,
        outcome.durationMs,
        over ? now : null,
      ],
    );
    await client.query(
      arrived
        ? "UPDATE webhooks SET failing_since = NULL, last_success_at = $2 WHERE id = $1"
        : `UPDATE webhooks SET failing_since = coalesce(failing_since, $2),
             state = CASE WHEN $3 OR $2 - failing_since > $4 * interval '1 millisecond' THEN 'off' ELSE state END WHERE id = $1`,
      arrived ? [due.webhookId, now] : [due.webhookId, now, status === 410, GIVE_UP_MS],
    );
  });
}
