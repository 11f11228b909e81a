import type { Tls } from "../../api/connections.ts";

export interface ServerGuess {
  host: string;
  port: number;
  tls: Tls;
  /** What the person should know before typing the password; a key below `connections.hint`. */
  hint?: "appPassword";
}

/** Mail servers of providers that many people in the region use, by the domain of the address. */
const MAIL_SERVERS: Record<string, Omit<ServerGuess, "port" | "tls">> = {
  "gmail.com": { host: "imap.gmail.com", hint: "appPassword" },
  "googlemail.com": { host: "imap.gmail.com", hint: "appPassword" },
  "icloud.com": { host: "imap.mail.me.com", hint: "appPassword" },
  "me.com": { host: "imap.mail.me.com", hint: "appPassword" },
  "yahoo.com": { host: "imap.mail.yahoo.com", hint: "appPassword" },
  "fastmail.com": { host: "imap.fastmail.com", hint: "appPassword" },
  "azet.sk": { host: "imap.azet.sk" },
  "centrum.sk": { host: "imap.centrum.sk" },
  "zoznam.sk": { host: "imap.zoznam.sk" },
  "post.sk": { host: "imap.post.sk" },
  "seznam.cz": { host: "imap.seznam.cz" },
  "email.cz": { host: "imap.seznam.cz" },
  "centrum.cz": { host: "imap.centrum.cz" },
  "gmx.at": { host: "imap.gmx.net" },
  "gmx.de": { host: "imap.gmx.net" },
  "gmx.net": { host: "imap.gmx.net" },
  "freemail.hu": { host: "imap.freemail.hu" },
  "wp.pl": { host: "imap.wp.pl" },
};

/** Port of IMAP for each way of encryption (RFC 8314, RFC 3501). */
export const imapPort: Record<Tls, number> = { implicit: 993, starttls: 143, none: 143 };

/** The part after the @, lower-cased; null while there is none. */
export function domainOfAddress(address: string): string | null {
  const domain = /@([^@\s]+\.[^@\s]+)$/.exec(address.trim().toLowerCase())?.[1];
  return domain ?? null;
}

/** Where the mailbox of an address probably is. A company's own domain mostly answers at `imap.`; the person can change it. */
export function guessMailServer(address: string): ServerGuess | null {
  const domain = domainOfAddress(address);
  if (domain === null) return null;
  return { port: imapPort.implicit, tls: "implicit", ...(MAIL_SERVERS[domain] ?? { host: `imap.${domain}` }) };
}

const CALENDAR_URLS: Record<string, string> = {
  "icloud.com": "https://caldav.icloud.com/",
  "me.com": "https://caldav.icloud.com/",
  "fastmail.com": "https://caldav.fastmail.com/",
  "gmx.net": "https://caldav.gmx.net/",
  "gmx.de": "https://caldav.gmx.net/",
  "gmx.at": "https://caldav.gmx.net/",
};

/** Where the calendar of an address probably is; a company's server is found from its domain (RFC 6764, `/.well-known/caldav`). */
export function guessCalendarUrl(address: string): string | null {
  const domain = domainOfAddress(address);
  if (domain === null) return null;
  return CALENDAR_URLS[domain] ?? `https://${domain}/.well-known/caldav`;
}
