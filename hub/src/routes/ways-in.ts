import { createRoute, z } from "@hono/zod-openapi";
import { body, createRouter, ctxOf, idParam, json, problems } from "../http.ts";
import { clientOf } from "../middleware/rate-limit.ts";
import {
  confirmationSchema,
  passkeyQuestionSchema,
  passkeySchema,
  presentConfirmation,
  presentPasskey,
  presentPasskeyQuestion,
  recoveryCodesSchema,
} from "../presenters/ways-in.ts";
import { listPasskeys, removePasskey, renamePasskey, renamePasskeySchema } from "../services/auth/passkeys/own.ts";
import { beginPasskeyRegistration, registerPasskey, registerPasskeySchema } from "../services/auth/passkeys/register.ts";
import { beginPasskeyConfirmation, confirm, confirmSchema } from "../services/auth/second-factor/confirm.ts";
import {
  beginTotp,
  confirmTotpSchema,
  finishTotp,
  getConfirmation,
  newRecoveryCodes,
  removeTotp,
} from "../services/auth/second-factor/manage.ts";

const tags = ["me"];
const done = (description: string) => ({ 204: { description }, ...problems });

const standing = createRoute({
  method: "get",
  path: "/confirmation",
  tags,
  summary: "How my second factor stands, and whether I may change it now",
  responses: { 200: json(confirmationSchema), ...problems },
});

const confirmIt = createRoute({
  method: "post",
  path: "/confirmation",
  tags,
  summary: "Show once more that it is me; for ten minutes my ways in may be changed",
  request: { body: body(confirmSchema) },
  responses: done("Confirmed"),
});

const confirmByPasskey = createRoute({
  method: "post",
  path: "/confirmation/passkey",
  tags,
  summary: "What to ask the browser when I confirm with a passkey",
  responses: { 200: json(passkeyQuestionSchema), ...problems },
});

const totp = createRoute({
  method: "post",
  path: "/totp",
  tags,
  summary: "Begin with an app that shows codes (RFC 6238)",
  description: "The secret is in this answer and nowhere else. It counts from its first right code on.",
  responses: { 201: json(z.object({ secret: z.string(), uri: z.string() })), ...problems },
});

const totpFirstCode = createRoute({
  method: "post",
  path: "/totp/confirmation",
  tags,
  summary: "The first code of the app; answers the recovery codes, once",
  request: { body: body(confirmTotpSchema) },
  responses: { 200: json(recoveryCodesSchema), ...problems },
});

const totpAway = createRoute({
  method: "delete",
  path: "/totp",
  tags,
  summary: "Remove the app and its recovery codes",
  responses: done("Removed"),
});

const codes = createRoute({
  method: "post",
  path: "/recovery-codes",
  tags,
  summary: "New recovery codes; the old ones are void",
  responses: { 200: json(recoveryCodesSchema), ...problems },
});

const list = createRoute({
  method: "get",
  path: "/passkeys",
  tags,
  summary: "My passkeys",
  responses: { 200: json(z.object({ items: z.array(passkeySchema) })), ...problems },
});

const ask = createRoute({
  method: "post",
  path: "/passkeys/options",
  tags,
  summary: "What to ask the browser for a new passkey",
  responses: { 200: json(passkeyQuestionSchema), ...problems },
});

const add = createRoute({
  method: "post",
  path: "/passkeys",
  tags,
  summary: "Keep a new passkey",
  request: { body: body(registerPasskeySchema) },
  responses: { 201: json(passkeySchema), ...problems },
});

const rename = createRoute({
  method: "patch",
  path: "/passkeys/{id}",
  tags,
  summary: "Rename a passkey of mine",
  request: { params: idParam, body: body(renamePasskeySchema) },
  responses: { 200: json(passkeySchema), ...problems },
});

const away = createRoute({
  method: "delete",
  path: "/passkeys/{id}",
  tags,
  summary: "Remove a passkey of mine",
  request: { params: idParam },
  responses: done("Removed"),
});

/** Below /api/v1/me: the person's second factor and passkeys. */
export const waysInRoutes = createRouter()
  .openapi(standing, async (c) => c.json(presentConfirmation(await getConfirmation(ctxOf(c))), 200))
  .openapi(confirmIt, async (c) => {
    await confirm(ctxOf(c), c.req.valid("json"));
    return c.body(null, 204);
  })
  .openapi(confirmByPasskey, async (c) => c.json(presentPasskeyQuestion(await beginPasskeyConfirmation(ctxOf(c))), 200))
  .openapi(totp, async (c) => c.json(await beginTotp(ctxOf(c)), 201))
  .openapi(totpFirstCode, async (c) => c.json(await finishTotp(ctxOf(c), c.req.valid("json")), 200))
  .openapi(totpAway, async (c) => {
    await removeTotp(ctxOf(c));
    return c.body(null, 204);
  })
  .openapi(codes, async (c) => c.json(await newRecoveryCodes(ctxOf(c)), 200))
  .openapi(list, async (c) => c.json({ items: (await listPasskeys(ctxOf(c))).map(presentPasskey) }, 200))
  .openapi(ask, async (c) => c.json(presentPasskeyQuestion(await beginPasskeyRegistration(ctxOf(c))), 200))
  .openapi(add, async (c) => c.json(presentPasskey(await registerPasskey(ctxOf(c), c.req.valid("json"), clientOf(c))), 201))
  .openapi(rename, async (c) => c.json(presentPasskey(await renamePasskey(ctxOf(c), c.req.valid("param").id, c.req.valid("json"))), 200))
  .openapi(away, async (c) => {
    await removePasskey(ctxOf(c), c.req.valid("param").id);
    return c.body(null, 204);
  });
