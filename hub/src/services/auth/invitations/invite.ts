import { and, eq, inArray, isNull, lte } from "drizzle-orm";
import { AppError } from "@kronika/core/errors.ts";
import { actingUserId, type Ctx } from "../../../context.ts";
import type { Tx } from "../../../db/database.ts";
import { newId } from "../../../db/ids.ts";
import { invitations } from "../../../db/schema/accounts.ts";
import { teams } from "../../../db/schema/rights.ts";
import { inTransaction } from "../../../db/transaction.ts";
import { mayUser } from "../../../policies/user.ts";
import { hashSecret, newSecret } from "../../../secrets.ts";
import { audit } from "../../audit.ts";
import { authorise, found } from "../../authorise.ts";
import { readOrganization } from "../../organizations/get.ts";
import { parse } from "../../parse.ts";
import { assertOwnAddresses } from "../../users/addresses.ts";
import { takeAttempt, type Limit } from "../limits.ts";
import { linkTo } from "../links.ts";
import { inviteSchema, type Invite } from "./schemas.ts";

export type InvitationRow = typeof invitations.$inferSelect;
/** An invitation as the administrator sees it: never with its hash. */
export type Invitation = Omit<InvitationRow, "tokenHash">;

/** An invitation and its link, which is shown once: the hub keeps only a hash of the secret. */
export interface InvitationLink {
  invitation: Invitation;
  link: string;
}

const INVITATION_HOURS = 72;

/** Links for one address, whoever makes them: nobody's mailbox is flooded in our name. */
const targetLimit: Limit = { name: "invite-address", max: 10, windowSeconds: 24 * 60 * 60 };
/** Links that one person makes in a day. */
const actorLimit: Limit = { name: "invite-person", max: 200, windowSeconds: 24 * 60 * 60 };

export function toInvitation(row: InvitationRow): Invitation {
  const { tokenHash: _, ...invitation } = row;
  return invitation;
}

/**
 * Invites somebody by e-mail address. The link is good once, for 72 hours; an open invitation of the same address is replaced.
 * @throws AppError `forbidden`, `invalid`, `conflict` when a colleague has the address, `rate-limited`
 */
export async function invite(ctx: Ctx, input: Invite): Promise<InvitationLink> {
  authorise(mayUser(ctx.actor, "create"), "Only an administrator may invite people.");
  const { email, role, language, teamIds } = parse(inviteSchema, input);
  await takeLink(ctx, email);
  const secret = newSecret("kro_inv");
  return inTransaction(ctx, async (tx, ctx) => {
    // Held: of two that invite the same address at once the second finds the first one's invitation.
    const organization = await readOrganization(tx, ctx, { hold: true });
    await assertOwnAddresses(tx, newId(), { email });
    await assertTeams(tx, teamIds);
    await tx
      .update(invitations)
      .set({ revokedAt: ctx.now() })
      .where(and(eq(invitations.email, email), isNull(invitations.acceptedAt), isNull(invitations.revokedAt)));
    const rows = await tx
      .insert(invitations)
      .values({
        id: newId(),
        orgId: ctx.orgId,
        email,
        role,
        language: language ?? (organization.language === "en" ? "en" : "sk"),
        teamIds,
        createdBy: actingUserId(ctx),
        createdAt: ctx.now(),
        ...linkFields(ctx, secret),
      })
      .returning();
    const row = found(rows[0], "invitation");
    await audit(tx, ctx, { verb: "create", noun: "invitation", rowId: row.id, detail: { role } });
    return { invitation: toInvitation(row), link: linkTo(ctx.publicUrl, "invitation", secret) };
  });
}

/**
 * A new link for an open invitation, also for one whose 72 hours are over; the old link is void.
 * @throws AppError `forbidden`, `not-found`, `rate-limited`
 */
export async function renewInvitation(ctx: Ctx, id: string): Promise<InvitationLink> {
  authorise(mayUser(ctx.actor, "create"), "Only an administrator may invite people.");
  const open = and(eq(invitations.id, id), isNull(invitations.acceptedAt), isNull(invitations.revokedAt));
  const { email } = await inTransaction(ctx, async (tx) => found((await tx.select().from(invitations).where(open))[0], "invitation"));
  await takeLink(ctx, email);
  const secret = newSecret("kro_inv");
  return inTransaction(ctx, async (tx, ctx) => {
    const rows = await tx.update(invitations).set(linkFields(ctx, secret)).where(open).returning();
    const row = found(rows[0], "invitation");
    await audit(tx, ctx, { verb: "renew", noun: "invitation", rowId: row.id });
    return { invitation: toInvitation(row), link: linkTo(ctx.publicUrl, "invitation", secret) };
  });
}

/** Takes an invitation back: its link opens nothing any more. @throws AppError `forbidden`, `not-found`, also when it was accepted already */
export async function revokeInvitation(ctx: Ctx, id: string): Promise<void> {
  authorise(mayUser(ctx.actor, "create"), "Only an administrator may take invitations back.");
  await inTransaction(ctx, async (tx, ctx) => {
    const rows = await tx
      .update(invitations)
      .set({ revokedAt: ctx.now() })
      .where(and(eq(invitations.id, id), isNull(invitations.acceptedAt), isNull(invitations.revokedAt)))
      .returning({ id: invitations.id });
    found(rows[0], "invitation");
    await audit(tx, ctx, { verb: "revoke", noun: "invitation", rowId: id });
  });
}

/** Open invitations, the newest first; those whose time is over stand there until they are renewed or taken back. */
export async function listInvitations(ctx: Ctx): Promise<Invitation[]> {
  authorise(mayUser(ctx.actor, "create"), "Only an administrator sees who is invited.");
  return inTransaction(ctx, async (tx) => {
    const open = and(isNull(invitations.acceptedAt), isNull(invitations.revokedAt), lte(invitations.createdAt, ctx.now()));
    return (await tx.select().from(invitations).where(open)).map(toInvitation).toSorted((a, b) => (a.id < b.id ? 1 : -1));
  });
}

async function takeLink(ctx: Ctx, email: string): Promise<void> {
  const actor = actingUserId(ctx);
  await takeAttempt(ctx, [targetLimit, email], ...(actor === null ? [] : ([[actorLimit, actor]] as const)));
}

const linkFields = (ctx: Pick<Ctx, "now">, secret: string) => ({
  tokenHash: hashSecret(secret),
  expiresAt: new Date(ctx.now().getTime() + INVITATION_HOURS * 60 * 60 * 1000),
});

async function assertTeams(tx: Tx, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  const rows = await tx
    .select({ id: teams.id })
    .from(teams)
    .where(and(inArray(teams.id, [...ids]), isNull(teams.archivedAt)));
  const missing = ids.findIndex((id) => !rows.some((row) => row.id === id));
  if (missing >= 0)
    throw new AppError("invalid", "Some fields are not right.", {
      fields: [{ pointer: `/teamIds/${missing}`, message: "is no team of this organisation" }],
    });
}
