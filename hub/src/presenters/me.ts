import { z } from "@hono/zod-openapi";
import type { SignIn } from "../services/auth/sign-ins.ts";
import type { Me } from "../services/users/me.ts";
import { organizationFactsSchema, presentOrganizationFacts } from "./organization.ts";
import { presentUser, userSchema } from "./user.ts";

export const meSchema = z
  .object({
    user: userSchema.omit({ disabledAt: true }),
    organization: organizationFactsSchema,
    secondFactorDue: z.boolean().openapi({ description: "The company asks for a second factor that this session has not shown" }),
  })
  .openapi("Me");

/** The caller and their organisation. */
export function presentMe({ user, organization, secondFactorDue }: Me): z.infer<typeof meSchema> {
  const { disabledAt: _, ...person } = presentUser(user);
  return { user: person, organization: presentOrganizationFacts(organization), secondFactorDue };
}

export const signInSchema = z
  .object({
    id: z.uuid(),
    kind: z.enum(["session", "extension", "token"]),
    name: z.string().openapi({ description: "Browser and system, or the name given to a token; may be empty" }),
    createdAt: z.iso.datetime(),
    lastUsedAt: z.iso.datetime().nullable(),
    address: z.string().nullable().openapi({ description: "From where a session was last used" }),
    method: z.enum(["password", "password+totp", "password+recovery", "password+passkey", "passkey", "sso"]).nullable(),
    current: z.boolean(),
  })
  .openapi("SignIn");

/** One of the caller's own ways in. */
export const presentSignIn = ({ createdAt, lastUsedAt, ...rest }: SignIn): z.infer<typeof signInSchema> => ({
  ...rest,
  createdAt: createdAt.toISOString(),
  lastUsedAt: lastUsedAt?.toISOString() ?? null,
});
