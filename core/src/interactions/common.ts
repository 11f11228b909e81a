import { z } from "zod";
import { normaliseAddress } from "../addresses.ts";
import { toUtcInstant } from "../instants.ts";

// oxlint-disable-next-line no-control-regex -- NUL cannot be stored by PostgreSQL (22021)
const NUL = /\u0000/;

/** Text that PostgreSQL can store: no NUL, no lone surrogates; at most `max` UTF-16 units. Mappers use `cleanText` (safe-text.ts) first. */
export const safeText = (max: number) =>
  z
    .string()
    .max(max)
    .refine((text) => !NUL.test(text), "must not contain the NUL character")
    .refine((text) => text.isWellFormed(), "must be well-formed Unicode (lone surrogate found)");

/** An e-mail address, normalised on the way in. */
export const addressSchema = z.string().transform((text, ctx) => {
  const address = normaliseAddress(text);
  if (address === null) {
    ctx.addIssue({ code: "custom", message: "is not an e-mail address" });
    return z.NEVER;
  }
  return address;
});

/** Instants travel as ISO 8601 with offset, years 0100-9999; they are stored in UTC. */
export const instantSchema = z.iso
  .datetime({ offset: true, abort: true })
  .refine((text) => toUtcInstant(text) !== null, "must be an instant between the years 0100 and 9999");

export const mailAddressSchema = z.object({ name: safeText(500).optional(), address: addressSchema });

export const directionSchema = z.enum(["incoming", "outgoing", "internal", "none"]);
export type Direction = z.infer<typeof directionSchema>;

export const attachmentInfoSchema = z.object({
  filename: safeText(500).nullable(),
  contentType: safeText(200).optional(),
  size: z.number().int().nonnegative().optional(),
  sha256: z
    .string()
    .regex(/^[0-9a-f]{64}$/)
    .optional(),
  inline: z.boolean().default(false),
});

/** As what somebody took part. */
export const participantRoleSchema = z.enum([
  "from",
  "to",
  "cc",
  "bcc",
  "reply-to",
  "organizer",
  "attendee",
  "caller",
  "callee",
  "author",
  "other",
]);
export type ParticipantRole = z.infer<typeof participantRoleSchema>;

/**
 * Somebody who took part, where no address field of a mail says so: a call, a visit, a chat. At least one of name, address and phone.
 */
export const participantSchema = z
  .object({
    role: participantRoleSchema,
    name: safeText(500).optional(),
    address: addressSchema.optional(),
    phone: safeText(50).optional(),
  })
  .refine(({ name, address, phone }) => (name ?? address ?? phone ?? "") !== "", "needs a name, an address or a phone number");

/** Answer to an invitation (RFC 5545 PARTSTAT in our words). */
export const responseSchema = z.enum(["accepted", "declined", "tentative", "none"]);
export type Response = z.infer<typeof responseSchema>;

/** The key of an entry in one of the lists that an organisation keeps: further kinds of interaction, outcomes, stages. */
export const listKeySchema = z.string().regex(/^[a-z0-9][a-z0-9-]{0,39}$/, "must be 1 to 40 small letters, digits and -");

/** Explicit links that the recorder states; everything else is matched. */
export const statedLinksSchema = z.object({
  customerIds: z.array(z.uuid()).max(20).optional(),
  opportunityIds: z.array(z.uuid()).max(20).optional(),
  contactIds: z.array(z.uuid()).max(50).optional(),
});
