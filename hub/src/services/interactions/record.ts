import type pg from "pg";
import type { Ctx } from "../../context.ts";
import type { Tx } from "../../db/database.ts";
import { newId } from "../../db/ids.ts";
import { inTransaction, withClient } from "../../db/transaction.ts";
import { withoutErased } from "../erasure/redact.ts";
import { findErased } from "../erasure/tombstones.ts";
import { noticeOf } from "../outbox.ts";
import { audienceRows, ensureAudiences, plainRules, rightsLock } from "../rights/rules.ts";
import { settleThread } from "../questions/settle-thread.ts";
import { settleReactions } from "../reactions/settle.ts";
import { closeAnswered, type Answer } from "../reminders/answers.ts";
import { loadDeals } from "./recording/deals.ts";
import { judge, type Judgement } from "./recording/judge.ts";
import { loadKnown, loadRuled, lookUp, NOTHING_RULED, type KnownInteraction, type LookupKeys } from "./recording/lookup.ts";
import { mergeInteractions } from "./recording/merge.ts";
import { keysOf, prepare, type Prepared } from "./recording/prepare.ts";
import { addInteraction } from "./recording/rows.ts";
import { findLookAlike } from "./recording/same-mail.ts";
import { RecordingState } from "./recording/state.ts";
import type { RecordedLink, RecordItem, RecordOptions, RecordResult } from "./recording/types.ts";
import { addArrival } from "./recording/update.ts";
import { insertRows, noRows, type NewRows } from "./recording/write.ts";
import { emit } from "../webhooks/events.ts";

export type { RecordFacts, RecordItem, RecordOptions, RecordReason, RecordResult, RecordSource } from "./recording/types.ts";

/** How many items one transaction takes: it bounds the locks held at once. */
export const MAX_BATCH = 100;

/**
 * Records what happened, whatever way it came: decides by the capture policy, finds out whether it stands already, where it belongs
 * and what it answers, and writes everything in one transaction. Any order of arrival, any number of repeats, at the same moment from
 * any number of clients: one row per real interaction (the identities are locked first, in one order).
 *
 * The caller has authorised: recording sees the whole organisation, because an interaction may stand already in a mailbox that the
 * recorder may not read.
 * @returns one result per item, in their order
 */
export async function recordMany(ctx: Ctx, items: readonly RecordItem[], options: RecordOptions = {}): Promise<RecordResult[]> {
  if (items.length > MAX_BATCH) throw new Error(`at most ${MAX_BATCH} items in one transaction`);
  const prepared = await Promise.all(items.map(prepare));
  const keys = keysOf(prepared);
  return retrying(() =>
    inTransaction(
      ctx,
      async (tx, ctx) => {
        const batch = await recordBatch(tx, ctx, prepared, keys);
        await options.settle?.(tx, batch);
        return batch;
      },
      { system: true, locks: keys.locks, sharedLocks: [rightsLock(ctx.orgId)] },
    ),
  );
}

/** One item: see {@link recordMany}. */
export async function record(ctx: Ctx, item: RecordItem): Promise<RecordResult> {
  return (await recordMany(ctx, [item]))[0]!;
}

/** The identities are locked: what the look-up does not find, nobody else is writing. */
async function recordBatch(tx: Tx, ctx: Ctx, arrived: readonly Prepared[], keys: LookupKeys): Promise<RecordResult[]> {
  if (arrived.length === 0) return [];
  const client = withClient(tx);
  const lookup = await lookUp(client, keys);
  const ids = new Set([...lookup.identities.map((i) => i.interactionId), ...lookup.lookAlikes.map((l) => l.id)]);
  const { hasRules, colleagueMailLevel } = lookup.organization;
  const state = new RecordingState(lookup, await loadKnown(client, [...ids]), hasRules ? await loadRuled(client) : NOTHING_RULED);
  const prepared = lookup.organization.hasErased ? await keepErasedOut(client, ctx, state, arrived) : arrived;
  if (lookup.organization.hasDeals) state.deals = await loadDeals(client, { ...state.places(), since: oldest(prepared) });
  const rows = noRows();
  const work: Work = { after: [], answers: [], touched: [], reacting: [] };
  const results: RecordResult[] = [];
  for (const item of prepared) results.push(await recordOne(tx, ctx, state, rows, work, item));
  if (hasRules) await ensureAudiences(tx, ctx, [...state.audiences.values()]);
  else rows.audiences.push(...audienceRows(ctx.orgId, state.audiences.values(), plainRules(colleagueMailLevel)));
  if (rows.interactionCopies.length > 0) await insertRows(client, rows, notice(ctx, work.touched, results));
  for (const change of work.after) await change(tx);
  await settleReactions(tx, ctx, work.reacting);
  if (lookup.organization.hasWebhooks) await emitRecorded(tx, ctx, results, work.touched);
  if (lookup.organization.awaitsAnswers) await closeAnswered(tx, ctx, work.answers);
  return results;
}

