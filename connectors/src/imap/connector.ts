import type { MailConnector } from "../connector.ts";
import { readChanges } from "./changes.ts";
import type { ImapSettings } from "./client.ts";
import { fetchItems } from "./fetch.ts";
import { listItems } from "./list.ts";
import { addressesOf, toFolders } from "./mapper.ts";
import { ImapSession } from "./session.ts";
import { watchFolders } from "./watch.ts";

export interface ImapConnectorOptions extends ImapSettings {
  /** Bytes above which a message comes without its large parts; at most 60 MB. */
  sizeLimit?: number;
}

const SIZE_LIMIT = 25 * 1024 * 1024;

/**
 * A mailbox by IMAP4rev1 or rev2 (RFC 3501, 9051), with QRESYNC, CONDSTORE or neither. Read-only: folders are opened by EXAMINE, bodies are
 * read by PEEK. Connects when first needed, and again after a lost connection. The server may be a local one.
 */
export function createImapConnector({ sizeLimit = SIZE_LIMIT, ...settings }: ImapConnectorOptions): MailConnector {
  const session = new ImapSession(settings);
  const folders = () => session.run("list folders", async (imap) => toFolders(await imap.list()));
  return {
    folders,
    async check() {
      const found = await folders();
      const capabilities = await session.run("sign in", async (imap) => imap.capabilities);
      return { addresses: addressesOf(settings.credential.username), folders: found, capabilities };
    },
    listIds: (folder, since) => session.run("list messages", (imap) => listItems(imap, folder, since)),
    changes: (folder, cursor) => session.run("read changes", (imap) => readChanges(imap, folder, cursor)),
    fetch: (refs) => fetchItems(session, refs, sizeLimit),
    watch: (watched, options) => watchFolders(settings, watched, options),
    close: () => session.close(),
  };
}
