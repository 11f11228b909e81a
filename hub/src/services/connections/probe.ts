import type { CalendarInfo, Credential, MailFolder } from "@kronika/connectors/connector.ts";
import { AppError, ConnectorError } from "@kronika/core/errors.ts";
import type { Ctx } from "../../context.ts";
import type { ConnectionSettings } from "../../db/schema/connections.ts";
import { openCalendar, openMailbox } from "./open.ts";

/** What a first sign-in tells about an account. */
export interface Probe {
  addresses: string[];
  folders?: MailFolder[];
  calendars?: CalendarInfo[];
}

/** Signs in once and looks around. @throws AppError `invalid` naming the field that is wrong: password, server or url */
export async function probe(ctx: Ctx, kind: "mailbox" | "calendar", settings: ConnectionSettings, credential: Credential): Promise<Probe> {
  const connector = kind === "mailbox" ? openMailbox(ctx, settings, credential) : openCalendar(ctx, settings, credential);
  try {
    return await connector.check();
  } catch (error) {
    throw explain(error, kind);
  } finally {
    await connector.close().catch(() => {});
  }
}

function explain(error: unknown, kind: "mailbox" | "calendar"): unknown {
  if (!(error instanceof ConnectorError)) return error;
  const place = kind === "mailbox" ? "/server" : "/url";
  const fields = {
    reauthorise: { pointer: "/password", message: "The server refuses this name and password." },
    retry: { pointer: place, message: "The server cannot be reached or did not answer in time." },
    "not-found": { pointer: place, message: "There is nothing at this address." },
    "cursor-expired": { pointer: place, message: "The server's answer was not understood." },
    rejected: { pointer: place, message: "The server does not accept the request." },
  } as const;
  return new AppError("invalid", "The connection could not be made.", { fields: [fields[error.meaning]], cause: error });
}
