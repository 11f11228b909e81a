import { z } from "zod";
import { addressSchema, safeText } from "@kronika/core/interactions/common.ts";
import { newPasswordSchema, presentedPasswordSchema } from "../auth/password-rules.ts";

const fields = {
  name: safeText(200).trim().min(1, "must not be empty"),
  email: addressSchema,
  role: z.enum(["admin", "manager", "rep"]),
  language: z.enum(["sk", "en"]),
  password: newPasswordSchema,
  /** Further addresses of this person: mail from and to them is ours. */
  aliases: z
    .array(addressSchema)
    .max(50)
    .transform((addresses) => [...new Set(addresses)]),
  disabled: z.boolean(),
};

/** The first person, who sets Kronika up. */
export const firstUserSchema = z.object({ name: fields.name, email: fields.email, password: fields.password });

export const createUserSchema = z.object({
  name: fields.name,
  email: fields.email,
  role: fields.role.default("rep"),
  language: fields.language.optional(),
  aliases: fields.aliases.default([]),
  password: fields.password,
});
export type CreateUser = z.input<typeof createUserSchema>;

export const updateUserSchema = z.object(fields).partial();
export type UpdateUser = z.input<typeof updateUserSchema>;

export const updateMeSchema = z
  .object({
    name: fields.name,
    language: fields.language,
    password: z.object({ current: presentedPasswordSchema, new: newPasswordSchema }),
  })
  .partial();
export type UpdateMe = z.input<typeof updateMeSchema>;
