import { z } from "zod";

export const grantResourceSchema = z.enum(["customer", "opportunity", "interaction", "user"]);
export const levelSchema = z.enum(["metadata", "subject", "content"]);
export const grantVerbSchema = z.enum(["view", "edit", "delete", "export"]);

/** Whom a right is given to. */
export const granteeSchema = z
  .string()
  .max(60)
  .regex(
    /^(?:org|role:(?:admin|manager)|(?:user|team):[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/,
    "must be org, role:<role>, team:<id> or user:<id>",
  );

export const giveGrantSchema = z.strictObject({
  grantee: granteeSchema,
  resource: grantResourceSchema,
  resourceId: z.uuid(),
  level: levelSchema.default("content"),
  /** `view` comes with every other verb: nobody changes what he does not see. */
  verbs: z
    .array(grantVerbSchema)
    .min(1)
    .max(4)
    .transform((verbs) => [...new Set([...verbs, "view" as const])].toSorted()),
});
export type GiveGrant = z.input<typeof giveGrantSchema>;

export const listGrantsSchema = z.object({
  resource: grantResourceSchema.optional(),
  resourceId: z.uuid().optional(),
  grantee: granteeSchema.optional(),
  limit: z.number().int().min(1).max(200).default(50),
  cursor: z.string().optional(),
});
export type ListGrants = z.input<typeof listGrantsSchema>;
