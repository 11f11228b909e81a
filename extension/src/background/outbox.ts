import type { RecordRequest } from "../hub-types.ts";
import { lookup, record } from "./hub-client.ts";
import { HubError } from "./hub-error.ts";
import type { ItemView, OutboxItem, Waiting } from "./outbox-item.ts";
import * as store from "./outbox-store.ts";
import { currentAccount, type Account } from "./session.ts";

/**
 * The queue between a click and the hub. At least once from here, exactly once at the hub by the client id: an item is stored durably before
 * the page is told, it is taken up again after every death of worker or browser, and it leaves only with the hub's answer.
 */

/** What a page asks to have recorded. */
export interface Submission {
  request: RecordRequest;
  title: string;
  counterpart: string;
  onlyIfKnown: boolean;
}

export type Submitted = { accepted: true; item: ItemView } | { accepted: false; reason: "full" | "signed-out" };

const PARALLEL = 4;
const MAX_BACKOFF_MS = 10 * 60_000;

const sending = new Set<string>();
/** While the hub does not answer, the queue rests; it is not asked again for every single item. */
let rest: { until: number; count: number; why: Waiting } = noRest();
let wake: ReturnType<typeof setTimeout> | undefined;
let onChange: (item: ItemView, tabId: number | null) => void = () => undefined;

/** Who is told of every change of an item (pages, panel). */
export function observe(listener: typeof onChange): void {
  onChange = listener;
}

/** Stores a submission; when this resolves with `accepted`, it can no longer be lost. */
export async function submit({ request, title, counterpart, onlyIfKnown }: Submission, tabId: number | null): Promise<Submitted> {
  const account = await currentAccount();
  if (account === null) return { accepted: false, reason: "signed-out" };
  const item: OutboxItem = {
    clientId: request.clientId,
    account: account.key,
    accountEmail: account.email,
    createdAt: Date.now(),
    state: "waiting",
    waiting: "next",
    attempts: 0,
    nextAttemptAt: 0,
    title,
    counterpart,
    providerId: request.source.providerId,
    tabId,
    onlyIfKnown,
    answer: null,
    refusal: null,
  };
  const stored = await store.store(item, request);
  if (!stored.stored) return { accepted: false, reason: stored.reason };
  // While the queue rests, its own timer wakes it.
  if (rest.until <= Date.now()) void drain();
  return { accepted: true, item: view(stored.item, account.key) };
}

/** All items, oldest first. */
export async function list(): Promise<ItemView[]> {
  const account = await currentAccount();
  return (await store.all()).map((item) => view(item, account?.key ?? null));
}

/** Tries again what was refused (`anyway`: also if nobody in it is known), or at once what waits. */
export async function retry(clientId: string, anyway: boolean): Promise<void> {
  const item = await store.get(clientId);
  if (item === undefined || item.state === "sent") return;
  await update(clientId, {
    state: "waiting",
    waiting: "next",
    refusal: null,
    attempts: 0,
    nextAttemptAt: 0,
    ...(anyway ? { onlyIfKnown: false } : {}),
  });
  await drain(true);
}

/** The person gives an item up. */
export async function discard(clientId: string): Promise<void> {
  if (!sending.has(clientId)) await store.remove(clientId);
}

let queued: Promise<void> | null = null;

/**
 * Sends what is due. One drainer over all contexts of the extension, by a lock; a call while one runs starts another behind it, so that nothing
 * stored in between is forgotten.
 * @param now true when there is reason to believe that the hub can be reached again (network is back, the person asks)
 */
export async function drain(now = false): Promise<void> {
  if (now) rest = noRest();
  const run = (queued ??= navigator.locks.request("kronika-outbox", async () => {
    queued = null;
    await sendDue();
    await scheduleNext();
  }));
  await run;
}

async function sendDue(): Promise<void> {
  for (;;) {
    const account = await currentAccount();
    const due = (await store.waiting()).filter((item) => item.nextAttemptAt <= Date.now());
    if (account === null) {
      await Promise.all(
        due.filter(({ waiting }) => waiting !== "signed-out").map(({ clientId }) => update(clientId, { waiting: "signed-out" })),
      );
      return;
    }
    const mine = due.filter((item) => item.account === account.key);
    if (mine.length === 0 || rest.until > Date.now()) return;
    const lanes = Array.from({ length: PARALLEL }, async () => {
      for (let item = mine.shift(); item !== undefined; item = mine.shift()) {
        if ((await deliver(account, item)) === "rest") mine.length = 0;
      }
    });
    await Promise.all(lanes);
    await store.prune();
  }
}

