import { sql } from "drizzle-orm";
import type { InteractionContent } from "@kronika/core/interactions/index.ts";
import { directionOf } from "@kronika/core/interactions/participants.ts";
import type { Ctx } from "../../../context.ts";
import type { Tx } from "../../../db/database.ts";
import { newId } from "../../../db/ids.ts";
import { settleAudiences } from "../../rights/settle-audiences.ts";
import type { KnownInteraction } from "./lookup.ts";
import { isNamed, type Prepared } from "./prepare.ts";
import { addNames, detailsOf, linkRow, participantRow, partsOf, type Verdict } from "./rows.ts";
import type { RecordingState } from "./state.ts";
import type { NewRows } from "./write.ts";

/** Sources that bring a message as it is; a page shows an excerpt of it. */
const COMPLETE: ReadonlySet<string> = new Set(["mailbox", "import", "calendar"]);

/**
 * Another arrival of an interaction that stands: one more copy, further identities, and whatever it knows better. A repeat that brings
 * nothing new writes nothing.
 * @returns the changes that need a statement of their own, run after the batch's insert
 */
export function addArrival(
  rows: NewRows,
  ctx: Ctx,
  state: RecordingState,
  known: KnownInteraction,
  prepared: Prepared,
  verdict: Verdict,
): ((tx: Tx) => Promise<void>)[] {
  const { item } = prepared;
  const changes: ((tx: Tx) => Promise<void>)[] = [];
  addNames(rows, ctx, prepared, known.id);
  const occurredAt = new Date(item.content.occurredAt);
  const linked = new Set(known.links.map((link) => `${link.target}|${link.id}`));
  const fresh = verdict.links.filter((link) => !linked.has(`${link.target}|${link.id}`));
  rows.interactionLinks.push(...fresh.map((link) => linkRow(ctx, known, new Date(known.occurredAt), link)));
  known.links.push(...fresh.map((link) => ({ ...link, decidedBy: link.decidedBy ?? "rule" })));

  const seenByOthers = !known.copies.some((copy) => copy.ownerId === item.ownerId) || state.hasRules(fresh);
  // What a retention rule has taken away does not come back with another copy.
  const isDropped = known.details["contentDropped"] === true;
  const better = !isDropped && knowsBetter(known, item.content, item.source);
  if (better) changes.push((tx) => replaceContent(tx, ctx, state, known, prepared, verdict));
  else if (!isDropped && !known.hasText && verdict.level === "content" && partsOf(item.content, "content").body?.text)
    changes.push((tx) => fillContent(tx, ctx, known, item.content));
  if (better && occurredAt.getTime() !== new Date(known.occurredAt).getTime()) known.occurredAt = item.content.occurredAt;
  if (isNamed(prepared.identities) && !isNamed(known.identities)) changes.push((tx) => markNamed(tx, known.id));
  // Last: what the changes before have written is filed under the audience of before.
  if (seenByOthers) changes.push((tx) => settle(tx, ctx, known));
  known.identities.push(...prepared.identities);
  known.copies.push({ ownerId: item.ownerId, source: item.source });
  state.add(known, prepared);
  return changes;
}

/** A mail itself after its excerpt from a page; a later version of a meeting (RFC 5545 SEQUENCE). */
function knowsBetter(known: KnownInteraction, content: InteractionContent, source: string): boolean {
  if (content.kind === "email") return COMPLETE.has(source) && !known.copies.some((copy) => COMPLETE.has(copy.source));
  if (content.kind === "meeting") {
    const sequence = typeof known.details["sequence"] === "number" ? known.details["sequence"] : 0;
    if (content.sequence < sequence) return false;
    return content.sequence > sequence || differs(known, content);
  }
  return false;
}

function differs(known: KnownInteraction, content: Extract<InteractionContent, { kind: "meeting" }>): boolean {
  const details = detailsOf(content);
  const responses = (people: { address: string | null; response: string | null }[]) =>
    people
      .map((p) => `${p.address} ${p.response}`)
      .toSorted((a, b) => a.localeCompare(b))
      .join("\n");
  return (
    new Date(known.occurredAt).getTime() !== new Date(content.occurredAt).getTime() ||
    known.subject !== content.subject ||
    ["status", "location", "allDay"].some((field) => known.details[field] !== details[field]) ||
    responses(known.participants.filter((p) => p.role === "attendee")) !==
      responses(content.attendees.map((a) => ({ address: a.address, response: a.response })))
  );
}

/** Who sees it follows from the owners of its copies and from where it belongs. */
async function settle(tx: Tx, ctx: Ctx, known: KnownInteraction): Promise<void> {
  const moved = await settleAudiences(tx, ctx, { interactions: [known.id] });
  known.audienceId = moved.get(known.id) ?? known.audienceId;
}

