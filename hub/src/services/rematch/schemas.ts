import { z } from "zod";
import { normaliseAddress, normaliseDomain } from "@kronika/core/addresses.ts";
import { safeText } from "@kronika/core/interactions/common.ts";

const normalised = (normalise: (text: string) => string | null, message: string) =>
  safeText(320).transform((text, ctx) => {
    const value = normalise(text);
    if (value !== null) return value;
    ctx.addIssue({ code: "custom", message });
    return z.NEVER;
  });

/** What is to be matched anew. A contact or customer stands for its addresses and domains of today. */
export const startRematchSchema = z
  .strictObject({
    everything: z.boolean().optional(),
    contactId: z.uuid().optional(),
    customerId: z.uuid().optional(),
    addresses: z.array(normalised(normaliseAddress, "is not an e-mail address")).max(200).optional(),
    domains: z.array(normalised(normaliseDomain, "is not a domain name")).max(50).optional(),
  })
  .refine((scope) => Object.values(scope).some((value) => value !== undefined && value !== false), "must say what is to be matched anew");
export type StartRematch = z.input<typeof startRematchSchema>;

export const listMovesSchema = z.object({ limit: z.number().int().min(1).max(200).default(50), cursor: z.string().optional() });
