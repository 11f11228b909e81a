import { z } from "zod";
import { callSchema } from "./call.ts";
import { emailSchema, summariseEmail } from "./email.ts";
import { meetingSchema } from "./meeting.ts";
import { noteSchema } from "./note.ts";
import { otherSchema } from "./other.ts";
import { summary, type Summary } from "./summary.ts";

/** The five kinds of interaction. A new kind is one file and one line here. */
export const interactionContentSchema = z.discriminatedUnion("kind", [emailSchema, callSchema, meetingSchema, noteSchema, otherSchema]);
export type InteractionContent = z.infer<typeof interactionContentSchema>;
/** What a client may send: defaults not filled in yet. */
export type InteractionContentInput = z.input<typeof interactionContentSchema>;
export type InteractionKind = InteractionContent["kind"];
export const interactionKinds = ["email", "call", "meeting", "note", "other"] as const satisfies readonly InteractionKind[];

/** Words of a timeline line for any kind. */
export function summarise(content: InteractionContent): Summary {
  if (content.kind === "email") return summariseEmail(content);
  if (content.kind === "meeting") return summary(content.subject, content.text || content.location);
  return summary(content.subject, content.text);
}
