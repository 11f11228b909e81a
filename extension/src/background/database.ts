import { openDB, type DBSchema, type IDBPDatabase } from "idb";
import type { OutboxItem } from "./outbox-item.ts";

/**
 * The extension's own database. It belongs to the extension's origin: neither a page nor a content script (both live in the page's origin)
 * can open it, in any browser; `storage.local`, which content scripts may read, holds nothing secret.
 */
interface Schema extends DBSchema {
  outbox: { key: string; value: OutboxItem };
  secrets: { key: string; value: string };
}

let opened: Promise<IDBPDatabase<Schema>> | null = null;

export function database(): Promise<IDBPDatabase<Schema>> {
  opened ??= openDB<Schema>("kronika", 1, {
    upgrade(db) {
      db.createObjectStore("outbox", { keyPath: "clientId" });
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