/** @returns `rest` when nothing else would get through now either */
async function deliver(account: Account, item: OutboxItem): Promise<"next" | "rest"> {
  sending.add(item.clientId);
  notify(item, account);
  try {
    const outcome = await send(account, item);
    sending.delete(item.clientId);
    await update(item.clientId, outcome);
    rest = noRest();
    return "next";
  } catch (error) {
    sending.delete(item.clientId);
    return await failed(item, error);
  }
}

async function send(account: Account, item: OutboxItem): Promise<Partial<OutboxItem>> {
  const request = await store.requestOf(item.clientId);
  if (request === undefined) return { state: "sent" };
  if (item.onlyIfKnown && !(await isKnown(account, request))) return { state: "refused", refusal: { code: "not-a-customer" } };
  return { state: "sent", answer: await record(account, request) };
}

/** Addresses first: the content leaves only if one of them belongs to a customer. */
async function isKnown(account: Account, { interaction, source }: RecordRequest): Promise<boolean> {
  const people = [interaction.from, ...(interaction.to ?? []), ...(interaction.cc ?? []), ...(interaction.bcc ?? [])];
  const addresses = [...new Set(people.flatMap((person) => (person ? [person.address] : [])))];
  const { customer, known } = await lookup(account, addresses, source.providerId);
  return customer !== null || known.some((person) => person.customer !== null || person.contact !== null);
}

async function failed(item: OutboxItem, error: unknown): Promise<"next" | "rest"> {
  const problem = error instanceof HubError ? error : new HubError("hub-unavailable", "unexpected");
  const attempts = item.attempts + 1;
  if (problem.code === "refused") {
    await update(item.clientId, {
      state: "refused",
      attempts,
      refusal: { code: "refused", status: problem.status, problem: problem.problem },
    });
    return "next";
  }
  if (problem.code === "signed-out") {
    await update(item.clientId, { waiting: "signed-out", attempts });
    return "rest";
  }
  const waiting: Waiting = problem.code === "offline" ? "offline" : "hub-unavailable";
  const pause = problem.retryAfterMs ?? backoff(attempts);
  await update(item.clientId, { waiting, attempts, nextAttemptAt: Date.now() + pause });
  // Nobody answers, or the hub asks for patience: rest. A single failure of the hub concerns this item only.
  if (problem.code !== "offline" && problem.retryAfterMs === null && problem.status !== 503) return "next";
  const count = rest.count + 1;
  rest = { until: Date.now() + (problem.retryAfterMs ?? backoff(count)), count, why: waiting };
  return "rest";
}

function noRest(): typeof rest {
  return { until: 0, count: 0, why: "next" };
}

/** 1 s, 2 s, 4 s ... 10 min, each between half and whole of it, so that many browsers do not come back in one moment. */
function backoff(attempts: number): number {
  const whole = Math.min(1000 * 2 ** Math.min(attempts - 1, 12), MAX_BACKOFF_MS);
  return whole / 2 + Math.random() * (whole / 2);
}

/** While the worker lives it wakes itself; when it has died the alarm of every minute does. */
async function scheduleNext(): Promise<void> {
  const account = await currentAccount();
  const times = (await store.all())
    .filter((item) => item.state === "waiting" && item.account === account?.key)
    .map((item) => Math.max(item.nextAttemptAt, rest.until));
  clearTimeout(wake);
  if (times.length > 0) wake = setTimeout(() => void drain(), Math.max(Math.min(...times) - Date.now(), 200));
}

async function update(clientId: string, fields: Partial<OutboxItem>): Promise<void> {
  const item = await store.change(clientId, fields);
  if (item) notify(item, await currentAccount());
}

function notify(item: OutboxItem, account: Account | null): void {
  onChange(view(item, account?.key ?? null), item.tabId);
}

function view(item: OutboxItem, account: string | null): ItemView {
  const { tabId: _tab, account: own, onlyIfKnown: _known, ...shown } = item;
  const waiting = shown.waiting === "next" && rest.until > Date.now() ? rest.why : shown.waiting;
  return { ...shown, waiting, sending: sending.has(item.clientId), otherAccount: account !== null && own !== account };
}
