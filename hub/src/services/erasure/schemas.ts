import { z } from "zod";
import { normaliseAddress, normaliseDomain } from "@kronika/core/addresses.ts";
import { safeText } from "@kronika/core/interactions/common.ts";

export const lifeTargetSchema = z.enum(["customer", "contact", "interaction"]);

export const eraseSchema = z
  .object({
    target: lifeTargetSchema,
    targetId: z.uuid(),
    reason: z.enum(["request", "expired", "mistake", "other"]),
  })
  .meta({ example: { target: "contact", targetId: "01937f2e-7c4a-7b1d-9f3e-2a5b8c6d4e10", reason: "request" } });
export type Erase = z.input<typeof eraseSchema>;

export const holdSchema = z
  .object({
    target: lifeTargetSchema,
    targetId: z.uuid(),
    reason: safeText(500).trim().min(1, "must not be empty"),
    until: z.iso.date().nullable().optional(),
  })
  .meta({
    example: {
      target: "customer",
      targetId: "01937f2e-7c4a-7b1d-9f3e-2a5b8c6d4e10",
      reason: "Súdny spor 12C/34/2026",
      until: "2027-12-31",
    },
  });
export type Hold = z.input<typeof holdSchema>;

/** An address, a phone number (E.164) or a domain, as tombstones know it. */
const placeSchema = safeText(320).transform((text, ctx) => {
  const written = text.trim();
  const place = /^\+\d{4,15}$/.test(written) ? written : written.includes("@") ? normaliseAddress(written) : normaliseDomain(written);
  if (place !== null && /[+.]/.test(place)) return place;
  ctx.addIssue({ code: "custom", message: "must be an e-mail address, a phone number like +421905123456 or a domain" });
  return z.NEVER;
});

export const liftSchema = z
  .object({ place: placeSchema, reason: safeText(500).trim().min(1, "must not be empty") })
  .meta({ example: { place: "jana@zakaznik.example", reason: "Od 1. 12. je opäť zákazníčkou, súhlas v zmluve 2026/118" } });
export type Lift = z.input<typeof liftSchema>;
