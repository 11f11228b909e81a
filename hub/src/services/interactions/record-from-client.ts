import { sql } from "drizzle-orm";
import type { z } from "zod";
import { AppError, type FieldProblem } from "@kronika/core/errors.ts";
import { summarise, type InteractionContent } from "@kronika/core/interactions/index.ts";
import { replyText } from "@kronika/core/reply-text.ts";
import { actingUserId, type Ctx } from "../../context.ts";
import { inTransaction } from "../../db/transaction.ts";
import { normaliseContactAddress } from "../contacts/schemas.ts";
import { readOrganization } from "../organizations/get.ts";
import { namesEntry, withListed } from "../organizations/listed.ts";
import { listsOf } from "../organizations/settings.ts";
import { parse } from "../parse.ts";
import { createReminder } from "../reminders/create.ts";
import type { RecordItem, RecordResult } from "./record.ts";
import { recordSoon } from "./record-queue.ts";
import { recordInputSchema, type RecordInput } from "./schemas.ts";

export interface ClientRecord extends RecordResult {
  reminder?: { id: string; dueAt: Date };
}

/**
 * Records what a person logged: by hand, from a page in the browser, or through the API. Idempotent by `clientId`. What the capture
 * policy refuses is answered as `skipped` with the reason; a reminder asked for in the same breath is set on what was recorded.
 * @throws AppError `invalid` naming the field, also for a customer, contact or opportunity that does not exist
 */
export async function recordFromClient(ctx: Ctx, input: RecordInput): Promise<ClientRecord> {
  return recordParsed(ctx, parse(recordInputSchema, input));
}

/** The same for input that its route has parsed by {@link recordInputSchema} already: a long mail is not read twice. */
export async function recordParsed(ctx: Ctx, fields: RecordFields): Promise<ClientRecord> {
  if (actingUserId(ctx) === null) throw new AppError("forbidden", "Only a person can record an interaction.");
  await assertLinks(ctx, fields.links);
  const result = await recordSoon(ctx, await toItem(ctx, fields));
  if (!fields.remind || result.interactionId === null) return result;
  const title = fields.remind.title ?? (summarise(fields.interaction).title || undefined);
  const about = { interactionId: result.interactionId, ...(fields.clientId ? { clientId: fields.clientId } : {}) };
  const reminder = await createReminder(
    ctx,
    "at" in fields.remind
      ? { ...about, at: fields.remind.at, title: title ?? "…" }
      : { ...about, noReplyWithinDays: fields.remind.noReplyWithinDays, ...(title ? { title } : {}) },
  );
  return { ...result, reminder };
}

export type RecordFields = z.output<typeof recordInputSchema>;

async function toItem(ctx: Ctx, fields: RecordFields): Promise<RecordItem> {
  const { source, interaction } = fields;
  const content = await completed(ctx, interaction);
  const fromPage = source?.providerId ? [{ scheme: `provider:${source.host}` as const, value: source.providerId }] : [];
  return {
    content:
      content.kind === "email" && source?.threadId && !content.providerThreadId
        ? { ...content, providerThreadId: source.threadId }
        : content,
    source: source ? "extension" : ctx.actor.kind === "token" ? "api" : "manual",
    ownerId: actingUserId(ctx),
    clientId: fields.clientId,
    identities: [...(fields.identities ?? []), ...fromPage],
    links: fields.links,
    private: fields.private,
  };
}

/**
 * What the client left for us to find out: the number as contacts hold it, what an outcome counts as, the part of a mail that is new.
 * @throws AppError `invalid` for a kind or outcome that the organisation's lists do not have
 */
async function completed(ctx: Ctx, content: InteractionContent): Promise<InteractionContent> {
  if (content.kind === "email" && content.text && content.replyText == null)
    return { ...content, replyText: replyText(content.text, { subject: content.subject }).replyText };
  const phone = content.kind === "call" ? content.phoneNumber : null;
  if (!phone && !namesEntry(content)) return content;
  const { country, settings } = await inTransaction(ctx, (tx) => readOrganization(tx, ctx));
  const named = withListed(listsOf(settings), content);
  // E.164, so that it is found at a contact; as it was written when it is no number.
  return named.kind === "call" && phone ? { ...named, phoneNumber: normaliseContactAddress("phone", phone, country) ?? phone } : named;
}

/** A stated link must exist: a typing error must not let the interaction vanish from where it was meant to be. */
async function assertLinks(ctx: Ctx, links: RecordFields["links"]): Promise<void> {
  const stated = (
    [
      ["customerIds", "customers"],
      ["contactIds", "contacts"],
      ["opportunityIds", "opportunities"],
    ] as const
  ).flatMap(([field, table]) => (links?.[field] ?? []).map((id, i) => ({ id, table, pointer: `/links/${field}/${i}` })));
  if (stated.length === 0) return;
  const ids = sql.join(
    stated.map((s) => sql`${s.id}::uuid`),
    sql`, `,
  );
  const found = await inTransaction(ctx, (tx) =>
    tx.execute<{ place: string }>(sql`SELECT 'customers|' || id AS place FROM customers WHERE id IN (${ids})
      UNION ALL SELECT 'contacts|' || id FROM contacts WHERE id IN (${ids}) UNION ALL SELECT 'opportunities|' || id FROM opportunities WHERE id IN (${ids})`),
  );
  const known = new Set(found.rows.map((row) => row.place));
  const fields: FieldProblem[] = stated
    .filter((s) => !known.has(`${s.table}|${s.id}`))
    .map(({ pointer }) => ({ pointer, message: "does not exist in this organisation" }));
  if (fields.length > 0) throw new AppError("invalid", "Some fields are not right.", { fields });
}
