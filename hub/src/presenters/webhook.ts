import { z } from "@hono/zod-openapi";
import { webhookEvents, type WebhookEvent } from "../services/webhooks/events.ts";
import type { DeliveryRow, WebhookRow } from "../services/webhooks/read.ts";
import { instant, instantOrNull } from "./common.ts";

export const webhookSchema = z
  .object({
    id: z.uuid(),
    url: z.string(),
    description: z.string(),
    events: z.array(z.enum(webhookEvents)),
    state: z.enum(["active", "off"]),
    failingSince: z.string().nullable(),
    lastSuccessAt: z.string().nullable(),
    createdBy: z.uuid().openapi({ description: "With whose eyes it sees" }),
    createdAt: z.string(),
  })
  .openapi("Webhook");

export const presentWebhook = (row: WebhookRow): z.infer<typeof webhookSchema> => ({
  ...row,
  events: row.events as WebhookEvent[],
  failingSince: instantOrNull(row.failingSince),
  lastSuccessAt: instantOrNull(row.lastSuccessAt),
  createdAt: instant(row.createdAt),
});

export const deliverySchema = z
  .object({
    id: z.uuid().openapi({ description: "`webhook-id` of the message" }),
    event: z.string(),
    subjectId: z.uuid(),
    state: z.enum(["pending", "delivered", "failed", "skipped"]),
    attempts: z.number().int(),
    nextAttemptAt: z.string().nullable(),
    lastStatus: z.number().int().nullable().openapi({ description: "HTTP status of the last answer" }),
    problem: z.string().nullable().openapi({ description: "Why there was no answer, or why it was skipped" }),
    durationMs: z.number().int().nullable(),
    occurredAt: z.string(),
    finishedAt: z.string().nullable(),
  })
  .openapi("WebhookDelivery");

export const presentDelivery = (row: DeliveryRow): z.infer<typeof deliverySchema> => ({
  id: row.id,
  event: row.event,
  subjectId: row.subjectId,
  state: row.state,
  attempts: row.attempts,
  nextAttemptAt: instantOrNull(row.nextAttemptAt),
  lastStatus: row.lastStatus,
  problem: row.problem,
  durationMs: row.durationMs,
  occurredAt: instant(row.occurredAt),
  finishedAt: instantOrNull(row.finishedAt),
});
