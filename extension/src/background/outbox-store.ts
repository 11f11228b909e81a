import type { RecordRequest } from "../hub-types.ts";
import { database } from "./database.ts";
import type { OutboxItem } from "./outbox-item.ts";

/** How many may wait. Beyond that a new one is refused with a clear word; nothing that waits is ever dropped. */
export const MAX_OPEN = 1000;
/** Sent items that are kept for the person to see. Their content is gone. */
const KEPT_SENT = 30;

export type Stored = { stored: true; item: OutboxItem } | { stored: false; reason: "full" };

/**
 * Stores an item with its content durably: when this resolves, both are on the disk (`durability: "strict"`) and survive worker, tab and
 * browser. The same client id again, or the same message of the same account that still waits or was just sent, is answered with what is there.
 * A full disk is a full queue.
 */
export async function store(item: OutboxItem, request: RecordRequest): Promise<Stored> {
  try {
    return await put(item, request);
  } catch (error) {
    if (error instanceof DOMException && error.name === "QuotaExceededError") return { stored: false, reason: "full" };
    throw error;
  }
}

async function put(item: OutboxItem, request: RecordRequest): Promise<Stored> {
  const tx = (await database()).transaction(["outbox", "requests"], "readwrite", { durability: "strict" });
  const [outbox, requests] = [tx.objectStore("outbox"), tx.objectStore("requests")];
  const repeat = await outbox.get(item.clientId);
  const others = item.providerId === null ? [] : await outbox.index("providerId").getAll(item.providerId);
  const mine = others.filter(({ account }) => account === item.account);
  const same = repeat ?? mine.find(({ state, answer }) => state !== "refused" && answer?.state !== "skipped");
  if (same !== undefined) {
    await tx.done;
    return { stored: true, item: same };
  }
  const open = (await outbox.index("state").count("waiting")) + (await outbox.index("state").count("refused"));
  if (open >= MAX_OPEN) {
    await tx.done;
    return { stored: false, reason: "full" };
  }
  // A new try at a message takes the place of what was refused or left out before.
  for (const { clientId } of mine) await Promise.all([outbox.delete(clientId), requests.delete(clientId)]);
  await Promise.all([outbox.put(item), requests.put(request, item.clientId)]);
  await tx.done;
  return { stored: true, item };
}

/** All items, oldest first. */
export async function all(): Promise<OutboxItem[]> {
  return (await (await database()).getAll("outbox")).toSorted((one, other) => one.createdAt - other.createdAt);
}

export async function waiting(): Promise<OutboxItem[]> {
  return (await (await database()).getAllFromIndex("outbox", "state", "waiting")).toSorted((one, other) => one.createdAt - other.createdAt);
}

export async function get(clientId: string): Promise<OutboxItem | undefined> {
  return (await database()).get("outbox", clientId);
}

export async function requestOf(clientId: string): Promise<RecordRequest | undefined> {
  return (await database()).get("requests", clientId);
}

/**
 * Changes one item if it is still there; with `state: "sent"` its content goes. Not strict: if the power fails now, the item is sent
 * once more, and the hub knows it.
 * @returns the changed item, or undefined when it was discarded meanwhile
 */
export async function change(clientId: string, fields: Partial<OutboxItem>): Promise<OutboxItem | undefined> {
  const tx = (await database()).transaction(["outbox", "requests"], "readwrite");
  const item = await tx.objectStore("outbox").get(clientId);
  const changed = item && { ...item, ...fields };
  if (changed) await tx.objectStore("outbox").put(changed);
  if (changed?.state === "sent") await tx.objectStore("requests").delete(clientId);
  await tx.done;
  return changed;
}

export async function remove(...clientIds: string[]): Promise<void> {
  const tx = (await database()).transaction(["outbox", "requests"], "readwrite");
  for (const id of clientIds) await Promise.all([tx.objectStore("outbox").delete(id), tx.objectStore("requests").delete(id)]);
  await tx.done;
}

/** Forgets the oldest of what was sent. */
export async function prune(): Promise<void> {
  const sent = (await (await database()).getAllFromIndex("outbox", "state", "sent")).toSorted(
    (one, other) => one.createdAt - other.createdAt,
  );
  await remove(...sent.slice(0, Math.max(0, sent.length - KEPT_SENT)).map(({ clientId }) => clientId));
}
