import { ImapFlow } from "imapflow";
import { createImapConnector } from "@kronika/connectors/imap/connector.ts";
import { closeParser, parseMessage } from "@kronika/connectors/mime/parse-message.ts";
import { startDovecot, type Dovecot } from "../servers/dovecot.ts";

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
    const mails = Array.from({ length: COUNT }, (_, index) => mail(index));
    for (const raw of mails) await dovecot.deliver(USER, "INBOX", raw);
    const measured = { ours: [] as number[], yardstick: [] as number[], parse: [] as number[] };
    await fetchBare(dovecot); // Dovecot builds its index
    for (let round = 0; round < ROUNDS; round += 1) {
      measured.yardstick.push(await fetchBare(dovecot));
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

async function fetchBare({ host, port }: Dovecot): Promise<number> {
  const client = new ImapFlow({ host, port, secure: false, auth: { user: USER, pass: PASSWORD }, logger: false, disableAutoIdle: true });
  await client.connect();
  await client.mailboxOpen("INBOX", { readOnly: true });
  const rate = await perSecond(async () => {
    let count = 0;
    for await (const { source } of client.fetch("1:*", { source: true, internalDate: true, size: true }, { uid: true }))
      if (source) count += 1;
    return count;
  });
  await client.logout();
  return rate;
}

/** @param work returns how many it did */
async function perSecond(work: () => Promise<number>): Promise<number> {
  const start = performance.now();
  const count = await work();
  if (count !== COUNT) throw new Error(`${count} of ${COUNT} messages`);
  return (count * 1000) / (performance.now() - start);
}

/** A mail as people send it: plain text and the same as HTML, about 8 KB. */
function mail(index: number): Buffer {
  const sentence = `Dobrý deň, posielam dohodnutú cenovú ponuku č. ${index} na kartónové obaly. `;
  const html = `<html><body><p>${`${sentence}<br>`.repeat(40)}</p></body></html>`;
  return Buffer.from(
    [
      `From: Jana Nováková <jana${index % 200}@zakaznik.example>`,
      "To: rep@firma.example",
      `Subject: =?utf-8?B?${Buffer.from(`Cenová ponuka č. ${index}`).toString("base64")}?=`,
      `Message-ID: <ponuka-${index}@zakaznik.example>`,
      "Date: Tue, 24 Nov 2026 10:00:00 +0100",
      "MIME-Version: 1.0",
      'Content-Type: multipart/alternative; boundary="hranica"',
      "",
      "--hranica",
      "Content-Type: text/plain; charset=utf-8",
      "Content-Transfer-Encoding: 8bit",
      "",
      `${sentence}\r\n`.repeat(40),
      "--hranica",
      "Content-Type: text/html; charset=utf-8",
      "Content-Transfer-Encoding: base64",
      "",
      Buffer.from(html).toString("base64").replace(/.{76}/g, "$&\r\n"),
      "--hranica--",
      "",
    ].join("\r\n"),
  );
}

const median = (values: number[]) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
