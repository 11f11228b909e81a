import { directionOf } from "@kronika/core/interactions/participants.ts";
import type { InteractionContent } from "@kronika/core/interactions/index.ts";
import { excerpt } from "@kronika/core/safe-text.ts";
import type { Ctx } from "../../../context.ts";
import { newId } from "../../../db/ids.ts";
import { auditRow } from "../../audit.ts";
import { validAt, type KnownInteraction } from "./lookup.ts";
import { isNamed, type Prepared } from "./prepare.ts";
import type { RecordingState } from "./state.ts";
import type { RecordedLink, RecordReason } from "./types.ts";
import type { NewRows } from "./write.ts";

/** What was decided about an item, before it is written. */
export interface Verdict {
  level: "metadata" | "subject" | "content";
  reasons: RecordReason[];
  links: RecordedLink[];
}

/** Fields of a kind that are metadata. */
export function detailsOf(content: InteractionContent): Record<string, unknown> {
  switch (content.kind) {
    case "email":
      return { mailKind: content.mailKind };
    case "call":
      return {
        outcome: content.outcome,
        ...(content.outcomeKey == null ? {} : { outcomeKey: content.outcomeKey }),
        durationSeconds: content.durationSeconds ?? null,
        phoneNumber: content.phoneNumber ?? null,
      };
    case "meeting":
      return {
        status: content.status,
        allDay: content.allDay,
        location: content.location ?? null,
        sequence: content.sequence,
        outcome: content.outcome ?? null,
        ...(content.outcomeKey == null ? {} : { outcomeKey: content.outcomeKey }),
      };
    case "other":
      return { otherKind: content.otherKind };
    default:
      return {};
  }
}

const PREVIEW_LENGTH = 200;

/** First words of a text, for lists. A note without subject shows them as its only line. */
export const previewOf = (text: string | null | undefined): string => excerpt(text ?? "", PREVIEW_LENGTH);

/** Text parts of an interaction, cut to its level. */
export function partsOf(content: InteractionContent, level: Verdict["level"]) {
  const subject = level === "metadata" ? null : content.subject;
  if (level !== "content")
    return { subject, body: null, attachments: content.kind === "email" && level === "subject" ? content.attachments : [] };
  const mail = content.kind === "email" ? content : null;
  return {
    subject,
    body: {
      text: content.text ?? null,
      html: mail?.html ?? null,
      replyText: mail?.replyText ?? null,
      preview: previewOf(mail?.replyText || content.text),
    },
    attachments: mail?.attachments ?? [],
  };
}

