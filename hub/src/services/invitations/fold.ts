import { createHash } from "node:crypto";
import { meetingsOf } from "@kronika/connectors/calendar/mapper.ts";
import { meetingIdentity, type Identity } from "@kronika/core/identities.ts";
import type { Ctx } from "../../context.ts";
import type { Tx } from "../../db/database.ts";
import { inTransaction, withClient } from "../../db/transaction.ts";
import { MAX_BATCH, recordMany, type RecordItem, type RecordResult } from "../interactions/record.ts";
import { identityLocks } from "../interactions/recording/prepare.ts";
import { announce } from "../outbox.ts";
import { fileReports, type IncomingReport } from "../reactions/reports.ts";
import { rightsLock } from "../rights/rules.ts";
import type { MeetingWindow } from "../sync/record-calendar-object.ts";
import type { Foldable } from "./foldable.ts";
import { foldedInto, leftOut, type FoldOutcome } from "./outcome.ts";

/** A message that passed the capture policy's exclusions, and what it says about something else. */
export interface FoldItem {
  foldable: Foldable;
  /** Whose copy it is and how it came: for meetings that it brings. */
  arrival: Pick<RecordItem, "source" | "ownerId" | "connectionId" | "facts">;
  window: MeetingWindow;
}

/** Whether a message that was not recorded may be folded: the exclusions let it through. Of the others not even an answer is kept. */
export function isToFold({ content }: RecordItem, { state, reasons }: RecordResult): boolean {
  const code = reasons[0]?.code;
  return state === "skipped" && content.kind === "email" && (code === content.mailKind || code === `${content.mailKind}-to-recorded`);
}

/**
 * Folds a message into what it is about, in one transaction: an invitation becomes the meeting, an answer its reaction, a bounce that of the
 * mail that came back. Whatever the order in which they, the calendars and the pages arrive, the end is the same.
 * @param settle runs in the same transaction: where the sync settles its ledger. Throwing takes everything back
 */
export async function foldMessage(
  ctx: Ctx,
  item: FoldItem,
  settle: (tx: Tx, outcome: FoldOutcome) => Promise<void> = () => Promise.resolve(),
): Promise<void> {
  const { foldable } = item;
  const meetings = meetingItems(item);
  const reports = reportsOf(foldable);
  const named: Identity[] = reports.map(({ scheme, value }) => ({ scheme, value }));
  const locks = identityLocks([...named, ...meetings.flatMap(({ identity }) => identity)]);
  await inTransaction(
    ctx,
    async (tx, ctx) => {
      const results = foldable.kind === "invitation" ? await recordMeetings(tx, ctx, foldable.invitation.of, meetings) : [];
      const { about, changed } = await fileReports(tx, ctx, reports);
      const recorded = results.flatMap(({ interactionId }) => interactionId ?? []);
      await tellPages(tx, ctx, changed);
      await settle(tx, outcomeOf(foldable, results, [...recorded, ...about]));
    },
    { system: true, locks, sharedLocks: [rightsLock(ctx.orgId)] },
  );
}

function outcomeOf(foldable: Foldable, results: readonly RecordResult[], about: readonly string[]): FoldOutcome {
  if (foldable.kind === "reports") return foldedInto(foldable.mailKind, foldable.rule, foldable.by, about);
  const { kind, by } = foldable.invitation;
  if (kind === "request" && about.length === 0) return leftOut(results);
  return foldedInto(kind === "request" || kind === "cancel" ? "invitation" : "invitation-reply", foldable.rule, by, about);
}

function reportsOf(foldable: Foldable): IncomingReport[] {
  if (foldable.kind === "reports") return foldable.reports;
  const { kind, news } = foldable.invitation;
  if (kind === "other") return [];
  return news.map(({ meeting, by, sequence, at, ...detail }) => ({
    scheme: "ical",
    value: meeting,
    kind,
    address: by,
    scope: scopeOf(detail),
    sequence,
    at,
    detail,
  }));
}

/** Uninviting one guest does not take back that another was uninvited, an answer from one instance on not the one to the whole series. */
function scopeOf({ from, guests = [] }: Pick<IncomingReport["detail"], "from" | "guests">): string {
  if (from === undefined && guests.length === 0) return "";
  return createHash("sha256")
    .update(JSON.stringify([from ?? null, guests.toSorted()]))
    .digest("base64url");
}

interface MeetingItem {
  record: RecordItem;
  identity: Identity;
}

/** What an invitation brings: the meeting, or the instances of a series within the window. */
function meetingItems({ foldable, arrival, window }: FoldItem): MeetingItem[] {
  if (foldable.kind !== "invitation" || foldable.invitation.kind !== "request") return [];
  return meetingsOf(foldable.invitation.calendar, window).meetings.flatMap(({ meeting, private: isPrivate, own }) => {
    if (own || meeting.iCalUid == null) return [];
    const record: RecordItem = { ...arrival, content: meeting, facts: { ...arrival.facts, private: isPrivate } };
    return [{ record, identity: meetingIdentity(meeting.iCalUid, meeting.originalStart ?? null) }];
  });
}

async function recordMeetings(tx: Tx, ctx: Ctx, by: string, meetings: readonly MeetingItem[]): Promise<RecordResult[]> {
  const foreign = await meetingsOfOthers(
    tx,
    by,
    meetings.map(({ identity }) => identity.value),
  );
  const items = meetings.filter(({ identity }) => !foreign.has(identity.value)).map(({ record }) => record);
  const results: RecordResult[] = [];
  for (let start = 0; start < items.length; start += MAX_BATCH)
    results.push(...(await recordMany(ctx, items.slice(start, start + MAX_BATCH))));
  return results;
}

/** A UID is no secret: whoever was invited knows it. Only who organises a meeting may change it. */
async function meetingsOfOthers(tx: Tx, by: string, values: readonly string[]): Promise<Set<string>> {
  if (values.length === 0) return new Set();
  const { rows } = await withClient(tx).query<{ value: string }>(
    `SELECT n.value FROM interaction_identities n JOIN interaction_participants p ON p.interaction_id = n.interaction_id AND p.role = 'organizer'
     WHERE n.org_id = app_org() AND n.scheme = 'ical' AND n.value = ANY($1::text[]) AND p.address IS DISTINCT FROM $2`,
    [values, by],
  );
  return new Set(rows.map(({ value }) => value));
}

async function tellPages(tx: Tx, ctx: Ctx, ids: readonly string[]): Promise<void> {
  const [first] = ids;
  if (first === undefined) return;
  const { rows } = await withClient(tx).query<{ id: string }>(
    "SELECT DISTINCT target_id AS id FROM interaction_links WHERE interaction_id = ANY($1::uuid[]) AND target = 'customer' AND chosen LIMIT 50",
    [ids],
  );
  await announce(tx, ctx, { noun: "interaction", id: first, customerIds: rows.map(({ id }) => id) });
}
