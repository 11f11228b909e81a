import { database } from "./database.ts";
import type { OutboxItem } from "./outbox-item.ts";

/** Limits of what may wait. Beyond them a new item is refused with a clear word; nothing that waits is ever dropped. */
export const MAX_WAITING = 500;
export const MAX_WAITING_BYTES = 100 * 1024 * 1024;
/** Sent items that are kept for the person to see. Their content is gone. */
export const KEPT_SENT = 30;

export type Stored = { stored: true; item: OutboxItem } | { stored: false; reason: "full" };

/**
 * Stores an item durably: when this resolves, it is on the disk (`durability: "strict"`) and survives worker, tab and browser.
 * The same client id again, or the same message of the same account that still waits or was just sent, is answered with what is there.
 */
export async function store(item: OutboxItem): Promise<Stored> {
  const tx = (await database()).transaction("outbox", "readwrite", { durability: "strict" });
  const all = await tx.store.getAll();
  const same = all.find(
    (other) =>
      other.clientId === item.clientId ||
      (item.providerId !== null &&
        other.providerId === item.providerId &&
        other.account === item.account &&
        other.state !== "refused" &&
        other.answer?.state !== "skipped"),
  );
  if (same !== undefined) {
    await tx.done;
    return { stored: true, item: same };
  }
  const unsent = all.filter(({ state }) => state !== "sent");
  const bytes = unsent.reduce((sum, other) => sum + other.bytes, item.bytes);
  if (unsent.length >= MAX_WAITING || bytes > MAX_WAITING_BYTES) {
    await tx.done;
    return { stored: false, reason: "full" };
  }
  // A new try at a message replaces what was refused or left out before.
  for (const old of all)
    if (item.providerId !== null && old.providerId === item.providerId && old.account === item.account) await tx.store.delete(old.clientId);
  await tx.store.put(item);
  await tx.done;
  return { stored: true, item };
}

export async function all(): Promise<OutboxItem[]> {
  return (await (await database()).getAll("outbox")).toSorted((one, other) => one.createdAt - other.createdAt);
}

export async function get(clientId: string): Promise<OutboxItem | undefined> {
  return (await database()).get("outbox", clientId);
}

/**
 * Changes one item if it is still there.
 * @returns the changed item, or undefined when it was discarded meanwhile
 */
export async function change(clientId: string, fields: Partial<OutboxItem>): Promise<OutboxItem | undefined> {
  const tx = (await database()).transaction("outbox", "readwrite", { durability: "strict" });
  const item = await tx.store.get(clientId);
  const changed = item && { ...item, ...fields };
  if (changed) await tx.store.put(changed);
  await tx.done;
  return changed;
}

export async function remove(clientId: string): Promise<void> {
  await (await database()).delete("outbox", clientId);
}

/** Forgets the oldest of what was sent. */
export async function prune(): Promise<void> {
  const sent = (await all()).filter(({ state }) => state === "sent");
  for (const { clientId } of sent.slice(0, Math.max(0, sent.length - KEPT_SENT))) await remove(clientId);
}
