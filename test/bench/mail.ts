import { createImapConnector } from "@kronika/connectors/imap/connector.ts";
import { closeParser, parseMessage } from "@kronika/connectors/mime/parse-message.ts";
import { startDovecot, type Dovecot } from "../servers/dovecot.ts";
import { fetchBare } from "./lib/bare-imap.ts";
import { mailText } from "./lib/mail-text.ts";
import { median } from "./lib/numbers.ts";

const USER = "anna";
const PASSWORD = "tajne";
const COUNT = 3_000;
const ROUNDS = 3;

/**
 * How many mails of 8 KB a second come out of a real mailbox, against imapflow fetching the same with one command (in turns within the
 * same minute, ratio of the medians), and how many are taken apart in the pool of threads.
 */
export default async function benchMail() {
  const dovecot = await startDovecot({ users: { [USER]: PASSWORD } });
  try {
    const mails = Array.from({ length: COUNT }, (_, index) =>
      mailText(index, { from: `Jana Nováková <jana${index % 200}@zakaznik.example>`, to: "rep@firma.example" }),
    );
    for (const raw of mails) await dovecot.deliver(USER, "INBOX", raw);
    const measured = { ours: [] as number[], yardstick: [] as number[], parse: [] as number[] };
    await fetchBare(dovecot, USER, PASSWORD); // Dovecot builds its index
    for (let round = 0; round < ROUNDS; round += 1) {
      measured.yardstick.push(await fetchBare(dovecot, USER, PASSWORD));
      measured.ours.push(await fetchOurs(dovecot));
      measured.parse.push(await perSecond(async () => (await Promise.all(mails.map((raw) => parseMessage(raw)))).length));
    }
    const [ours, yardstick, parse] = [median(measured.ours), median(measured.yardstick), median(measured.parse)];
    return [
      { name: "mail, fetch by IMAP", ours, yardstick, ratio: ours / yardstick, unit: "messages/s" },
      { name: "mail, take apart", ours: parse, yardstick: null, ratio: null, unit: "messages/s" },
    ];
  } finally {
    await closeParser();
    await dovecot.stop();
  }
}

async function fetchOurs({ host, port }: Dovecot): Promise<number> {
  const log = { debug: () => {}, info: () => {}, warn: () => {} };
  const credential = { kind: "password", username: USER, password: PASSWORD } as const;
  const connector = createImapConnector({ server: { host, port, tls: "none" }, credential, log });
  const refs = await connector.listIds("INBOX", null);
  const rate = await perSecond(async () => {
    let count = 0;
    for await (const item of connector.fetch(refs)) if ("raw" in item) count += 1;
    return count;
  });
  await connector.close();
  return rate;
}

/** @param work returns how many it did */
async function perSecond(work: () => Promise<number>): Promise<number> {
  const start = performance.now();
  const count = await work();
  if (count !== COUNT) throw new Error(`${count} of ${COUNT} messages`);
  return (count * 1000) / (performance.now() - start);
}
