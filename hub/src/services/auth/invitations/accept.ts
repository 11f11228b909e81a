import { and, eq, gt, isNull } from "drizzle-orm";
import { AppError } from "@kronika/core/errors.ts";
import type { Deps } from "../../../context.ts";
import type { Tx } from "../../../db/database.ts";
import { invitations, ssoProviders } from "../../../db/schema/accounts.ts";
import { organizations } from "../../../db/schema/organizations.ts";
import { audit } from "../../audit.ts";
import { parse } from "../../parse.ts";
import type { Client } from "../client.ts";
import { assertGoodPassword } from "../password-rules.ts";
import { hashPassword } from "../passwords.ts";
import { inScopeOfSecret } from "../presented.ts";
import { enter, type StartedSession } from "../sessions.ts";
import type { InvitationRow } from "./invite.ts";
import { join } from "./join.ts";
import { acceptSchema, type Accept } from "./schemas.ts";

/** What the guest is shown before they accept. */
export interface InvitationFacts {
  email: string;
  role: "admin" | "manager" | "rep";
  language: "sk" | "en";
  organization: string;
  expiresAt: Date;
  /** The company's own sign-in, by which they may accept instead of choosing a password. */
  sso: { id: string; name: string } | null;
}

/** @throws AppError `not-found`: unknown, used, taken back and over are one answer */
export async function lookAtInvitation(deps: Deps, token: string): Promise<InvitationFacts> {
  const facts = await inScopeOfSecret(deps.database, "invitations", token, async (tx, { hash }) => {
    const invitation = await readOpen(tx, deps, hash);
    if (!invitation) return null;
    const [organization] = await tx.select({ name: organizations.name }).from(organizations);
    const [sso] = await tx
      .select({ id: ssoProviders.id, name: ssoProviders.name })
      .from(ssoProviders)
      .where(eq(ssoProviders.enabled, true));
    const { email, role, language, expiresAt } = invitation;
    return { email, role, language, expiresAt, organization: organization?.name ?? "", sso: sso ?? null };
  });
  return facts ?? throwGone();
}

/**
 * Accepts an invitation with a name and a password of one's own, and signs in. Address, role and teams are those of the invitation.
 * @param replaced the session cookie that the browser still holds: that session ends
 * @throws AppError `not-found`, `invalid`, `conflict`
 */
export async function acceptInvitation(deps: Deps, input: Accept, client: Client, replaced?: string): Promise<StartedSession> {
  const { token, name, password, language } = parse(acceptSchema, input);
  // A stranger without the link costs one read and no derivation.
  const facts = await lookAtInvitation(deps, token);
  assertGoodPassword(password, [name, facts.email, facts.organization], "/password");
  const passwordHash = await hashPassword(password);
  const session = await inScopeOfSecret(deps.database, "invitations", token, async (tx, { hash, orgId }) => {
    const invitation = await readOpen(tx, deps, hash, { hold: true });
    if (!invitation) return null;
    const { email, role, teamIds } = invitation;
    const user = await join(
      tx,
      { ...deps, orgId },
      { email, name, role, teamIds, passwordHash, language: language ?? invitation.language, by: "invitation" },
    );
    await settleInvitation(tx, deps, invitation, user);
    return enter(tx, deps, user, { client, method: "password", replaced });
  });
  return session ?? throwGone();
}

/** An invitation was accepted: its link is good no more. */
export async function settleInvitation(
  tx: Tx,
  deps: Deps,
  invitation: Pick<InvitationRow, "id" | "orgId">,
  user: { id: string; role: "admin" | "manager" | "rep" },
): Promise<void> {
  await tx.update(invitations).set({ acceptedAt: deps.now() }).where(eq(invitations.id, invitation.id));
  const ctx = { ...deps, orgId: invitation.orgId, actor: { kind: "user" as const, userId: user.id, role: user.role } };
  await audit(tx, ctx, { verb: "accept", noun: "invitation", rowId: invitation.id });
}

/** @param options.hold of two that accept at once, the second waits and finds it used */
async function readOpen(
  tx: Tx,
  deps: Pick<Deps, "now">,
  hash: string,
  options: { hold?: boolean } = {},
): Promise<InvitationRow | undefined> {
  const query = tx
    .select()
    .from(invitations)
    .where(
      and(
        eq(invitations.tokenHash, hash),
        isNull(invitations.acceptedAt),
        isNull(invitations.revokedAt),
        gt(invitations.expiresAt, deps.now()),
      ),
    );
  return (await (options.hold ? query.for("update") : query))[0];
}

function throwGone(): never {
  throw new AppError("not-found", "This invitation is not valid any more. Ask your administrator for a new one.");
}
