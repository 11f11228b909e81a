import { ImapFlow } from "imapflow";
import type { Dovecot } from "../../servers/dovecot.ts";

/**
 * The yardstick of reading a mailbox: imapflow fetches all messages of INBOX with one command and does nothing with them.
 * @returns messages a second
 */
export async function fetchBare({ host, port }: Pick<Dovecot, "host" | "port">, user: string, password: string): Promise<number> {
  const client = new ImapFlow({ host, port, secure: false, auth: { user, pass: password }, logger: false, disableAutoIdle: true });
  await client.connect();
  await client.mailboxOpen("INBOX", { readOnly: true });
  const started = performance.now();
  let count = 0;
  for await (const { source } of client.fetch("1:*", { source: true, internalDate: true, size: true }, { uid: true }))
    if (source) count += 1;
  const rate = (count * 1000) / (performance.now() - started);
  await client.logout();
  return rate;
}
