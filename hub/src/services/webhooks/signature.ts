import { createHmac, randomBytes } from "node:crypto";

/** A signing secret as Standard Webhooks writes it: `whsec_` and base64 of 32 random bytes. */
export const newWebhookSecret = (): string => `whsec_${randomBytes(32).toString("base64")}`;

/**
 * Headers of a signed message (Standard Webhooks, version 1: HMAC-SHA256 over `id.timestamp.body`).
 * @param at seconds since 1970
 */
export function signedHeaders(secret: string, message: { id: string; at: number; body: string }): Record<string, string> {
  const key = Buffer.from(secret.replace(/^whsec_/, ""), "base64");
  const signature = createHmac("sha256", key).update(`${message.id}.${message.at}.${message.body}`).digest("base64");
  return { "webhook-id": message.id, "webhook-timestamp": String(message.at), "webhook-signature": `v1,${signature}` };
}
