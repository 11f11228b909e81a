import { z } from "@hono/zod-openapi";
import { grantResourceSchema, grantVerbSchema, levelSchema } from "../services/rights/schemas.ts";
import type { RightsExplanation } from "../services/rights/explain-rights.ts";
import type { GrantRow } from "../services/rights/list-grants.ts";
import type { TeamRow } from "../services/teams/list.ts";
import { instant, instantOrNull, named, namedSchema } from "./common.ts";

export const teamSchema = z
  .object({ id: z.uuid(), name: z.string(), members: z.array(namedSchema), archivedAt: z.string().nullable(), createdAt: z.string() })
  .openapi("Team");

export const presentTeam = (row: TeamRow): z.infer<typeof teamSchema> => ({
  ...row,
  archivedAt: instantOrNull(row.archivedAt),
  createdAt: instant(row.createdAt),
});

export const grantSchema = z
  .object({
    id: z.uuid(),
    grantee: z.string().openapi({ example: "team:0193a000-0000-7000-8000-000000000001" }),
    granteeName: z.string().nullable().openapi({ description: "Of a person or team; null for a role and for everybody" }),
    resource: grantResourceSchema.openapi({ description: "`user`: on the mail of that person" }),
    resourceId: z.uuid(),
    resourceName: z.string().nullable(),
    level: levelSchema,
    verbs: z.array(grantVerbSchema),
    createdBy: namedSchema.nullable(),
    createdAt: z.string(),
  })
  .openapi("Grant");

export const presentGrant = ({ createdBy, createdByName, createdAt, ...row }: GrantRow): z.infer<typeof grantSchema> => ({
  ...row,
  createdBy: named(createdBy, createdByName),
  createdAt: instant(createdAt),
});

export const rightsExplanationSchema = z
  .object({
    person: z.object({ id: z.uuid(), name: z.string(), role: z.enum(["admin", "manager", "rep"]), teams: z.array(namedSchema) }),
    customer: z.object({ id: z.uuid(), name: z.string(), restricted: z.boolean() }),
    seesCustomer: z.boolean(),
    groups: z.array(
      z.object({
        level: levelSchema.nullable().openapi({ description: "How much of these the person sees; null: nothing" }),
        mail: z.boolean(),
        private: z.boolean(),
        count: z.number().int(),
        reasons: z.array(
          z.object({
            principal: z.string(),
            level: levelSchema,
            because: z.object({
              rule: z.enum(["own", "everybody", "colleague-mail", "restricted-owner", "administrator", "grant"]),
              resource: grantResourceSchema.optional(),
              id: z.uuid().optional(),
            }),
          }),
        ),
      }),
    ),
  })
  .openapi("RightsExplanation");

export const presentRightsExplanation = (explanation: RightsExplanation): z.infer<typeof rightsExplanationSchema> => explanation;