/** Adds all rows of a new interaction to the batch, and makes it known to the items that follow. */
export function addInteraction(
  rows: NewRows,
  ctx: Ctx,
  state: RecordingState,
  prepared: Prepared,
  verdict: Verdict,
  threadId: string | null,
): KnownInteraction {
  const { item, participants } = prepared;
  const { content } = item;
  const { orgId } = ctx;
  const id = newId();
  const now = ctx.now();
  const occurredAt = new Date(content.occurredAt);
  const audienceId = state.audienceOf(orgId, prepared, verdict.links);
  const parts = partsOf(content, verdict.level);
  rows.interactions.push({
    id,
    orgId,
    kind: content.kind,
    direction: directionOf(content, state.own),
    occurredAt,
    endsAt: content.kind === "meeting" && content.endsAt ? new Date(content.endsAt) : null,
    threadId: threadId ?? id,
    state: content.kind === "meeting" && content.status === "cancelled" ? "cancelled" : "active",
    details: { ...detailsOf(content), reasons: verdict.reasons },
    level: verdict.level,
    fingerprint: prepared.fingerprint,
    named: isNamed(prepared.identities),
    audienceId,
    private: item.private ?? false,
    attachmentCount: parts.attachments.filter((a) => !a.inline).length,
    createdBy: item.source === "manual" || item.source === "extension" || item.source === "api" ? item.ownerId : null,
    createdAt: now,
    updatedAt: now,
  });
  const place = { interactionId: id, orgId, audienceId };
  if (parts.subject !== null) rows.interactionSubjects.push({ ...place, subject: parts.subject });
  if (parts.body !== null) rows.interactionBodies.push({ ...place, ...parts.body });
  rows.attachments.push(
    ...parts.attachments.map((a) => ({
      id: newId(),
      ...place,
      filename: a.filename,
      contentType: a.contentType ?? null,
      size: a.size ?? null,
      sha256: a.sha256 ?? null,
      inline: a.inline,
    })),
  );
  addNames(rows, ctx, prepared, id);
  rows.interactionParticipants.push(...participants.map((p) => participantRow(state, orgId, { id, occurredAt: content.occurredAt }, p)));
  rows.interactionLinks.push(...verdict.links.map((link) => linkRow(ctx, { id, audienceId }, occurredAt, link)));
  rows.auditLog.push(
    auditRow(item.actor ? { ...ctx, actor: item.actor } : ctx, {
      verb: "record",
      noun: "interaction",
      rowId: id,
      detail: { source: item.source },
    }),
  );
  const known: KnownInteraction = {
    id,
    kind: content.kind,
    direction: rows.interactions.at(-1)!.direction,
    occurredAt: content.occurredAt,
    threadId: threadId ?? id,
    level: verdict.level,
    fingerprint: prepared.fingerprint,
    audienceId,
    details: detailsOf(content),
    attachmentCount: parts.attachments.length,
    subject: parts.subject,
    preview: parts.body?.preview ?? null,
    hasText: parts.body !== null,
    identities: prepared.identities,
    participants: participants.map((p) => ({ role: p.role, address: p.address ?? p.phone ?? null, response: p.response ?? null })),
    links: verdict.links.map((link) => ({ ...link, decidedBy: link.decidedBy ?? "rule" })),
    copies: [{ ownerId: item.ownerId, source: item.source }],
  };
  state.add(known, prepared);
  return known;
}

/** Identities, ancestors and the copy: what every arrival adds, the first and the tenth. */
export function addNames(rows: NewRows, ctx: Ctx, prepared: Prepared, interactionId: string): void {
  const { orgId } = ctx;
  const { item } = prepared;
  rows.interactionIdentities.push(...prepared.identities.map((i) => ({ orgId, scheme: i.scheme, value: i.value, interactionId })));
  rows.interactionReferences.push(...prepared.threadKeys.map((messageId) => ({ orgId, messageId, interactionId })));
  rows.interactionCopies.push({
    id: newId(),
    orgId,
    interactionId,
    ownerId: item.ownerId,
    connectionId: item.connectionId ?? null,
    source: item.source,
    createdAt: ctx.now(),
  });
}

export function participantRow(
  state: RecordingState,
  orgId: string,
  interaction: { id: string; occurredAt: string },
  p: Prepared["participants"][number],
): NewRows["interactionParticipants"][number] {
  const address = p.address ?? p.phone ?? null;
  const userId = address === null ? null : (state.lookup.organization.users.find((user) => user.addresses.includes(address))?.id ?? null);
  const contactId =
    userId !== null || address === null
      ? null
      : (validAt(state.lookup.directory, interaction.occurredAt).find((entry) => entry.address === address)?.contactId ?? null);
  return {
    id: newId(),
    orgId,
    interactionId: interaction.id,
    role: p.role,
    name: p.name ?? null,
    address,
    contactId,
    userId,
    response: p.response ?? null,
  };
}

export const linkRow = (
  ctx: Ctx,
  interaction: Pick<KnownInteraction, "id" | "audienceId">,
  occurredAt: Date,
  link: RecordedLink,
): NewRows["interactionLinks"][number] => ({
  id: newId(),
  orgId: ctx.orgId,
  interactionId: interaction.id,
  audienceId: interaction.audienceId,
  target: link.target,
  targetId: link.id,
  occurredAt,
  chosen: link.chosen,
  evidence: [...link.evidence],
  score: link.score,
  decidedBy: link.decidedBy ?? "rule",
  userId: null,
  createdAt: ctx.now(),
});
