import { z } from "@hono/zod-openapi";
import type { InvitationFacts } from "../services/auth/invitations/accept.ts";
import type { Invitation, InvitationLink } from "../services/auth/invitations/invite.ts";

const role = z.enum(["admin", "manager", "rep"]);
const language = z.enum(["sk", "en"]);

export const invitationSchema = z
  .object({
    id: z.uuid(),
    email: z.string(),
    role,
    language,
    teamIds: z.array(z.uuid()),
    createdBy: z.uuid().nullable(),
    createdAt: z.iso.datetime(),
    expiresAt: z.iso.datetime(),
  })
  .openapi("Invitation");

/** An invitation as the administrator sees it. */
export function presentInvitation({ createdAt, expiresAt, ...row }: Invitation): z.infer<typeof invitationSchema> {
  const { id, email, role, language, teamIds, createdBy } = row;
  return { id, email, role, language, teamIds, createdBy, createdAt: createdAt.toISOString(), expiresAt: expiresAt.toISOString() };
}

export const invitationLinkSchema = z
  .object({ invitation: invitationSchema, link: z.string().openapi({ description: "To be passed on; in this answer and nowhere else" }) })
  .openapi("InvitationLink");

export const presentInvitationLink = ({ invitation, link }: InvitationLink): z.infer<typeof invitationLinkSchema> => ({
  invitation: presentInvitation(invitation),
  link,
});

export const invitationFactsSchema = z
  .object({
    email: z.string(),
    role,
    language,
    organization: z.string(),
    expiresAt: z.iso.datetime(),
    sso: z.object({ id: z.uuid(), name: z.string() }).nullable(),
  })
  .openapi("InvitationFacts");

/** What the guest is shown. */
export const presentInvitationFacts = (facts: InvitationFacts): z.infer<typeof invitationFactsSchema> => ({
  ...facts,
  expiresAt: facts.expiresAt.toISOString(),
});