/** What was erased, or is somebody's who was, is marked to stay out; the rest goes on without him. */
async function keepErasedOut(client: pg.ClientBase, ctx: Ctx, state: RecordingState, arrived: readonly Prepared[]): Promise<Prepared[]> {
  const found = await findErased(client, ctx.keys, ctx.orgId, arrived);
  const erased = new Set<Prepared>();
  const prepared = arrived.map((item) => {
    const why = found.get(item);
    if (why === undefined) return item;
    const redacted = why === "itself" ? null : withoutErased(item, why, (address) => state.isOurs(address));
    if (redacted === null) erased.add(item);
    return redacted ?? item;
  });
  state.erased = erased;
  return prepared;
}

async function emitRecorded(tx: Tx, ctx: Ctx, results: readonly RecordResult[], touched: readonly string[]): Promise<void> {
  const created = results.flatMap((result) => (result.created && result.interactionId !== null ? [result.interactionId] : []));
  await emit(tx, ctx, "interaction.recorded", created);
  await emit(
    tx,
    ctx,
    "interaction.updated",
    [...new Set(touched)].filter((id) => !created.includes(id)),
  );
}

/** One word to open pages for the whole batch: which customers' histories have grown. */
function notice(ctx: Ctx, touched: readonly string[], results: readonly RecordResult[]) {
  if (touched.length === 0) return null;
  const customers = results.flatMap((r) => r.links.filter((l) => l.target === "customer" && l.chosen).map((l) => l.id));
  return noticeOf(ctx, { noun: "interaction", id: touched[0]!, customerIds: [...new Set(customers)].slice(0, 50) });
}

/** What the items of a batch leave to do after its rows are written. */
interface Work {
  after: ((tx: Tx) => Promise<void>)[];
  answers: Answer[];
  touched: string[];
  /** Whose reactions may be others now. */
  reacting: string[];
}

async function recordOne(tx: Tx, ctx: Ctx, state: RecordingState, rows: NewRows, work: Work, prepared: Prepared): Promise<RecordResult> {
  const known = standing(tx, ctx, state, work, prepared);
  const parent = prepared.item.content.kind === "email" ? state.parentOf(prepared) : undefined;
  const verdict = judge(state, prepared, { known, parent });
  const outcome = { reasons: verdict.reasons, links: verdict.links, outsideAddresses: verdict.outsideAddresses };
  if (!verdict.record) return { state: "skipped", created: false, interactionId: null, ...outcome, links: [] };
  if (known) {
    const changes = addArrival(rows, ctx, state, known, prepared, verdict);
    work.after.push(...changes);
    ask(rows, ctx, known, verdict);
    if (changes.length > 0) work.touched.push(known.id);
    if (changes.length > 0 && SHOWS_REACTIONS.has(known.kind)) work.reacting.push(known.id);
    return { state: "recorded", created: false, interactionId: known.id, ...outcome, links: linksOf(known, verdict.links) };
  }
  const around = state.threadsAround(prepared);
  const threadId = parent?.threadId ?? around[0] ?? null;
  const added = addInteraction(rows, ctx, state, prepared, verdict, threadId);
  for (const other of around.filter((id) => id !== added.threadId)) work.after.push(joinThreads(state, other, added.threadId));
  if (parent !== undefined || around.length > 0 || SHOWS_REACTIONS.has(added.kind)) work.reacting.push(added.id);
  ask(rows, ctx, added, verdict);
  const told = tellsItsThread(state, added, parent);
  if (told) work.after.push(told(ctx));
  if (isAnswer(added)) work.answers.push(answerOf(added));
  work.touched.push(added.id);
  return { state: "recorded", created: true, interactionId: added.id, ...outcome };
}

