import { createHash } from "node:crypto";
import { createRoute, z } from "@hono/zod-openapi";
import { captureLevels, captureModes } from "@kronika/core/capture-policy.ts";
import { createRouter, ctxOf, json, problems } from "../http.ts";
import { getCapturePolicy } from "../services/organizations/capture-policy.ts";

const policySchema = z
  .object({
    own: z.object({ addresses: z.array(z.string()), domains: z.array(z.string()) }),
    mailbox: z.object({ mode: z.enum(captureModes), labels: z.array(z.string()).optional(), level: z.enum(captureLevels).optional() }),
    exclusions: z.array(
      z.object({
        kind: z.enum(["address", "domain", "folder", "label", "private", "sensitivity"]),
        value: z.string().optional(),
        scope: z.enum(["organization", "person", "mailbox"]),
        id: z.string().optional(),
        level: z.enum(["metadata", "subject"]).optional(),
      }),
    ),
  })
  .openapi("CapturePolicy");

const route = createRoute({
  method: "get",
  path: "/",
  tags: ["capture policy"],
  responses: { 200: json(z.object({ policy: policySchema }), "What is recorded"), 304: { description: "Unchanged" }, ...problems },
});

export const policyRoutes = createRouter().openapi(route, async (c) => {
  const policy = await getCapturePolicy(ctxOf(c));
  const etag = `"${createHash("sha256").update(JSON.stringify(policy)).digest("base64url").slice(0, 22)}"`;
  c.header("ETag", etag);
  c.header("Cache-Control", "private, no-cache");
  if (c.req.header("if-none-match") === etag) return c.body(null, 304);
  return c.json({ policy }, 200);
});