async function markNamed(tx: Tx, id: string): Promise<void> {
  await tx.execute(sql`UPDATE interactions SET named = true WHERE id = ${id}`);
}

/** Text that was not there before. */
async function fillContent(tx: Tx, ctx: Ctx, known: KnownInteraction, content: InteractionContent): Promise<void> {
  const { body, subject } = partsOf(content, "content");
  if (!body) return;
  known.hasText = true;
  await tx.execute(sql`WITH s AS (INSERT INTO interaction_subjects (interaction_id, org_id, audience_id, subject)
      VALUES (${known.id}, ${ctx.orgId}, ${known.audienceId}, ${subject ?? ""}) ON CONFLICT DO NOTHING),
    i AS (UPDATE interactions SET level = 'content', updated_at = ${ctx.now()} WHERE id = ${known.id})
    INSERT INTO interaction_bodies (interaction_id, org_id, audience_id, text, html, reply_text, preview)
    VALUES (${known.id}, ${ctx.orgId}, ${known.audienceId}, ${body.text}, ${body.html}, ${body.replyText}, ${body.preview})
    ON CONFLICT (interaction_id) DO UPDATE SET text = EXCLUDED.text, html = EXCLUDED.html, reply_text = EXCLUDED.reply_text, preview = EXCLUDED.preview`);
}

/** The better version takes the place of the one that stands: times, people, subject, text, attachments. What people added stays. */
async function replaceContent(
  tx: Tx,
  ctx: Ctx,
  state: RecordingState,
  known: KnownInteraction,
  prepared: Prepared,
  verdict: Verdict,
): Promise<void> {
  const { content } = prepared.item;
  const endsAt = content.kind === "meeting" && content.endsAt ? new Date(content.endsAt) : null;
  const cancelled = content.kind === "meeting" && content.status === "cancelled";
  const { outcome: _kept, ...details } = detailsOf(content);
  const attachments = partsOf(content, verdict.level).attachments;
  await tx.execute(sql`UPDATE interactions SET occurred_at = ${new Date(content.occurredAt)}, ends_at = ${endsAt}, direction = ${directionOf(content, state.own)},
      state = CASE WHEN state = 'merged' THEN state WHEN ${cancelled} THEN 'cancelled' ELSE 'active' END, attachment_count = ${attachments.filter((a) => !a.inline).length},
      fingerprint = ${prepared.fingerprint}, details = details || ${JSON.stringify(details)}::jsonb, updated_at = ${ctx.now()} WHERE id = ${known.id}`);
  await tx.execute(sql`UPDATE interaction_links SET occurred_at = ${new Date(content.occurredAt)} WHERE interaction_id = ${known.id}`);
  const { subject } = partsOf(content, verdict.level);
  if (subject !== null) {
    await tx.execute(sql`INSERT INTO interaction_subjects (interaction_id, org_id, audience_id, subject) VALUES (${known.id}, ${ctx.orgId}, ${known.audienceId}, ${subject})
      ON CONFLICT (interaction_id) DO UPDATE SET subject = EXCLUDED.subject`);
  }
  if (verdict.level === "content") await fillContent(tx, ctx, known, content);
  const people = prepared.participants.map((p) => participantRow(state, ctx.orgId, { id: known.id, occurredAt: content.occurredAt }, p));
  await tx.execute(sql`DELETE FROM interaction_participants WHERE interaction_id = ${known.id}`);
  await tx.execute(
    sql`INSERT INTO interaction_participants SELECT * FROM json_populate_recordset(NULL::interaction_participants, ${JSON.stringify(
      people.map((p) => ({
        id: p.id,
        org_id: p.orgId,
        interaction_id: p.interactionId,
        role: p.role,
        name: p.name,
        address: p.address,
        contact_id: p.contactId,
        user_id: p.userId,
        response: p.response,
      })),
    )}::json)`,
  );
  await tx.execute(sql`DELETE FROM attachments WHERE interaction_id = ${known.id}`);
  await tx.execute(
    sql`INSERT INTO attachments SELECT * FROM json_populate_recordset(NULL::attachments, ${JSON.stringify(
      attachments.map((a) => ({
        id: newId(),
        org_id: ctx.orgId,
        interaction_id: known.id,
        audience_id: known.audienceId,
        filename: a.filename,
        content_type: a.contentType ?? null,
        size: a.size ?? null,
        sha256: a.sha256 ?? null,
        inline: a.inline,
      })),
    )}::json)`,
  );
}
