import { openDB, type DBSchema, type IDBPDatabase } from "idb";
import type { RecordRequest } from "../hub-types.ts";
import type { OutboxItem } from "./outbox-item.ts";

/**
 * The extension's own database. It belongs to the extension's origin: neither a page nor a content script (both live in the page's origin)
 * can open it, in any browser; `storage.local`, which content scripts may read, holds nothing secret.
 */
export interface Schema extends DBSchema {
  /** What the lists show; small, so that all of it can be read at once. */
  outbox: { key: string; value: OutboxItem; indexes: { state: OutboxItem["state"]; providerId: string } };
  /** Contents that wait, by client id; taken out as soon as the hub has them. */
  requests: { key: string; value: RecordRequest };
  secrets: { key: string; value: string };
}

let opened: Promise<IDBPDatabase<Schema>> | null = null;

export function database(): Promise<IDBPDatabase<Schema>> {
  opened ??= openDB<Schema>("kronika", 1, {
    upgrade(db) {
      const outbox = db.createObjectStore("outbox", { keyPath: "clientId" });
      outbox.createIndex("state", "state");
      outbox.createIndex("providerId", "providerId");
      db.createObjectStore("requests");
      db.createObjectStore("secrets");
    },
    // Another version of the extension wants to upgrade, or the browser closed the file: open again at the next use.
    blocking: (_current, _blocked, event) => {
      (event.target as IDBDatabase).close();
      opened = null;
    },
    terminated: () => {
      opened = null;
    },
  });
  opened.catch(() => {
    opened = null;
  });
  return opened;
}
