import type { CalendarConnector } from "../connector.ts";
import { readChanges } from "./changes.ts";
import { DavClient } from "./client.ts";
import { discover, type Account } from "./discovery.ts";
import { putEntry, removeEntry } from "./entries.ts";
import { toConnectorError } from "./errors.ts";
import { Transport, type TransportSettings } from "./transport.ts";

export type CaldavSettings = TransportSettings;

/**
 * A calendar account on a CalDAV server (RFC 4791). `url` is the server, the account's home or one calendar. Opens no connection
 * before it is asked for something; a bad address is `rejected` then.
 */
export function createCaldavConnector(settings: CaldavSettings): CalendarConnector {
  let opened: { transport: Transport; client: DavClient } | undefined;
  let account: Promise<Account> | undefined;

  const open = () => {
    if (opened === undefined) {
      const transport = new Transport(settings);
      opened = { transport, client: new DavClient(transport) };
    }
    return opened;
  };
  /** Nothing but a ConnectorError leaves. */
  const doing = async <Result>(
    what: string,
    work: (parts: { transport: Transport; client: DavClient }) => Promise<Result>,
  ): Promise<Result> => {
    try {
      return await work(open());
    } catch (error) {
      throw toConnectorError(error, what);
    }
  };
  const look = () => doing("finding the calendars", ({ client, transport }) => discover(client, transport, settings.credential.username));

  return {
    check: look,
    async calendars() {
      // What does not change while a connector lives; a failure is not remembered.
      account ??= look();
      account.catch(() => (account = undefined));
      return (await account).calendars;
    },
    changes: (calendar, cursor) =>
      doing("reading changes", async ({ client, transport }) => readChanges(client, transport, transport.resolve(calendar), cursor)),
    put: (calendar, entry) =>
      doing("writing an entry", async ({ client, transport }) => putEntry(client, transport, transport.resolve(calendar), entry)),
    remove: (calendar, href) =>
      doing("removing an entry", async ({ client, transport }) =>
        removeEntry(client, transport.resolve(href, transport.resolve(calendar))),
      ),
    async close() {
      opened?.transport.close();
    },
  };
}