const oldest = (prepared: readonly Prepared[]) => new Date(Math.min(...prepared.map(({ item }) => Date.parse(item.content.occurredAt))));

/** Asks a person where the rules were not sure; once for each interaction and kind of question. */
function ask(rows: NewRows, ctx: Ctx, { id, occurredAt }: KnownInteraction, { asks }: Judgement): void {
  if (asks === null) return;
  rows.questions.push({
    id: newId(),
    orgId: ctx.orgId,
    interactionId: id,
    kind: asks,
    occurredAt: new Date(occurredAt),
    createdAt: ctx.now(),
  });
}

/** A mail that tells its deal in a thread that did not know it: what was asked about the thread is answered. */
function tellsItsThread(state: RecordingState, added: KnownInteraction, parent: KnownInteraction | undefined) {
  const isChosen = ({ target, chosen }: KnownInteraction["links"][number]) => target === "opportunity" && chosen;
  const link = added.links.find(isChosen);
  const deal = state.deals.deals.find(({ id }) => id === link?.id);
  if (!parent || !link || !deal || parent.links.some(isChosen)) return null;
  const addresses = added.participants.flatMap(({ address }) => address ?? []);
  const mail = { id: added.id, threadId: added.threadId, at: added.occurredAt, subject: added.subject ?? "", addresses };
  return (ctx: Ctx) => async (tx: Tx) => {
    await settleThread(tx, ctx, state.own, mail, { opportunityId: deal.id, customerId: deal.customerId, chance: link.score });
  };
}

/** Where a standing interaction belongs by now; what this arrival says about it comes with its evidence. */
function linksOf(known: KnownInteraction, found: readonly RecordedLink[]): RecordedLink[] {
  return known.links.map((link) => found.find((f) => f.target === link.target && f.id === link.id) ?? { ...link, evidence: [] });
}

/** The interaction that this item is another copy of, if it stands. Several that turn out to be the same become one. */
function standing(_tx: Tx, ctx: Ctx, state: RecordingState, work: Work, prepared: Prepared): KnownInteraction | undefined {
  const same = state.sameAs(prepared);
  const [into, ...others] = same.toSorted((a, b) => Number(isComplete(b)) - Number(isComplete(a)));
  if (!into) return findLookAlike(state, prepared);
  for (const from of others) {
    state.merge(from, into);
    work.after.unshift((tx) => mergeInteractions(tx, ctx, from, into));
    work.reacting.push(into.id);
  }
  return into;
}

const isComplete = (row: KnownInteraction) =>
  row.copies.some((copy) => copy.source === "mailbox" || copy.source === "import" || copy.source === "calendar");

function joinThreads(state: RecordingState, from: string, into: string): (tx: Tx) => Promise<void> {
  state.rethread(from, into);
  return async (tx) => {
    await withClient(tx).query("UPDATE interactions SET thread_id = $2 WHERE org_id = app_org() AND thread_id = $1", [from, into]);
    await withClient(tx).query("UPDATE reminders SET thread_id = $2 WHERE org_id = app_org() AND thread_id = $1", [from, into]);
  };
}

/** Kinds of which what stands in them is a reaction: who answered the call, who accepted. A mail needs one that it answers. */
const SHOWS_REACTIONS: ReadonlySet<string> = new Set(["call", "meeting"]);

/** A mail that a person outside wrote. Automatic mail answers nothing (rule book: an out-of-office only pauses). */
const isAnswer = (row: KnownInteraction) => row.kind === "email" && row.direction === "incoming" && row.details["mailKind"] === "normal";

const answerOf = (row: KnownInteraction): Answer => ({
  interactionId: row.id,
  threadId: row.threadId,
  occurredAt: row.occurredAt,
  fromAddress: row.participants.find((p) => p.role === "from")?.address ?? null,
});

/** Failures of concurrency that a second try heals: deadlock, serialisation, a key that somebody else wrote in between. */
const TRANSIENT: ReadonlySet<unknown> = new Set(["40P01", "40001", "23505"]);
const MAX_TRIES = 3;

async function retrying<T>(work: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await work();
    } catch (error) {
      const code =
        error instanceof Error ? ((error as { code?: unknown }).code ?? (error.cause as { code?: unknown } | undefined)?.code) : undefined;
      if (attempt >= MAX_TRIES || !TRANSIENT.has(code)) throw error;
    }
  }
}
