import type { Deps, Role } from "../../context.ts";
import { inScope } from "../../db/transaction.ts";
import { audit } from "../audit.ts";

/**
 * A line of the trail for a sign-in that was refused, at an account that exists. Written beside the answer and not before it: an account that is
 * unknown has no trail, and the time of the answer must not tell the two apart.
 * @param reason a code: `password`, `disabled`, `second-factor`, `passkey`, `sso-...`
 */
export function noteRefusal(deps: Deps, user: { id: string; orgId: string; role: Role }, reason: string): void {
  const ctx = { ...deps, orgId: user.orgId, actor: { kind: "user" as const, userId: user.id, role: user.role } };
  void inScope(deps.database, { orgId: user.orgId }, (tx) =>
    audit(tx, ctx, { verb: "refuse", noun: "sign-in", rowId: user.id, detail: { reason } }),
  ).catch((error: unknown) => deps.log.warn({ error: error instanceof Error ? error.name : "unknown" }, "a refusal could not be noted"));
}
