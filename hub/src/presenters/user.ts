import { z } from "@hono/zod-openapi";
import type { Person } from "../services/users/list.ts";

export const userSchema = z
  .object({
    id: z.uuid(),
    name: z.string(),
    email: z.string(),
    role: z.enum(["admin", "manager", "rep"]),
    language: z.enum(["sk", "en"]),
    aliases: z.array(z.string()),
    disabledAt: z.iso.datetime().nullable(),
  })
  .openapi("User");

/** A person as colleagues see them. */
export function presentUser({ id, name, email, role, language, aliases, disabledAt }: Person): z.infer<typeof userSchema> {
  return { id, name, email, role, language, aliases, disabledAt: disabledAt?.toISOString() ?? null };
}
