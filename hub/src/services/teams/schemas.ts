import { z } from "zod";
import { safeText } from "@kronika/core/interactions/common.ts";

const fields = {
  name: safeText(100).trim().min(1, "must not be empty"),
  /** Ids of the people in it; replaces who was in it. */
  memberIds: z.array(z.uuid()).max(1000),
};

export const createTeamSchema = z.strictObject({ name: fields.name, memberIds: fields.memberIds.default([]) });
export type CreateTeam = z.input<typeof createTeamSchema>;

export const updateTeamSchema = z.strictObject({ ...fields, archived: z.boolean() }).partial();
export type UpdateTeam = z.input<typeof updateTeamSchema>;
