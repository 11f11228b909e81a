import { z } from "zod";
import { addressSchema, safeText } from "@kronika/core/interactions/common.ts";
import { newPasswordSchema } from "../password-rules.ts";

export const inviteSchema = z.object({
  email: addressSchema,
  role: z.enum(["admin", "manager", "rep"]).default("rep"),
  /** Of the page that they see first; the organisation's when it is left out. */
  language: z.enum(["sk", "en"]).optional(),
  /** Teams that they join with the acceptance. */
  teamIds: z
    .array(z.uuid())
    .max(50)
    .default([])
    .transform((ids) => [...new Set(ids)]),
});
export type Invite = z.input<typeof inviteSchema>;

/** The secret of a link, as it stands behind the `#`. */
export const linkSecretSchema = z.string().max(200);

export const acceptSchema = z.object({
  token: linkSecretSchema,
  name: safeText(200).trim().min(1, "must not be empty"),
  password: newPasswordSchema,
  language: z.enum(["sk", "en"]).optional(),
});
export type Accept = z.input<typeof acceptSchema>;
