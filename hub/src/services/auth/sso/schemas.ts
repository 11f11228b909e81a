import { z } from "zod";
import { isFreeMailDomain, normaliseDomain } from "@kronika/core/addresses.ts";
import { safeText } from "@kronika/core/interactions/common.ts";

/** An administrator may name any issuer, also one inside the company; without encryption only on this machine. */
const issuer = safeText(500)
  .trim()
  .refine((text) => {
    const url = URL.parse(text);
    if (!url || url.username !== "" || url.password !== "" || url.search !== "" || url.hash !== "") return false;
    return url.protocol === "https:" || (url.protocol === "http:" && isLocalhost(url.hostname));
  }, "must be an https address (http only on this machine)");

export const isLocalhost = (hostname: string): boolean => hostname === "localhost" || hostname === "127.0.0.1" || hostname === "[::1]";

const domain = safeText(253).transform((text, ctx) => {
  const normal = normaliseDomain(text.trim().replace(/^@/, ""));
  if (normal?.includes(".") && !isFreeMailDomain(normal)) return normal;
  ctx.addIssue({ code: "custom", message: normal && isFreeMailDomain(normal) ? "is a public mail provider" : "is not a domain name" });
  return z.NEVER;
});

export const saveProviderSchema = z.object({
  /** As the button of the sign-in page names it. */
  name: safeText(60).trim().min(1, "must not be empty"),
  issuer,
  clientId: safeText(300).trim().min(1, "must not be empty"),
  /** Left out: the stored one stays. Null: a public client. */
  clientSecret: safeText(500).min(1, "must not be empty").nullable().optional(),
  domains: z
    .array(domain)
    .max(50)
    .default([])
    .transform((domains) => [...new Set(domains)]),
  trustsEmail: z.boolean().default(false),
  /** Never `admin`: nobody becomes an administrator by the word of another system. */
  joinRole: z.enum(["manager", "rep"]).nullable().default(null),
  enabled: z.boolean().default(true),
});
export type SaveProvider = z.input<typeof saveProviderSchema>;
