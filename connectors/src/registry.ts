import { createCaldavConnector } from "./caldav/connector.ts";
import type { CalendarConnector, MailConnector } from "./connector.ts";
import { createImapConnector } from "./imap/connector.ts";

/** Opens a connector with the settings of its vendor; connects only when it is asked for something. */
type Factory<Connector> = (settings: never) => Connector;

/** Mailboxes that can be connected. A new kind: a folder that passes connector.contract.ts, and a line here. */
export const mailConnectors = { imap: createImapConnector } as const satisfies Record<string, Factory<MailConnector>>;

/** Calendars that can be connected. A new kind: a folder that passes calendar-connector.contract.ts, and a line here. */
export const calendarConnectors = { caldav: createCaldavConnector } as const satisfies Record<string, Factory<CalendarConnector>>;

export type MailProviderId = keyof typeof mailConnectors;
export type CalendarProviderId = keyof typeof calendarConnectors;
