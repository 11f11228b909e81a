import { z } from "zod";
import { callSchema } from "./call.ts";
import { emailSchema } from "./email.ts";
import { meetingSchema } from "./meeting.ts";
import { noteSchema } from "./note.ts";
import { otherSchema } from "./other.ts";

/** The five kinds of interaction. A new kind is one file and one line here. */
export const interactionContentSchema = z.discriminatedUnion("kind", [emailSchema, callSchema, meetingSchema, noteSchema, otherSchema]);
export type InteractionContent = z.infer<typeof interactionContentSchema>;
/** What a client may send: defaults not filled in yet. */
export type InteractionContentInput = z.input<typeof interactionContentSchema>;
export type InteractionKind = InteractionContent["kind"];
export const interactionKinds = ["email", "call", "meeting", "note", "other"] as const satisfies readonly InteractionKind[];
