import { createRoute, z } from "@hono/zod-openapi";
import { body, createRouter, ctxOf, idParam, json, openToAll, problems } from "../http.ts";
import { clientOf, limitByAddress } from "../middleware/rate-limit.ts";
import { readSessionCookie, setSessionCookie } from "../middleware/session-cookie.ts";
import {
  invitationFactsSchema,
  invitationLinkSchema,
  invitationSchema,
  presentInvitation,
  presentInvitationFacts,
  presentInvitationLink,
} from "../presenters/invitation.ts";
import { meSchema, presentMe } from "../presenters/me.ts";
import { acceptInvitation, lookAtInvitation } from "../services/auth/invitations/accept.ts";
import { invite, listInvitations, renewInvitation, revokeInvitation } from "../services/auth/invitations/invite.ts";
import { acceptSchema, inviteSchema, linkSecretSchema } from "../services/auth/invitations/schemas.ts";
import { getMe } from "../services/users/me.ts";

const tags = ["invitations"];
/** Guests' own requests: a secret of 256 bits cannot be guessed; this keeps the work for strangers small. */
const limit = limitByAddress({ name: "invitation", max: 60, windowSeconds: 15 * 60 });

const list = createRoute({
  method: "get",
  path: "/",
  tags,
  summary: "Open invitations (administrator)",
  responses: { 200: json(z.object({ items: z.array(invitationSchema) })), ...problems },
});

const create = createRoute({
  method: "post",
  path: "/",
  tags,
  summary: "Invite somebody by e-mail address (administrator)",
  description: "The link is good once, for 72 hours. An open invitation of the same address is replaced.",
  request: { body: body(inviteSchema) },
  responses: { 201: json(invitationLinkSchema), ...problems },
});

const renew = createRoute({
  method: "post",
  path: "/{id}/link",
  tags,
  summary: "A new link for an open invitation (administrator); the old one is void",
  request: { params: idParam },
  responses: { 200: json(invitationLinkSchema), ...problems },
});

const revoke = createRoute({
  method: "delete",
  path: "/{id}",
  tags,
  summary: "Take an invitation back (administrator)",
  request: { params: idParam },
  responses: { 204: { description: "Its link opens nothing any more" }, ...problems },
});

const look = createRoute({
  method: "post",
  path: "/look",
  tags,
  summary: "Who invites me to what",
  description: "The secret is sent in the body: addresses stand in logs.",
  ...openToAll,
  middleware: [limit] as const,
  request: { body: body(z.object({ token: linkSecretSchema })) },
  responses: { 200: json(invitationFactsSchema), ...problems },
});

const accept = createRoute({
  method: "post",
  path: "/accept",
  tags,
  summary: "Accept an invitation with a name and a password; signs in",
  ...openToAll,
  middleware: [limit] as const,
  request: { body: body(acceptSchema) },
  responses: { 201: json(meSchema, "Sets the cookie kronika_session"), ...problems },
});

export const invitationRoutes = createRouter()
  .openapi(list, async (c) => c.json({ items: (await listInvitations(ctxOf(c))).map(presentInvitation) }, 200))
  .openapi(create, async (c) => c.json(presentInvitationLink(await invite(ctxOf(c), c.req.valid("json"))), 201))
  .openapi(look, async (c) => c.json(presentInvitationFacts(await lookAtInvitation(c.get("deps"), c.req.valid("json").token)), 200))
  .openapi(accept, async (c) => {
    const { ctx, secret } = await acceptInvitation(c.get("deps"), c.req.valid("json"), clientOf(c), readSessionCookie(c));
    setSessionCookie(c, secret);
    return c.json(presentMe(await getMe(ctx)), 201);
  })
  .openapi(renew, async (c) => c.json(presentInvitationLink(await renewInvitation(ctxOf(c), c.req.valid("param").id)), 200))
  .openapi(revoke, async (c) => {
    await revokeInvitation(ctxOf(c), c.req.valid("param").id);
    return c.body(null, 204);
  });
