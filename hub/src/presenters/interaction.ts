import { z } from "@hono/zod-openapi";
import { initiatorAmong, initiatorSideOf } from "@kronika/core/interactions/participants.ts";
import type { Explanation } from "../services/interactions/explain.ts";
import type { InteractionRow, SummaryRow } from "../services/interactions/read.ts";
import { instant, instantOrNull, named, namedSchema } from "./common.ts";
import { reminderSchema } from "./reminder.ts";

const levelSchema = z.enum(["metadata", "subject", "content"]);
const targetSchema = z.enum(["customer", "contact", "opportunity"]);

export const interactionSummarySchema = z
  .object({
    id: z.uuid(),
    kind: z.enum(["email", "call", "meeting", "note", "other"]),
    direction: z.enum(["incoming", "outgoing", "internal", "none"]),
    occurredAt: z.string(),
    endsAt: z.string().nullable(),
    state: z.enum(["active", "cancelled", "merged"]),
    threadId: z.uuid(),
    level: levelSchema.openapi({ description: "How much of it this viewer sees" }),
    private: z.boolean().openapi({ description: "Seen by its owners alone" }),
    subject: z.string().nullable(),
    preview: z.string().nullable(),
    participants: z.array(
      z.object({
        role: z.string(),
        name: z.string().nullable(),
        address: z.string().nullable(),
        contactId: z.uuid().nullable(),
        userId: z.uuid().nullable(),
        response: z.string().nullable(),
      }),
    ),
    initiator: z
      .object({
        side: z.enum(["us", "them", "unknown"]),
        name: z.string().nullable(),
        address: z.string().nullable(),
        contactId: z.uuid().nullable(),
        userId: z.uuid().nullable(),
      })
      .openapi({ description: "Who began it: whose side, and who of it as far as it is known" }),
    details: z.record(z.string(), z.unknown()),
    attachmentCount: z.number().int(),
    links: z.array(z.object({ target: targetSchema, id: z.uuid(), name: z.string() })),
    createdBy: namedSchema.nullable(),
    sources: z.array(z.string()),
  })
  .openapi("InteractionSummary");

export const interactionSchema = interactionSummarySchema
  .extend({
    text: z.string().nullable(),
    html: z.string().nullable(),
    replyText: z.string().nullable(),
    attachments: z.array(
      z.object({
        id: z.uuid(),
        filename: z.string().nullable(),
        contentType: z.string().nullable(),
        size: z.number().nullable(),
        inline: z.boolean(),
        content: z
          .enum(["kept", "too-large", "not-kept"])
          .nullable()
          .openapi({ description: "`kept`: can be downloaded. Null: this viewer may see its name, not its content" }),
      }),
    ),
    reactions: z.array(
      z.object({
        id: z.uuid(),
        kind: z.string(),
        interactionId: z.uuid(),
        toInteractionId: z.uuid().nullable(),
        address: z.string().nullable(),
        occurredAt: z.string(),
      }),
    ),
    thread: z.array(interactionSummarySchema),
    reminders: z.array(reminderSchema),
    may: z
      .object({ edit: z.boolean(), delete: z.boolean(), share: z.boolean(), hide: z.boolean() })
      .openapi({ description: "What this viewer may do with it; `hide`: make it private or share it again" }),
  })
  .openapi("Interaction");

/** Fields of the details that show as they are; the decision's reasons belong to the explanation. */
function presentDetails({ reasons: _reasons, ...details }: Record<string, unknown>): Record<string, unknown> {
  return details;
}

/** What we began and nobody is named for was begun by whoever wrote it down. */
function presentInitiator(row: SummaryRow): z.infer<typeof interactionSummarySchema>["initiator"] {
  const side = initiatorSideOf(row);
  const who = initiatorAmong(side, row.participants);
  if (who) return { side, name: who.name, address: who.address, contactId: who.contactId, userId: who.userId };
  const writer = side === "us" ? row.createdById : null;
  return { side, name: writer === null ? null : row.createdByName, address: null, contactId: null, userId: writer };
}

export function presentSummary(row: SummaryRow): z.infer<typeof interactionSummarySchema> {
  return {
    id: row.id,
    kind: row.kind,
    direction: row.direction,
    occurredAt: instant(row.occurredAt),
    endsAt: instantOrNull(row.endsAt),
    state: row.state,
    threadId: row.threadId,
    level: row.seesContent ? "content" : row.seesSubject ? "subject" : "metadata",
    private: row.private,
    subject: row.subject,
    preview: row.preview,
    participants: row.participants,
    initiator: presentInitiator(row),
    details: presentDetails(row.details),
    attachmentCount: row.attachmentCount,
    links: row.links,
    createdBy: named(row.createdById, row.createdByName),
    sources: row.sources,
  };
}

export function presentInteraction(row: InteractionRow, reminders: z.infer<typeof reminderSchema>[]): z.infer<typeof interactionSchema> {
  return {
    ...presentSummary(row),
    text: row.text,
    html: row.html,
    replyText: row.replyText,
    attachments: row.attachments,
    reactions: row.reactions.map((reaction) => ({ ...reaction, occurredAt: instant(reaction.occurredAt) })),
    thread: row.thread.map(presentSummary),
    reminders,
    may: row.may,
  };
}

export const explanationSchema = z
  .object({
    decision: z.object({ level: z.string(), reasons: z.array(z.unknown()) }),
    arrivals: z.array(
      z.object({
        source: z.string(),
        owner: namedSchema.nullable(),
        connection: namedSchema.nullable(),
        folder: z.string().nullable(),
        at: z.string(),
      }),
    ),
    identities: z.array(z.object({ scheme: z.string(), value: z.string() })),
    links: z.array(
      z.object({
        target: targetSchema,
        id: z.uuid(),
        name: z.string().nullable(),
        chosen: z.boolean(),
        score: z.number(),
        decidedBy: z.string(),
        evidence: z.array(z.record(z.string(), z.unknown())),
      }),
    ),
  })
  .openapi("Explanation");

export function presentExplanation({ arrivals, ...rest }: Explanation): z.infer<typeof explanationSchema> {
  return {
    ...rest,
    arrivals: arrivals.map((a) => ({
      source: a.source,
      owner: named(a.ownerId, a.ownerName),
      connection: named(a.connectionId, a.connectionName),
      folder: a.folder,
      at: instant(a.at),
    })),
  };
}
