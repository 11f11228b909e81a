import { closeParser } from "@kronika/connectors/mime/parse-message.ts";
import { createConnection } from "@kronika/hub/services/connections/create.ts";
import { syncMailboxRound } from "@kronika/hub/services/sync/mailbox-round.ts";
import { startDovecot, type Dovecot } from "../servers/dovecot.ts";
import { startDedicatedPostgres, type DedicatedPostgres } from "../servers/postgres.ts";
import { createWorld } from "../world.ts";
import { fetchBare } from "./lib/bare-imap.ts";
import { mailText } from "./lib/mail-text.ts";
import { median } from "./lib/numbers.ts";

const USER = "admin@borovica.example";
const PASSWORD = "tajne";
const COUNT = 5000;
const ROUNDS = 2;
const CUSTOMERS = 40;
const CONTACTS = 5;

/**
 * How many mails of 8 KB a second a new mailbox brings into the history: listed, fetched, taken apart, matched to one of 200 contacts of
 * 40 customers, stored, settled in the ledger; from the first round until nothing is pending, by the sync of the product. The yardstick
 * is imapflow that only fetches the same messages, in turns within the same minute; the ratio is of the medians.
 */
export default async function benchImport() {
  const dovecot = await startDovecot({ users: { [USER]: PASSWORD } });
  const postgres = await startDedicatedPostgres();
  try {
    for (let i = 0; i < COUNT; i += 1) await dovecot.deliver(USER, "INBOX", mailText(i, { from: addressOf(i), to: USER }));
    await fetchBare(dovecot, USER, PASSWORD); // Dovecot builds its index
    const measured = { ours: [] as number[], yardstick: [] as number[] };
    for (let round = 0; round < ROUNDS; round += 1) {
      measured.yardstick.push(await fetchBare(dovecot, USER, PASSWORD));
      measured.ours.push(await importOnce(dovecot, postgres));
    }
    const [ours, yardstick] = [median(measured.ours), median(measured.yardstick)];
    return [{ name: `import of ${COUNT} mails by IMAP, stored and matched`, ours, yardstick, ratio: ours / yardstick, unit: "messages/s" }];
  } finally {
    await closeParser();
    await postgres.stop();
    await dovecot.stop();
  }
}

const addressOf = (i: number) => `osoba${i % CONTACTS}@firma${i % CUSTOMERS}.example`;

/** Into an empty database. @returns messages a second */
async function importOnce({ host, port }: Dovecot, postgres: DedicatedPostgres): Promise<number> {
  await using world = await createWorld({ database: await postgres.createDatabase(), now: () => new Date() });
  for (let i = 0; i < CUSTOMERS; i += 1) {
    const contacts = Array.from({ length: CONTACTS }, (_, j) => `osoba${j}@firma${i}.example`);
    await world.customer(`Zákazník ${i}`, { contacts });
  }
  const server = { host, port, tls: "none" } as const;
  const { id } = await createConnection(world.admin.ctx, { kind: "mailbox", provider: "imap", server, username: USER, password: PASSWORD });
  const started = performance.now();
  let pending = COUNT;
  while (pending > 0) {
    const round = await syncMailboxRound(world.system, id);
    if (round.state !== "ok") throw new Error(`the sync is ${round.state}`);
    ({ pending } = round);
  }
  const rate = (COUNT * 1000) / (performance.now() - started);
  const [matched] = await world.rows<{ n: number }>(
    "SELECT count(DISTINCT interaction_id)::int AS n FROM interaction_links WHERE target = 'customer' AND chosen",
  );
  if (matched?.n !== COUNT) throw new Error(`${matched?.n} of ${COUNT} messages are on a customer`);
  return rate;
}
