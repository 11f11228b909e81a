import { z } from "@hono/zod-openapi";
import type { ProviderRow } from "../services/auth/sso/provider.ts";

export const providerSchema = z
  .object({
    id: z.uuid(),
    name: z.string(),
    issuer: z.string(),
    clientId: z.string(),
    hasSecret: z.boolean(),
    domains: z.array(z.string()),
    trustsEmail: z.boolean(),
    joinRole: z.enum(["manager", "rep"]).nullable(),
    enabled: z.boolean(),
  })
  .openapi("SsoProvider");

/** A provider as the administrator sees it: whether there is a secret, never which. */
export function presentProvider(row: ProviderRow): z.infer<typeof providerSchema> {
  const { id, name, issuer, clientId, domains, trustsEmail, joinRole, enabled } = row;
  return { id, name, issuer, clientId, hasSecret: row.clientSecret !== null, domains, trustsEmail, joinRole, enabled };
}
