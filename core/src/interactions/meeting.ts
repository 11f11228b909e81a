import { z } from "zod";
import { instantSchema, listKeySchema, mailAddressSchema, responseSchema, safeText } from "./common.ts";

/** One real meeting: one instance of a series is one meeting. */
export const meetingSchema = z.object({
  kind: z.literal("meeting"),
  occurredAt: instantSchema,
  endsAt: instantSchema.nullish(),
  allDay: z.boolean().default(false),
  iCalUid: safeText(1000).nullish(),
  /** Original start of the instance (RECURRENCE-ID), null when the event does not recur. */
  originalStart: safeText(40).nullish(),
  sequence: z.number().int().min(0).default(0),
  status: z.enum(["confirmed", "tentative", "cancelled"]).default("confirmed"),
  subject: safeText(2000).default(""),
  location: safeText(2000).nullish(),
  text: safeText(1_000_000).nullish(),
  organizer: mailAddressSchema.nullish(),
  attendees: z
    .array(mailAddressSchema.extend({ response: responseSchema.default("none") }))
    .max(2000)
    .default([]),
  /** Whose wish it was, where no organizer says so: a meeting that was agreed by word of mouth. */
  initiatedBy: z.enum(["us", "them"]).nullish(),
  /** What it counts as. */
  outcome: z.enum(["held", "no-show", "cancelled"]).nullish(),
  /** More exactly, from the organisation's own list of outcomes; each of those counts as one of the above. */
  outcomeKey: listKeySchema.nullish(),
});
export type Meeting = z.infer<typeof meetingSchema>;
