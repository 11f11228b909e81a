import { z } from "@hono/zod-openapi";
import { grantResourceSchema, grantVerbSchema, levelSchema } from "../services/rights/schemas.ts";
import type { Access } from "../services/rights/describe-access.ts";
import type { RightsExplanation } from "../services/rights/explain-rights.ts";
import type { GrantRow } from "../services/rights/list-grants.ts";
import { tableCircumstances, tableOwnerships, tableThings, tableVerbs } from "../services/rights/rights-table.ts";
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
    mayTake: z.boolean().openapi({ description: "Whether this viewer may take it back" }),
  })
  .openapi("Grant");

export const presentGrant = ({ createdBy, createdByName, createdAt, ...row }: GrantRow): z.infer<typeof grantSchema> => ({
  ...row,
  createdBy: named(createdBy, createdByName),
  createdAt: instant(createdAt),
});

/** Why somebody sees something: the rule, and on what a right was given. */
const becauseSchema = z.object({
  rule: z.enum(["own", "everybody", "colleague-mail", "restricted-owner", "administrator", "grant"]),
  resource: grantResourceSchema.optional(),
  id: z.uuid().optional(),
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
            because: becauseSchema,
          }),
        ),
      }),
    ),
  })
  .openapi("RightsExplanation");

export const presentRightsExplanation = (explanation: RightsExplanation): z.infer<typeof rightsExplanationSchema> => explanation;

export const accessSchema = z
  .object({
    mine: z
      .object({ level: levelSchema, reasons: z.array(becauseSchema) })
      .nullable()
      .openapi({ description: "Of an interaction: how much the viewer sees, and why" }),
    owners: z.array(namedSchema).openapi({ description: "Whom to ask for more" }),
    shares: z
      .array(
        z.object({
          principal: z.string().openapi({ example: "org" }),
          name: z.string().nullable(),
          because: becauseSchema,
          entries: levelSchema.nullable().openapi({ description: "Of what was written into Kronika" }),
          mail: levelSchema.nullable().openapi({ description: "Of mail in somebody else's mailbox" }),
        }),
      )
      .nullable()
      .openapi({ description: "Who has it now, by rule and by right; null when it is not the viewer's to share" }),
  })
  .openapi("Access");

export const presentAccess = (access: Access): z.infer<typeof accessSchema> => access;

export const rightsTableSchema = z
  .object({
    colleagueMailLevel: levelSchema,
    cells: z.array(
      z.object({
        role: z.enum(["admin", "manager", "rep"]),
        thing: z.enum(tableThings),
        of: z.enum(tableOwnerships).openapi({ description: "Whose it is; with `restricted`: whose the customer is" }),
        circumstance: z.enum(tableCircumstances),
        level: levelSchema.nullable().openapi({ description: "How much is seen; null: nothing" }),
        may: z.array(z.object({ verb: z.enum(tableVerbs), allowed: z.boolean() })),
      }),
    ),
  })
  .openapi("RightsTable");

export const presentRightsTable = (table: z.infer<typeof rightsTableSchema>): z.infer<typeof rightsTableSchema> => table;
