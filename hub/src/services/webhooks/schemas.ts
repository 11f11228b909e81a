import { z } from "zod";
import { safeText } from "@kronika/core/interactions/common.ts";
import { webhookEvents } from "./events.ts";

const fields = {
  /** https, or http to a host that the operator has allowed; what it resolves to is checked at every delivery. */
  url: safeText(2000).refine((text) => {
    // The parser of addresses forgives blanks and line breaks; a header does not.
    const url = /\s/.test(text) ? null : URL.parse(text);
    return (
      url !== null &&
      (url.protocol === "https:" || url.protocol === "http:") &&
      url.username === "" &&
      url.password === "" &&
      url.hash === ""
    );
  }, "must be an address beginning with https://, without a name or password in it"),
  description: safeText(300),
  events: z
    .array(z.enum(webhookEvents))
    .min(1)
    .transform((events) => [...new Set(events)]),
  active: z.boolean(),
};

export const createWebhookSchema = z.strictObject({ url: fields.url, description: fields.description.default(""), events: fields.events });
export type CreateWebhook = z.input<typeof createWebhookSchema>;

export const updateWebhookSchema = z.strictObject(fields).partial();
export type UpdateWebhook = z.input<typeof updateWebhookSchema>;

export const listDeliveriesSchema = z.object({ limit: z.number().int().min(1).max(200).default(50), cursor: z.string().optional() });
