import type { CalendarConnector, Credential, MailConnector } from "@kronika/connectors/connector.ts";
import { calendarConnectors, mailConnectors } from "@kronika/connectors/registry.ts";
import { AppError } from "@kronika/core/errors.ts";
import type { Deps } from "../../context.ts";
import type { ConnectionSettings } from "../../db/schema/connections.ts";
import { seal, unseal } from "../../secrets.ts";

/** Where the sealed credential of a connection belongs: it opens in this row only. */
const place = (connectionId: string) => `connections.credential.${connectionId}`;

/** Seals a credential for its row. */
export const sealCredential = (deps: Pick<Deps, "keys">, connectionId: string, credential: Credential): Buffer =>
  seal(deps.keys, place(connectionId), JSON.stringify(credential));

/** @throws Error when the row has none or the key is gone */
export function unsealCredential(deps: Pick<Deps, "keys">, connectionId: string, sealed: Buffer | null): Credential {
  if (sealed === null) throw new Error("the connection has no credential");
  return JSON.parse(unseal(deps.keys, place(connectionId), sealed)) as Credential;
}

/** The connector of a mailbox; the caller closes it. */
export function openMailbox(deps: Pick<Deps, "log">, settings: ConnectionSettings, credential: Credential): MailConnector {
  if (!settings.server)
    throw new AppError("invalid", "The mailbox has no server.", { fields: [{ pointer: "/server", message: "is missing" }] });
  return mailConnectors.imap({ server: settings.server, credential, log: deps.log });
}

/** The connector of a calendar; the caller closes it. */
export function openCalendar(deps: Pick<Deps, "log">, settings: ConnectionSettings, credential: Credential): CalendarConnector {
  if (!settings.url)
    throw new AppError("invalid", "The calendar has no address.", { fields: [{ pointer: "/url", message: "is missing" }] });
  return calendarConnectors.caldav({ url: settings.url, credential, log: deps.log });
}
