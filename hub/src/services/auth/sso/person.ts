import { and, eq, gt, isNull } from "drizzle-orm";
import { z } from "zod";
import { normaliseAddress } from "@kronika/core/addresses.ts";
import { AppError } from "@kronika/core/errors.ts";
import { safeText } from "@kronika/core/interactions/common.ts";
import type { Deps, Role } from "../../../context.ts";
import type { Tx } from "../../../db/database.ts";
import { newId } from "../../../db/ids.ts";
import { invitations, ssoIdentities } from "../../../db/schema/accounts.ts";
import { organizations } from "../../../db/schema/organizations.ts";
import { users } from "../../../db/schema/users.ts";
import { audit } from "../../audit.ts";
import { settleInvitation } from "../invitations/accept.ts";
import { join, NO_PASSWORD, type Newcomer } from "../invitations/join.ts";
import { noteRefusal } from "../refusals.ts";
import type { ProviderRow } from "./provider.ts";

/** Why nobody was signed in: the sign-in page has words for each. */
export type SsoRefusal = "denied" | "expired" | "provider" | "no-account" | "unverified" | "disabled" | "other-identity";

export class SsoRefused extends AppError {
  readonly reason: SsoRefusal;
  constructor(reason: SsoRefusal) {
    super("unauthenticated", `Single sign-on was refused: ${reason}.`);
    this.reason = reason;
  }
}

/** What we read of an ID token (OpenID Connect Core section 5.1). All of it comes from outside. */
const claimsSchema = z.object({
  iss: z.string().max(500),
  sub: safeText(255).min(1),
  email: z.string().max(320).optional().catch(undefined),
  email_verified: z
    .union([z.boolean(), z.literal("true"), z.literal("false")])
    .optional()
    .catch(undefined),
  name: safeText(200).optional().catch(undefined),
});

type Person = { id: string; orgId: string; role: Role };

/**
 * Who somebody is that the provider vouches for, in the transaction that signs them in:
 * 1. the person whom this subject was bound to (whatever address it has now);
 * 2. the person with the verified address, who is bound from now on;
 * 3. whoever was invited under it;
 * 4. a new person, when the organisation lets its domains join.
 * @throws SsoRefused
 */
export async function personOf(tx: Tx, deps: Deps, provider: ProviderRow, given: unknown): Promise<Person> {
  const parsed = claimsSchema.safeParse(given);
  if (!parsed.success) throw new SsoRefused("provider");
  const claims = parsed.data;
  const bound = await boundPerson(tx, deps, claims);
  if (bound) return bound;
  const email = verifiedAddress(provider, claims);
  if (email === null) throw new SsoRefused("unverified");
  const user = (await byAddress(tx, deps, provider, email)) ?? (await newPerson(tx, deps, provider, { email, name: claims.name }));
  const taken = await tx
    .insert(ssoIdentities)
    .values({ id: newId(), orgId: provider.orgId, userId: user.id, issuer: claims.iss, subject: claims.sub, lastUsedAt: deps.now() })
    .onConflictDoNothing()
    .returning({ id: ssoIdentities.id });
  // The address was given to somebody else at the provider: that is not the person we know.
  if (taken.length === 0) {
    noteRefusal(deps, user, "sso-other-identity");
    throw new SsoRefused("other-identity");
  }
  await audit(
    tx,
    { ...deps, orgId: provider.orgId, actor: { kind: "user", userId: user.id, role: user.role } },
    { verb: "bind", noun: "sso-identity", rowId: user.id },
  );
  return user;
}

async function boundPerson(tx: Tx, deps: Deps, claims: { iss: string; sub: string }): Promise<Person | null> {
  const same = and(eq(ssoIdentities.issuer, claims.iss), eq(ssoIdentities.subject, claims.sub));
  const rows = await tx
    .select({ id: users.id, orgId: users.orgId, role: users.role, disabledAt: users.disabledAt })
    .from(ssoIdentities)
    .innerJoin(users, eq(users.id, ssoIdentities.userId))
    .where(same)
    .for("share", { of: users });
  const user = rows[0];
  if (!user) return null;
  assertEnabled(deps, user);
  await tx.update(ssoIdentities).set({ lastUsedAt: deps.now() }).where(same);
  return user;
}

async function byAddress(tx: Tx, deps: Deps, provider: ProviderRow, email: string): Promise<Person | null> {
  const rows = await tx
    .select({ id: users.id, orgId: users.orgId, role: users.role, disabledAt: users.disabledAt })
    .from(users)
    .where(and(eq(users.orgId, provider.orgId), eq(users.email, email)))
    .for("share");
  const user = rows[0];
  if (user) assertEnabled(deps, user);
  return user ?? null;
}

async function newPerson(tx: Tx, deps: Deps, provider: ProviderRow, given: { email: string; name: string | undefined }): Promise<Person> {
  const { email } = given;
  const { orgId } = provider;
  const name = given.name?.trim() || email.split("@")[0] || email;
  const [invitation] = await tx
    .select()
    .from(invitations)
    .where(
      and(
        eq(invitations.email, email),
        isNull(invitations.acceptedAt),
        isNull(invitations.revokedAt),
        gt(invitations.expiresAt, deps.now()),
      ),
    )
    .for("update");
  if (!invitation && !(provider.joinRole && inDomains(provider, email))) throw new SsoRefused("no-account");
  const [organization] = await tx.select({ language: organizations.language }).from(organizations).where(eq(organizations.id, orgId));
  const spoken: Newcomer["language"] = organization?.language === "en" ? "en" : "sk";
  const newcomer = {
    email,
    name,
    passwordHash: NO_PASSWORD,
    by: "sso" as const,
    ...(invitation
      ? { role: invitation.role, language: invitation.language, teamIds: invitation.teamIds }
      : { role: provider.joinRole ?? "rep", language: spoken, teamIds: [] }),
  };
  const user = await join(tx, { ...deps, orgId }, newcomer).catch((error: unknown) => {
    // A colleague has the address as an alias, or another organisation of this installation has it.
    throw error instanceof AppError && error.code === "conflict" ? new SsoRefused("no-account") : error;
  });
  if (invitation) await settleInvitation(tx, deps, invitation, user);
  return user;
}

/**
 * The address, if it is proved to be this person's: the provider says so, or the administrator has declared that it only gives out addresses of the
 * company's own domains that are real.
 */
function verifiedAddress(provider: ProviderRow, claims: z.output<typeof claimsSchema>): string | null {
  const email = claims.email === undefined ? null : normaliseAddress(claims.email);
  if (email === null) return null;
  if (claims.email_verified === true || claims.email_verified === "true") return email;
  const silent = claims.email_verified === undefined;
  return silent && provider.trustsEmail && inDomains(provider, email) ? email : null;
}

const inDomains = (provider: ProviderRow, email: string): boolean => provider.domains.includes(email.slice(email.lastIndexOf("@") + 1));

function assertEnabled(deps: Deps, user: Person & { disabledAt: Date | null }): void {
  if (user.disabledAt === null) return;
  noteRefusal(deps, user, "sso-disabled");
  throw new SsoRefused("disabled");
}
